/** The commands that drive a run, here or by themselves. */
@NullMarked
package dev.attractor.cli.run;

import org.jspecify.annotations.NullMarked;
