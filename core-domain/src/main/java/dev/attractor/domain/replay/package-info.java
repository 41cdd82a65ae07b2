/** Looks back at recorded runs: was every decision the planner's, and why. */
@NullMarked
package dev.attractor.domain.replay;

import org.jspecify.annotations.NullMarked;
