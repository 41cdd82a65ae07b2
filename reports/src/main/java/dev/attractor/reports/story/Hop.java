package dev.attractor.reports.story;

import dev.attractor.domain.replay.Explanation;

/**
 * A decision of a run, or of a branch.
 *
 * @param within as in {@link Stint#within}
 */
record Hop(String within, Explanation explanation) {}
