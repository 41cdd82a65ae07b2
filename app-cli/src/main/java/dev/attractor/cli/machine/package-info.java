/** The commands that look at this machine: programs, configuration, plugins. */
@NullMarked
package dev.attractor.cli.machine;

import org.jspecify.annotations.NullMarked;
