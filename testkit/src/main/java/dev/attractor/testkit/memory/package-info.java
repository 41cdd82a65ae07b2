/** Ports without files and processes. */
@NullMarked
package dev.attractor.testkit.memory;

import org.jspecify.annotations.NullMarked;
