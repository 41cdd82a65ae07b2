/** A run as a fold of facts: events, state, planner and actions. */
@NullMarked
package dev.attractor.domain.run;

import org.jspecify.annotations.NullMarked;
