/** Outgoing HTTP. */
@NullMarked
package dev.attractor.http;

import org.jspecify.annotations.NullMarked;
