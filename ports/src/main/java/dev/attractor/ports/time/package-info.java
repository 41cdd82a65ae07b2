/** Pauses and drawn numbers, so that tests need neither. */
@NullMarked
package dev.attractor.ports.time;

import org.jspecify.annotations.NullMarked;
