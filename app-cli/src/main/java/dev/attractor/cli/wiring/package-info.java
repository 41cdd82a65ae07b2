/** The program put together, with the chance and the clock of this machine. */
@NullMarked
package dev.attractor.cli.wiring;

import org.jspecify.annotations.NullMarked;
