/** Drives the real planner with invented outcomes, and holds pipelines to what is expected. */
@NullMarked
package dev.attractor.domain.simulate;

import org.jspecify.annotations.NullMarked;
