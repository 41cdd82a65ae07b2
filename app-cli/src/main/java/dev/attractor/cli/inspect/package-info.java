/** The commands that look at runs: how they stand, what they did and why. */
@NullMarked
package dev.attractor.cli.inspect;

import org.jspecify.annotations.NullMarked;
