package dev.attractor.reports.story;

import java.time.Instant;

/**
 * A time in which a run waited.
 *
 * @param within as in {@link Stint#within}
 * @param what it waited for
 */
record Wait(String within, String what, Instant begin, Instant until) {}
