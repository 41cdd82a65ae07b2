/** Releases of the program. */
@NullMarked
package dev.attractor.ports.release;

import org.jspecify.annotations.NullMarked;
