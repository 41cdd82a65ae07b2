/** A run as a fold of facts: the events, and the state that they make. */
@NullMarked
package dev.attractor.domain.run;

import org.jspecify.annotations.NullMarked;
