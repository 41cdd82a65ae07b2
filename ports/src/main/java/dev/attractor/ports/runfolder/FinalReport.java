package dev.attractor.ports.runfolder;

import dev.attractor.domain.run.RunEnd;
import dev.attractor.domain.run.Totals;
import java.time.Duration;
import java.time.Instant;

/** How a run ended; {@code final.json}, written last. */
public record FinalReport(
    Instant at,
    String runId,
    RunEnd end,
    String commit,
    String runBranch,
    Totals totals,
    Duration duration) {}
