/** Drives the real planner with invented outcomes. */
@NullMarked
package dev.attractor.domain.simulate;

import org.jspecify.annotations.NullMarked;
