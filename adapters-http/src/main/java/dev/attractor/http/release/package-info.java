/** What was released, asked of a server. */
@NullMarked
package dev.attractor.http.release;

import org.jspecify.annotations.NullMarked;
