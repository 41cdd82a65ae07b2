package dev.attractor.reports.story;

import dev.attractor.domain.compile.ValidPipeline;
import dev.attractor.domain.outcome.Failure;
import dev.attractor.domain.pipeline.Node;
import dev.attractor.domain.pipeline.NodeId;
import dev.attractor.domain.pipeline.NodeKind;
import dev.attractor.domain.replay.Explanation;
import dev.attractor.domain.run.Attempt;
import dev.attractor.domain.run.BranchRun;
import dev.attractor.domain.run.RunEnd;
import dev.attractor.domain.run.RunEvent;
import dev.attractor.domain.run.RunId;
import dev.attractor.domain.run.RunState;
import dev.attractor.ports.AttractorException;
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
 * @param asks the questions that nobody has answered yet
 * @param patch what the run changed, until where its branch stands; empty when that cannot be seen
 * @param unseenChange why it cannot
 */
record Story(
    RunSnapshot run,
    ValidPipeline pipeline,
    RunState state,
    List<Stint> stints,
    List<Hop> hops,
    List<Wait> waits,
    List<String> warnings,
    List<Asking> asks,
    String patch,
    Optional<String> unseenChange) {
  /**
   * A decision of a run, of a branch or of a part.
   *
   * @param within as in {@link Stint#within}
   */
  record Hop(String within, Explanation explanation) {}

  /**
   * A time in which a run waited.
   *
   * @param within as in {@link Stint#within}
   * @param what it waited for
   */
  record Wait(String within, String what, Instant begin, Instant until) {}

  /**
   * A question that is open.
   *
   * @param within as in {@link Stint#within}
   */
  record Asking(String within, RunEvent.InterviewStarted question, Instant since) {
    Wait until(Instant end) {
      return new Wait(within, "an answer: " + question.question(), since, end);
    }

    String told() {
      return "it waits since %s for an answer to %s%s: %s (%s)"
          .formatted(
              Shown.time(since),
              within.isEmpty() ? "" : within + "/",
              question.nodeId(),
              question.question(),
              String.join(", ", question.choices()));
    }
  }

  static Story of(RunReports.Subject.Known told) {
    RunSnapshot run = told.run();
    RunState state = RunState.fold(facts(run));
    Gathering gathering = new Gathering(told.sources());
    gathering.add(run, told.pipeline(), "");
    gathering.stints.sort(Comparator.comparing(Stint::begin));
    List<Stint> stints = new ArrayList<>();
    gathering.stints.forEach(stint -> stints.add(stint.at(stints.size() + 1)));
    gathering.waits.sort(Comparator.comparing(Wait::begin));
    String patch = "";
    Optional<String> unseen = Optional.empty();
    try {
      patch =
          run.manifest().baseCommit().equals(state.head())
              ? ""
              : told.sources().patch(run.manifest().baseCommit(), state.head());
    } catch (AttractorException e) {
      unseen = Optional.of("what changed cannot be shown: " + e.getMessage());
    }
    return new Story(
        run,
        told.pipeline(),
        state,
        List.copyOf(stints),
        List.copyOf(gathering.hops),
        List.copyOf(gathering.waits),
        List.copyOf(gathering.warnings),
        List.copyOf(gathering.asks),
        patch,
        unseen);
  }

  private static List<RunEvent> facts(RunSnapshot run) {
    return run.entries().stream().map(JournalEntry::event).toList();
  }

  private static final class Gathering {
    private final RunReports.Sources sources;
    private final List<Stint> stints = new ArrayList<>();
    private final List<Hop> hops = new ArrayList<>();
    private final List<Wait> waits = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private final List<Asking> asks = new ArrayList<>();

    Gathering(RunReports.Sources sources) {
      this.sources = sources;
    }

    void add(RunSnapshot run, ValidPipeline pipeline, String within) {
      Explanation.of(pipeline, facts(run)).forEach(said -> hops.add(new Hop(within, said)));
      Instant last = lastAt(run);
      Map<Attempt, Instant> open = new LinkedHashMap<>();
      Optional<Asking> question = Optional.empty();
      Place place = new Place(run, pipeline, within, 0);
      for (JournalEntry entry : run.entries()) {
        RunEvent fact = entry.event();
        if (fact instanceof RunEvent.StageAttemptStarted(Attempt attempt)) {
          open.put(attempt, entry.at());
        } else if (fact instanceof RunEvent.StageAttemptEnded ended) {
          Instant begin = Optional.ofNullable(open.remove(ended.attempt())).orElse(entry.at());
          stints.add(stint(place, ended.attempt(), begin, entry.at(), Optional.of(ended)));
        } else if (fact instanceof RunEvent.StageRetrySleep(Attempt attempt, Duration delay)) {
          waits.add(new Wait(within, "a retry of " + attempt, entry.at(), entry.at().plus(delay)));
        } else if (fact instanceof RunEvent.InterviewStarted asked) {
          question = Optional.of(new Asking(within, asked, entry.at()));
        } else if (fact instanceof RunEvent.InterviewCompleted
            || fact instanceof RunEvent.InterviewTimeout) {
          question.ifPresent(asking -> waits.add(asking.until(entry.at())));
          question = Optional.empty();
        } else if (fact instanceof RunEvent.LoopRestarted restarted) {
          place = new Place(run, pipeline, within, restarted.iteration());
        } else if (fact instanceof RunEvent.Warning(String message)) {
          warnings.add(message);
        }
      }
      question.ifPresent(asking -> {
        waits.add(asking.until(last));
        asks.add(asking);
      });
      for (Map.Entry<Attempt, Instant> begun : open.entrySet()) {
        stints.add(stint(place, begun.getKey(), begun.getValue(), last, Optional.empty()));
      }
      addInside(place);
    }

    /** Adds the branches of fan-outs and the runs of stages that are pipelines. */
    private void addInside(Place place) {
      for (RunSnapshot branch : place.run().branches()) {
        if (branch.entries().getFirst().event() instanceof RunEvent.RunStarted started) {
          add(branch, place.pipeline(), place.inside(BranchRun.nameOf(started)));
        }
      }
      if (place.pipeline().parts().isEmpty()) {
        return; // else a folder would be searched for nothing
      }
      for (RunSnapshot part : sources.parts(place.run())) {
        if (part.entries().getFirst().event() instanceof RunEvent.RunStarted started) {
          add(
              part,
              BranchRun.pipelineOf(started, place.pipeline()).orElseThrow(),
              place.inside(calledInside(started)));
        }
      }
    }

    /** A part is called like its node; when that was visited or tried again, also by which. */
    private static String calledInside(RunEvent.RunStarted part) {
      return part.runId()
          .name()
          .replaceFirst("-v1-a1$", "")
          .replaceFirst("-v(\\d+)-a(\\d+)$", "#$1.$2");
    }

    private Stint stint(
        Place place,
        Attempt attempt,
        Instant begin,
        Instant until,
        Optional<RunEvent.StageAttemptEnded> ended) {
      return new Stint(
          0,
          place.within(),
          attempt,
          place.iteration(),
          place.pipeline().graph().find(attempt.nodeId()).map(Node::kind).orElse(NodeKind.CUSTOM),
          begin,
          until,
          ended,
          ended.isEmpty()
              && !place.within().isEmpty()
              && place.run().entries().getLast().event() instanceof RunEvent.RunCanceled,
          sources.evidence(place.run(), attempt, place.iteration()));
    }
  }

  /** Where attempts belong: in which run, of which pipeline, under which name, how far. */
  private record Place(RunSnapshot run, ValidPipeline pipeline, String within, int iteration) {
    String inside(String name) {
      return within.isEmpty() ? name : within + "/" + name;
    }
  }

  // --- the verdict ---

  /** Returns in one word how the run stands. */
  String word() {
    return RunGlance.word(state.end(), run.running(), !asks.isEmpty());
  }

  /** Returns when the last fact was written. */
  Instant lastAt() {
    return lastAt(run);
  }

  /** While branches work the run itself has nothing to write. */
  private static Instant lastAt(RunSnapshot run) {
    return Stream.concat(
            Stream.of(run.entries().getLast().at()), run.branches().stream().map(Story::lastAt))
        .max(Comparator.naturalOrder())
        .orElseThrow();
  }

  Duration duration() {
    return Duration.between(run.manifest().startedAt(), lastAt());
  }

  /** Returns in sentences why the verdict counts. */
  List<String> reasons() {
    List<String> reasons = new ArrayList<>();
    state
        .end()
        .ifPresentOrElse(end -> reasons.addAll(reasons(end)), () -> reasons.addAll(standing()));
    hops.stream()
        .filter(hop -> hop.within().isEmpty())
        .reduce((_, later) -> later)
        .filter(_ -> state.end().isPresent())
        .ifPresent(last -> reasons.add("the rule: " + last.explanation().rule()));
    return reasons;
  }

  /** Returns the command that a person types next. */
  String next() {
    RunId id = run.manifest().runId();
    String resume = "attractor resume --run-id " + id;
    if (state.end().isEmpty()) {
      String follow =
          asks.isEmpty() ? "attractor status %s --follow".formatted(id) : "attractor answer --list";
      return run.running() ? follow : resume;
    }
    return switch (state.end().get()) {
      case RunEnd.Succeeded _ -> "attractor merge " + id;
      case RunEnd.Canceled _ -> resume;
      case RunEnd.Failed _ ->
          stints.stream()
              .filter(Stint::hasFailed)
              .reduce((_, later) -> later)
              .map(stint -> "attractor logs %s %s".formatted(id, stint.attempt().nodeId()))
              .orElse("attractor explain " + id);
    };
  }

  /** Returns in one sentence why it stands as it does. */
  String why() {
    return reasons().getFirst().lines().findFirst().orElse("");
  }

  /** Returns what is wrong with its journal, or with that of a branch. */
  Optional<String> damage() {
    return run.anyDamage().map(found -> String.valueOf(found.getMessage()));
  }

  private List<String> standing() {
    String at = state.phase().node().map(NodeId::value).orElse("its beginning");
    return Stream.concat(
            Stream.of(
                run.running()
                    ? "the run goes on; it is at " + at
                    : "its driver has died; it was at " + at),
            asks.stream().map(Asking::told))
        .toList();
  }

  private List<String> reasons(RunEnd end) {
    return switch (end) {
      case RunEnd.Succeeded(Optional<NodeId> exit) ->
          Stream.concat(
                  Stream.of("the run came to the exit " + exit.map(NodeId::value).orElse("")),
                  gates().stream())
              .toList();
      case RunEnd.Failed(Failure failure, var _) ->
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
            .map(NodeId::value)
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

  List<Stint> failedCommands() {
    return commands().stream()
        .filter(stint -> !stint.evidence().program().orElseThrow().hasEndedWell())
        .toList();
  }

  /** Returns the last attempts of stages whose success is an agent's word alone. */
  List<Stint> unverified() {
    return stints.stream()
        .collect(
            Collectors.toMap(Stint::stage, stint -> stint, (_, later) -> later, LinkedHashMap::new))
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
