package dev.attractor.ports.runfolder;

import dev.attractor.domain.parallel.BranchName;
import dev.attractor.domain.pipeline.NodeId;
import dev.attractor.domain.run.FanOutPass;
import dev.attractor.domain.run.RunEnd;
import dev.attractor.domain.run.RunId;
import dev.attractor.domain.run.Totals;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * How a run ended; {@code final.json}, written last.
 *
 * @param fanOuts by fan-out, how the branches of its latest visit ended
 */
public record FinalReport(
    Instant at,
    RunId runId,
    RunEnd end,
    String commit,
    BranchName runBranch,
    Totals totals,
    Duration duration,
    Map<NodeId, FanOutPass> fanOuts) {}
