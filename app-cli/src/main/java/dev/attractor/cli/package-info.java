/** The command {@code attractor}: options in, use cases called, results out. */
@NullMarked
package dev.attractor.cli;

import org.jspecify.annotations.NullMarked;
