/** The commands that wait for runs, stop them, answer them and remove them. */
@NullMarked
package dev.attractor.cli.control;

import org.jspecify.annotations.NullMarked;
