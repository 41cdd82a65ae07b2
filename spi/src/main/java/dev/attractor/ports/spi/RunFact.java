package dev.attractor.ports.spi;

import java.nio.file.Path;
import java.time.Instant;

/**
 * A line of the journal of a run (SEMANTICS §10).
 *
 * @param runId the run, or the branch of one
 * @param logsRoot the folder of the run
 * @param seq the number of the line, from 1
 * @param at when it was written
 * @param event the name of the event
 * @param json the whole line: a JSON object with the fields of the event
 * @since 0.1
 */
public record RunFact(
    String runId, Path logsRoot, long seq, Instant at, String event, String json) {}
