package dev.attractor.reports.picture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attractor.domain.agent.Usage;
import dev.attractor.domain.compile.PipelineSource;
import dev.attractor.domain.outcome.Failure;
import dev.attractor.domain.outcome.FailureClass;
import dev.attractor.domain.outcome.Outcome;
import dev.attractor.domain.outcome.Status;
import dev.attractor.domain.parallel.BranchName;
import dev.attractor.domain.pipeline.NodeId;
import dev.attractor.domain.pipeline.Pipeline;
import dev.attractor.domain.routing.CarriedFailure;
import dev.attractor.domain.routing.HopSource;
import dev.attractor.domain.routing.RetryTarget;
import dev.attractor.domain.run.Attempt;
import dev.attractor.domain.run.BranchOf;
import dev.attractor.domain.run.QuestionId;
import dev.attractor.domain.run.RunEvent;
import dev.attractor.domain.run.RunId;
import dev.attractor.ports.journal.JournalEntry;
import dev.attractor.ports.runfolder.Manifest;
import dev.attractor.ports.runfolder.RunSnapshot;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

/** Pictures of runs. */
class RunTraceTest {
  private static final Outcome BAD = Outcome.fail(FailureClass.DETERMINISTIC, "the tests are red");

  /** Writes the facts of a run down. */
  private static final class Journal {
    private final Pipeline pipeline;
    private final List<RunEvent> facts = new ArrayList<>();
    private final List<RunSnapshot> branches = new ArrayList<>();

    Journal(Pipeline pipeline, String start, Optional<BranchOf> branch) {
      this.pipeline = pipeline;
      facts.add(
          new RunEvent.RunStarted(
              new RunId("r1"),
              "p",
              new NodeId(start),
              "d",
              "c0",
              new BranchName("b"),
              Map.of(),
              branch));
    }

    Journal begin(String node, int visit) {
      facts.add(new RunEvent.StageAttemptStarted(Attempt.first(new NodeId(node), visit)));
      return this;
    }

    Journal visit(String node, int visit, Outcome outcome) {
      Attempt attempt = Attempt.first(new NodeId(node), visit);
      begin(node, visit);
      facts.add(
          new RunEvent.StageAttemptEnded(
              attempt, outcome, Duration.ZERO, Usage.NONE, Optional.empty(), "c1"));
      facts.add(new RunEvent.CheckpointSaved(attempt, "c1"));
      return this;
    }

    Journal hop(String from, String to, String condition) {
      return add(
          new RunEvent.EdgeSelected(
              new NodeId(from),
              new NodeId(to),
              condition,
              HopSource.WEIGHT,
              Optional.empty(),
              Optional.empty()));
    }

    Journal failure(String from, String to, String condition, CarriedFailure.Handling handling) {
      return add(
          new RunEvent.EdgeSelected(
              new NodeId(from),
              new NodeId(to),
              condition,
              HopSource.CONDITIONAL,
              Optional.empty(),
              Optional.of(new CarriedFailure(new NodeId(from), handling))));
    }

    Journal add(RunEvent fact) {
      facts.add(fact);
      return this;
    }

    Journal branch(RunSnapshot snapshot) {
      branches.add(snapshot);
      return this;
    }

    RunSnapshot snapshot(boolean running) {
      List<JournalEntry> entries = new ArrayList<>();
      facts.forEach(
          fact -> entries.add(new JournalEntry(entries.size() + 1L, Instant.EPOCH, fact)));
      return new RunSnapshot(
          Path.of("run"),
          new Manifest(
              new RunId("r1"),
              "p",
              "",
              Path.of("repo"),
              "c0",
              new BranchName("b"),
              Path.of("w"),
              Instant.EPOCH,
              "1",
              "d"),
          new PipelineSource(pipeline.source(), Map.of()),
          entries,
          running,
          branches,
          Optional.empty());
    }
  }

  private static Journal run(Pipeline pipeline) {
    return new Journal(pipeline, "start", Optional.empty());
  }

  private static Element drawn(Pipeline pipeline, RunSnapshot run) throws Exception {
    return Pictures.parsed(new DrawnPictures().svg(pipeline, Optional.of(run)));
  }

  private static String state(Element svg, String node) {
    return Pictures.node(svg, node).getAttribute("data-state");
  }

  @Test
  void aLoopIsCountedAndItsFailuresAreMarked() throws Exception {
    Pipeline pipeline =
        Pictures.pipeline(
            """
            start [shape=Mdiamond] exit [shape=Msquare]
            start -> test test -> fix [condition="outcome=fail"] fix -> test
            test -> exit [condition="outcome=success"] test -> never
            """);
    Journal journal = run(pipeline).visit("start", 1, Outcome.success()).hop("start", "test", "");
    for (int i = 1; i <= 2; i++) {
      journal
          .visit("test", i, BAD)
          .failure("test", "fix", "outcome=fail", CarriedFailure.Handling.HANDLED)
          .visit("fix", i, Outcome.success())
          .hop("fix", "test", "");
    }
    journal
        .visit("test", 3, Outcome.success())
        .hop("test", "exit", "outcome=success")
        .add(new RunEvent.RunCompleted(Optional.of(new NodeId("exit"))));
    Element svg = drawn(pipeline, journal.snapshot(false));

    assertThat(state(svg, "test")).isEqualTo("succeeded");
    assertThat(state(svg, "exit")).isEqualTo("succeeded");
    assertThat(state(svg, "never")).isEqualTo("unreached");
    assertThat(Pictures.node(svg, "test").getAttribute("data-visits")).isEqualTo("3");
    assertThat(Pictures.texts(Pictures.node(svg, "test"))).contains("×3");
    Element failed = Pictures.edge(svg, "test", "fix");
    assertThat(failed.getAttribute("data-times")).isEqualTo("2");
    assertThat(failed.getAttribute("data-failures")).isEqualTo("2");
    assertThat(Pictures.texts(failed)).contains("×2");
    assertThat(classes(failed)).contains("ink-failure");
    assertThat(classes(Pictures.edge(svg, "fix", "test"))).contains("ink-taken");
    assertThat(classes(Pictures.edge(svg, "test", "never"))).contains("ink-untaken");
    assertThat(Pictures.texts(svg)).contains("run r1: succeeded at exit");
  }

  private static List<String> classes(Element group) {
    return Pictures.all(group, "path").stream().map(path -> path.getAttribute("class")).toList();
  }

  @Test
  void aFailedRunShowsWhereAndWhy() throws Exception {
    Pipeline pipeline = Pictures.pipeline("start -> work -> lint -> exit");
    Element svg =
        drawn(
            pipeline,
            run(pipeline)
                .visit("start", 1, Outcome.success())
                .hop("start", "work", "")
                .visit("work", 1, BAD)
                .failure("work", "lint", "", CarriedFailure.Handling.ACCEPTED)
                .visit("lint", 1, Outcome.of(Status.Passed.SKIPPED))
                .hop("lint", "exit", "")
                .add(
                    new RunEvent.RunFailed(
                        Failure.of(FailureClass.DETERMINISTIC, "nothing <works>"),
                        Optional.of(new NodeId("exit"))))
                .snapshot(false));

    assertThat(state(svg, "work")).as("the author accepts it").isEqualTo("passed-over");
    assertThat(state(svg, "lint")).isEqualTo("passed-over");
    assertThat(state(svg, "exit")).isEqualTo("failed");
    assertThat(Pictures.texts(svg)).contains("run r1: failed", "nothing <works>");
  }

  @Test
  void aJumpToARetryTargetIsDrawnThoughNoEdgeStandsForIt() throws Exception {
    Pipeline pipeline = Pictures.pipeline("start -> work -> exit");
    Element svg =
        drawn(
            pipeline,
            run(pipeline)
                .visit("start", 1, Outcome.success())
                .hop("start", "work", "")
                .visit("work", 1, BAD)
                .add(
                    new RunEvent.EdgeSelected(
                        new NodeId("work"),
                        new NodeId("start"),
                        "",
                        HopSource.RETRY_TARGET,
                        Optional.of(RetryTarget.Source.NODE_RETRY_TARGET),
                        Optional.of(
                            new CarriedFailure(
                                new NodeId("work"), CarriedFailure.Handling.HANDLED))))
                .snapshot(false));

    assertThat(Pictures.edges(svg)).containsExactly("start>work", "work>exit");
    assertThat(Pictures.groups(svg, "jump")).hasSize(1);
    assertThat(Pictures.groups(svg, "jump").getFirst().getAttribute("data-jump-to"))
        .isEqualTo("start");
    assertThat(state(svg, "work")).isEqualTo("failed");
    assertThat(state(svg, "start")).as("it was about to begin again").isEqualTo("interrupted");
  }

  @Test
  void whatIsUnderWayIsRunningOrWaitingOrInterrupted() throws Exception {
    Pipeline pipeline = Pictures.pipeline("ask [shape=hexagon] start -> ask -> exit");
    Journal journal =
        run(pipeline).visit("start", 1, Outcome.success()).hop("start", "ask", "").begin("ask", 1);

    assertThat(state(drawn(pipeline, journal.snapshot(true)), "ask")).isEqualTo("running");
    assertThat(state(drawn(pipeline, journal.snapshot(false)), "ask")).isEqualTo("interrupted");
    journal.add(
        new RunEvent.InterviewStarted(
            new NodeId("ask"), "Publish?", List.of("yes"), Optional.of(new QuestionId("q")), "t"));
    assertThat(state(drawn(pipeline, journal.snapshot(true)), "ask")).isEqualTo("waiting");
    journal.add(new RunEvent.InterviewCompleted(new NodeId("ask"), "yes", "somebody"));
    assertThat(state(drawn(pipeline, journal.snapshot(true)), "ask")).isEqualTo("running");
  }

  @Test
  void branchesAreCountedAndTheLatestPassCounts() throws Exception {
    Pipeline pipeline =
        Pictures.pipeline(
            """
            start [shape=Mdiamond] fan [shape=component] join [shape=tripleoctagon]
            start -> fan -> a -> join fan -> b -> join join -> exit
            """);
    Element svg =
        drawn(
            pipeline,
            run(pipeline)
                .visit("start", 1, Outcome.success())
                .hop("start", "fan", "")
                .begin("fan", 2)
                .branch(branch(pipeline, "a", 1, BAD))
                .branch(branch(pipeline, "a", 2, Outcome.success()))
                .branch(branch(pipeline, "b", 2, BAD))
                .branch(branch(pipeline, "b", 2, Outcome.success()))
                .snapshot(true));

    assertThat(state(svg, "a")).as("failed in the first pass only").isEqualTo("succeeded");
    assertThat(state(svg, "b")).as("one of two failed").isEqualTo("failed");
    assertThat(state(svg, "join")).isEqualTo("unreached");
    assertThat(Pictures.edge(svg, "fan", "a").getAttribute("data-times")).isEqualTo("2");
    assertThat(Pictures.edge(svg, "a", "join").getAttribute("data-times")).isEqualTo("2");
    assertThat(Pictures.node(svg, "b").getAttribute("data-visits")).isEqualTo("2");
    assertThat(Pictures.overlaps(svg)).isEmpty();
  }

  private static RunSnapshot branch(Pipeline pipeline, String node, int pass, Outcome outcome) {
    BranchOf of =
        new BranchOf(
            new RunId("r1"),
            pass,
            List.of(new NodeId("fan")),
            new NodeId("join"),
            Map.of(),
            Map.of(),
            List.of());
    return new Journal(pipeline, node, Optional.of(of))
        .visit(node, 1, outcome)
        .hop(node, "join", "")
        .snapshot(true);
  }

  @Test
  void aRunWithoutFactsHasReachedNothing() throws Exception {
    Pipeline pipeline = Pictures.pipeline("start -> exit");
    RunSnapshot begun = run(pipeline).snapshot(false);
    RunSnapshot empty =
        new RunSnapshot(
            begun.location(),
            begun.manifest(),
            begun.source(),
            List.of(),
            false,
            List.of(),
            Optional.empty());

    assertThat(state(drawn(pipeline, empty), "start")).isEqualTo("unreached");
  }
}
