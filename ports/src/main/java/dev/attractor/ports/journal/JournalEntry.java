package dev.attractor.ports.journal;

import dev.attractor.domain.run.RunEvent;
import java.time.Instant;

/**
 * One line of a journal.
 *
 * @param seq the number of the line, from 1, without gaps
 * @param at when it was written
 */
public record JournalEntry(long seq, Instant at, RunEvent event) {}
