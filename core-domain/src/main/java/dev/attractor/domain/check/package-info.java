/** Walks the planner's decisions over all outcomes, without running anything. */
@NullMarked
package dev.attractor.domain.check;

import org.jspecify.annotations.NullMarked;
