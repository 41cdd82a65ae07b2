package dev.attractor.testkit.contract;

import dev.attractor.domain.compile.PipelineSource;
import dev.attractor.domain.parallel.BranchName;
import dev.attractor.domain.pipeline.NodeId;
import dev.attractor.domain.run.Attempt;
import dev.attractor.domain.run.RunEvent;
import dev.attractor.domain.run.RunId;
import dev.attractor.domain.source.SourceText;
import dev.attractor.ports.config.PeopleConfig;
import dev.attractor.ports.config.RunConfig;
import dev.attractor.ports.runfolder.Manifest;
import dev.attractor.ports.runfolder.NewRun;
import dev.attractor.ports.runfolder.PreflightReport;
import dev.attractor.ports.runfolder.RunFolder;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One run whose folder is opened by one driver after the other: the ground of the contracts here.
 *
 * @since 0.1
 */
public abstract class RunContract {
  private static final String BASE = "b".repeat(40);

  /** The id of the run. */
  protected static final RunId RUN_ID = new RunId("RUN");

  /** The first fact of the run. */
  protected static final RunEvent.RunStarted STARTED =
      new RunEvent.RunStarted(
          RUN_ID,
          "p",
          new NodeId("start"),
          "digest",
          BASE,
          new BranchName("branch"),
          Map.of("graph.goal", "goal"),
          Optional.empty());

  /** A run; other tests that need one may take it. */
  public static final NewRun RUN =
      new NewRun(
          new Manifest(
              RUN_ID,
              "p",
              "goal",
              Path.of("/repository"),
              BASE,
              new BranchName("branch"),
              Path.of("/worktree"),
              Instant.parse("2026-11-24T10:00:00Z"),
              "1",
              "digest"),
          new PipelineSource(new SourceText("p.dot", "digraph p {}"), Map.of("a.md", "content")),
          RunConfig.DEFAULT.with(Map.of("name", "value"), new PeopleConfig(true, Map.of())),
          new PreflightReport(List.of()),
          "{}",
          STARTED);

  /** An attempt of a stage. */
  protected static final Attempt ATTEMPT = Attempt.first(new NodeId("stage"), 1);

  /** For subclasses. */
  protected RunContract() {}

  /** Begins the run; its first driver has the folder open. */
  protected abstract RunFolder begin(NewRun run);

  /** Opens the folder of the run for another driver, after the one before has closed it. */
  protected abstract RunFolder reopen();

  /** Returns the first fact of a run inside the run. */
  protected static RunEvent.RunStarted startOf(RunId runId) {
    return new RunEvent.RunStarted(
        runId,
        "inner",
        new NodeId("start"),
        "digest",
        BASE,
        new BranchName("inner/branch"),
        Map.of(),
        Optional.empty());
  }
}
