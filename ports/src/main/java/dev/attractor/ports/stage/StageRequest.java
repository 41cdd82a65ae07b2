package dev.attractor.ports.stage;

import dev.attractor.domain.compile.ValidPipeline;
import dev.attractor.domain.pipeline.Node;
import dev.attractor.domain.run.Attempt;
import dev.attractor.domain.run.RunEvent;
import dev.attractor.ports.config.RunConfig;
import dev.attractor.ports.process.Cancellation;
import dev.attractor.ports.runfolder.StageFolder;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;

/**
 * One attempt to execute.
 *
 * @param node the node
 * @param context what the run's context holds; immutable
 * @param worktree the files to work on
 * @param folder where the artifacts go
 * @param notes where facts go on which nothing depends
 */
public record StageRequest(
    ValidPipeline pipeline,
    Node node,
    Attempt attempt,
    String runId,
    Map<String, String> context,
    Path worktree,
    StageFolder folder,
    RunConfig config,
    Cancellation cancellation,
    Consumer<RunEvent.Observation> notes) {}
