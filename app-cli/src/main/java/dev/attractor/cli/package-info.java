/** The command {@code attractor}: its entry, which hands over to groups of commands. */
@NullMarked
package dev.attractor.cli;

import org.jspecify.annotations.NullMarked;
