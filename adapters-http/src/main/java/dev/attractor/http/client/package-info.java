/** Asking servers. */
@NullMarked
package dev.attractor.http.client;

import org.jspecify.annotations.NullMarked;
