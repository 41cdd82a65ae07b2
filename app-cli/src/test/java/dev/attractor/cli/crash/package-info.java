/** A way to have the program die before any of its effects on the machine. */
@NullMarked
package dev.attractor.cli.crash;

import org.jspecify.annotations.NullMarked;
