package dev.attractor.reports.story;

import dev.attractor.domain.compile.ValidPipeline;
import dev.attractor.domain.outcome.Failure;
import dev.attractor.domain.pipeline.Node;
import dev.attractor.domain.pipeline.NodeKind;
import dev.attractor.domain.replay.Explanation;
import dev.attractor.domain.run.Attempt;
import dev.attractor.domain.run.BranchRun;
import dev.attractor.domain.run.RunEnd;
import dev.attractor.domain.run.RunEvent;
import dev.attractor.domain.run.RunState;
import dev.attractor.ports.journal.JournalEntry;
import dev.attractor.ports.report.RunReports;
import dev.attractor.ports.runfolder.RunSnapshot;
import dev.attractor.ports.usecase.RunGlance;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What became of a run, branches included, ready to be told.
 *
 * @param state how the run itself stands
 * @param stints all attempts, in the order in which they began
 * @param hops all decisions, those of the run first
 * @param warnings what people should know
 * @param asks whether it waits for a person's answer
 * @param patch what the run changed, until where its branch stands
 */
record Story(
    RunSnapshot run,
    ValidPipeline pipeline,
    RunState state,
    List<Stint> stints,
    List<Hop> hops,
    List<Wait> waits,
    List<String> warnings,
    boolean asks,
    String patch) {
  static Story of(RunSnapshot run, ValidPipeline pipeline, RunReports.Sources sources) {
    RunState state = RunState.fold(facts(run));
    Gathering gathering = new Gathering(pipeline, sources);
    gathering.add(run, "");
    gathering.stints.sort(Comparator.comparing(Stint::begin));
    gathering.waits.sort(Comparator.comparing(Wait::begin));
    return new Story(
        run,
        pipeline,
        state,
        List.copyOf(gathering.stints),
        List.copyOf(gathering.hops),
        List.copyOf(gathering.waits),
        List.copyOf(gathering.warnings),
        gathering.asks,
        run.manifest().baseCommit().equals(state.head())
            ? ""
            : sources.patch(run.manifest().baseCommit(), state.head()));
  }

  private static List<RunEvent> facts(RunSnapshot run) {
    return run.entries().stream().map(JournalEntry::event).toList();
  }

  private static final class Gathering {
    private final ValidPipeline pipeline;
    private final RunReports.Sources sources;
    private final List<Stint> stints = new ArrayList<>();
    private final List<Hop> hops = new ArrayList<>();
    private final List<Wait> waits = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private boolean asks;

    Gathering(ValidPipeline pipeline, RunReports.Sources sources) {
      this.pipeline = pipeline;
      this.sources = sources;
    }

    void add(RunSnapshot run, String within) {
      Explanation.of(pipeline, facts(run)).forEach(said -> hops.add(new Hop(within, said)));
      Instant last = run.entries().getLast().at();
      Map<Attempt, Instant> open = new LinkedHashMap<>();
      Optional<Wait> question = Optional.empty();
      int iteration = 0;
      for (JournalEntry entry : run.entries()) {
        RunEvent fact = entry.event();
        if (fact instanceof RunEvent.StageAttemptStarted(Attempt attempt)) {
          open.put(attempt, entry.at());
        } else if (fact instanceof RunEvent.StageAttemptEnded ended) {
          Instant begin = Optional.ofNullable(open.remove(ended.attempt())).orElse(entry.at());
          stints.add(
              stint(
                  run, within, ended.attempt(), iteration, begin, entry.at(), Optional.of(ended)));
        } else if (fact instanceof RunEvent.StageRetrySleep(Attempt attempt, Duration delay)) {
          waits.add(new Wait(within, "a retry of " + attempt, entry.at(), entry.at().plus(delay)));
        } else if (fact instanceof RunEvent.InterviewStarted asked) {
          question =
              Optional.of(new Wait(within, "an answer: " + asked.question(), entry.at(), last));
        } else if (fact instanceof RunEvent.InterviewCompleted
            || fact instanceof RunEvent.InterviewTimeout) {
          question.ifPresent(
              wait -> waits.add(new Wait(within, wait.what(), wait.begin(), entry.at())));
          question = Optional.empty();
        } else if (fact instanceof RunEvent.LoopRestarted restarted) {
          iteration = restarted.iteration();
        } else if (fact instanceof RunEvent.Warning(String message)) {
          warnings.add(message);
        }
      }
      question.ifPresent(waits::add);
      asks |= question.isPresent();
      int now = iteration;
      open.forEach((attempt, begin) ->
          stints.add(stint(run, within, attempt, now, begin, last, Optional.empty())));
      for (RunSnapshot branch : run.branches()) {
        if (branch.entries().getFirst().event() instanceof RunEvent.RunStarted started) {
          String name = BranchRun.nameOf(started);
          add(branch, within.isEmpty() ? name : within + "/" + name);
        }
      }
    }

    private Stint stint(
        RunSnapshot run,
        String within,
        Attempt attempt,
        int iteration,
        Instant begin,
        Instant until,
        Optional<RunEvent.StageAttemptEnded> ended) {
      return new Stint(
          within,
          attempt,
          pipeline.graph().find(attempt.nodeId()).map(Node::kind).orElse(NodeKind.CUSTOM),
          begin,
          until,
          ended,
          sources.evidence(run, attempt, iteration));
    }
  }

  // --- the verdict ---

  /** Returns in one word how the run stands. */
  String word() {
    return RunGlance.word(state.end(), run.running(), asks);
  }

  /** Returns when the last fact was written. */
  Instant lastAt() {
    return run.entries().getLast().at();
  }

  Duration duration() {
    return Duration.between(run.manifest().startedAt(), lastAt());
  }

  /** Returns in sentences why the verdict counts. */
  List<String> reasons() {
    List<String> reasons = new ArrayList<>();
    state.end().ifPresentOrElse(end -> reasons.addAll(reasons(end)), () -> reasons.add(standing()));
    hops.stream()
        .filter(hop -> hop.within().isEmpty())
        .reduce((_, later) -> later)
        .filter(_ -> state.end().isPresent())
        .ifPresent(last -> reasons.add("the rule: " + last.explanation().rule()));
    return reasons;
  }

  private String standing() {
    return run.running()
        ? "the run goes on; it is at " + state.phase().node().orElse("its beginning")
        : "its driver has died; attractor resume %s goes on with it"
            .formatted(run.manifest().runId());
  }

  private List<String> reasons(RunEnd end) {
    return switch (end) {
      case RunEnd.Succeeded(String exit) ->
          Stream.concat(Stream.of("the run came to the exit " + exit), gates().stream()).toList();
      case RunEnd.Failed(Failure failure, String _) ->
          Stream.of(
                  failure.reason(),
                  failure.evidence().isBlank() ? "" : "evidence: " + failure.evidence().strip(),
                  "class: " + failure.failureClass().word())
              .filter(text -> !text.isEmpty())
              .toList();
      case RunEnd.Canceled(String why) -> List.of(why);
    };
  }

  private Optional<String> gates() {
    List<String> gates =
        pipeline.goalGates().stream()
            .map(Node::id)
            .filter(id -> state.visits().of(id) > 0)
            .toList();
    return gates.isEmpty()
        ? Optional.empty()
        : Optional.of("its goal gates were satisfied: " + String.join(", ", gates));
  }

  /** Returns the commands that were really run. */
  List<Stint> commands() {
    return stints.stream()
        .filter(stint -> stint.kind() == NodeKind.TOOL)
        .filter(stint -> stint.evidence().program().isPresent())
        .toList();
  }

  /** Returns the last attempts of stages whose success is an agent's word alone. */
  List<Stint> unverified() {
    return stints.stream()
        .collect(
            Collectors.toMap(
                stint -> stint.within() + "/" + stint.attempt().nodeId(),
                stint -> stint,
                (_, later) -> later,
                LinkedHashMap::new))
        .values()
        .stream()
        .filter(Stint::isAnAgentsWord)
        .toList();
  }

  List<Question> questions() {
    return stints.stream().flatMap(stint -> Question.of(stint).stream()).toList();
  }

  /** Returns the attempts whose work was done again. */
  List<Stint> repeated() {
    return stints.stream().filter(stint -> stint.attempt().number() > 1).toList();
  }
}
