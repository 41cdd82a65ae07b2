package dev.attractor.ports.runfolder;

import dev.attractor.domain.agent.AgentSession;
import dev.attractor.domain.agent.Usage;
import dev.attractor.domain.outcome.Outcome;
import dev.attractor.domain.run.Attempt;
import java.time.Duration;
import java.util.Optional;

/**
 * A finished attempt as {@code status.json} keeps it, so that a crash before the journal's line
 * loses nothing.
 *
 * @param seq the number of the attempt's first journal line
 * @param tree the files it left, as {@link dev.attractor.ports.workspace.Capture} names them; empty
 *     when its end follows from other facts
 */
public record StageRecord(
    Attempt attempt,
    long seq,
    Outcome outcome,
    Duration duration,
    Usage usage,
    Optional<AgentSession> session,
    Optional<String> tree) {}
