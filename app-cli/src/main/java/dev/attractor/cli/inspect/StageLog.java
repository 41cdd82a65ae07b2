package dev.attractor.cli.inspect;

import dev.attractor.cli.terminal.ProgressPrinter;
import dev.attractor.cli.terminal.Terminal;
import dev.attractor.domain.run.Attempt;
import dev.attractor.domain.run.BranchRun;
import dev.attractor.domain.run.RunEvent;
import dev.attractor.ports.AttractorException;
import dev.attractor.ports.journal.JournalEntry;
import dev.attractor.ports.runfolder.RunSnapshot;
import dev.attractor.ports.runfolder.StageEvidence;
import dev.attractor.ports.usecase.InspectRuns;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What one attempt of a stage did, as people read it: for an agent its calls and its words, for a
 * command what it printed.
 *
 * @param run the one that the stage belongs to: a branch has a journal of its own
 * @param within the names of the branches and parts that this lies in, joined by {@code /}; empty
 *     outside of all
 * @param iteration how often that run had begun anew
 * @param ended missing when it is at work or its driver died
 */
record StageLog(
    RunSnapshot run,
    String within,
    Attempt attempt,
    int iteration,
    Instant begun,
    Optional<RunEvent.StageAttemptEnded> ended) {
  /** Characters of each text; the files have all of it. */
  private static final int MOST = 1 << 20;

  private static final int MOST_OF_A_CALL = 400;

  /** Returns the latest attempt that is wanted, of a run, a branch of it or a stage's own run. */
  static Optional<StageLog> latest(InspectRuns runs, RunSnapshot run, Predicate<StageLog> wanted) {
    return all(runs, run, "").filter(wanted).max(Comparator.comparing(StageLog::begun));
  }

  /** Returns where else the same stage has run: the names of other branches and parts, sorted. */
  private List<String> elsewhere(InspectRuns runs, RunSnapshot whole) {
    return all(runs, whole, "")
        .filter(log -> log.attempt.nodeId().equals(attempt.nodeId()))
        .map(StageLog::stage)
        .filter(stage -> !stage.equals(stage()))
        .distinct()
        .sorted()
        .toList();
  }

  /** Returns what people call its stage. */
  private String stage() {
    return inside(within, attempt.nodeId().value());
  }

  /** Returns whether it is one of this stage, told by its node or also by what it lies in. */
  boolean isOf(String name) {
    return ("/" + stage()).endsWith("/" + name);
  }

  private static String inside(String within, String name) {
    return within.isEmpty() ? name : within + "/" + name;
  }

  private static String nameOf(RunSnapshot inner) {
    return inner.entries().getFirst().event() instanceof RunEvent.RunStarted started
        ? BranchRun.nameOf(started)
        : inner.manifest().runId().name();
  }

  private static Stream<StageLog> all(InspectRuns runs, RunSnapshot run, String within) {
    Stream.Builder<StageLog> own = Stream.builder();
    int iteration = 0;
    for (JournalEntry entry : run.entries()) {
      if (entry.event() instanceof RunEvent.LoopRestarted restart) {
        iteration = restart.iteration();
      } else if (entry.event() instanceof RunEvent.StageAttemptStarted(Attempt attempt)) {
        own.add(
            new StageLog(
                run, within, attempt, iteration, entry.at(), end(run, attempt, entry.seq())));
      }
    }
    return Stream.concat(
        own.build(),
        runs.inside(run).stream()
            .flatMap(inner -> all(runs, inner, inside(within, nameOf(inner)))));
  }

  private static Optional<RunEvent.StageAttemptEnded> end(
      RunSnapshot run, Attempt attempt, long from) {
    return run.entries().stream()
        .filter(entry -> entry.seq() > from)
        .map(JournalEntry::event)
        .filter(RunEvent.StageAttemptEnded.class::isInstance)
        .map(RunEvent.StageAttemptEnded.class::cast)
        .filter(end -> end.attempt().equals(attempt))
        .findFirst();
  }

  /** Prints what was printed and said for whoever reads on, and beside it how it ended. */
  void print(Terminal terminal, InspectRuns runs, RunSnapshot whole) {
    StageEvidence left = runs.evidence(run.location(), attempt, iteration, MOST);
    String how =
        ended
            .map(end -> new ProgressPrinter(terminal, false).line(end).strip())
            .orElse(attempt + (run.running() ? " is at work" : " has not ended"));
    terminal.err().println(within.isEmpty() ? how : within + ": " + how);
    question().ifPresent(asked -> terminal.err().println(ProgressPrinter.inOneLine(asked)));
    List<String> others = elsewhere(runs, whole);
    if (!others.isEmpty()) {
      terminal.err().println("also as " + String.join(", ", others));
    }
    terminal.err().flush();
    boolean ofAgent =
        left.program().filter(program -> !program.provider().isEmpty()).isPresent()
            || left.response().isPresent();
    if (ofAgent) {
      left.calls().forEach(call -> terminal.out().println(shown(call)));
      left.response().ifPresent(said -> print(terminal, said));
    } else {
      left.stdout().ifPresent(output -> print(terminal, output));
    }
    left.stderr().ifPresent(output -> print(terminal, output));
    terminal.out().flush();
  }

  /** Returns what it asks while nobody has answered. */
  private Optional<String> question() {
    Optional<String> open = Optional.empty();
    for (JournalEntry entry : run.entries()) {
      if (entry.at().isBefore(begun) || ended.isPresent()) {
        continue;
      }
      if (entry.event() instanceof RunEvent.InterviewStarted asked
          && asked.nodeId().equals(attempt.nodeId())) {
        open =
            Optional.of(
                "it waits since %s for an answer: %s (%s)"
                    .formatted(entry.at(), asked.question(), String.join(", ", asked.choices())));
      } else if (entry.event() instanceof RunEvent.InterviewCompleted
          || entry.event() instanceof RunEvent.InterviewTimeout) {
        open = Optional.empty();
      }
    }
    return open;
  }

  /** Returns the same for JSON. */
  Map<String, Object> fields(InspectRuns runs) {
    StageEvidence left = runs.evidence(run.location(), attempt, iteration, MOST);
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("run_id", run.manifest().runId().text());
    fields.put("node_id", attempt.nodeId().value());
    fields.put("within", within);
    question().ifPresent(asked -> fields.put("waiting", asked));
    fields.put("visit", attempt.visit());
    fields.put("attempt", attempt.number());
    fields.put("begun_at", begun.toString());
    ended.ifPresent(end -> {
      fields.put("status", end.outcome().status().word());
      end.outcome()
          .failure()
          .ifPresent(failure -> {
            fields.put("failure_reason", failure.reason());
            fields.put("failure_class", failure.failureClass().word());
          });
      fields.put("duration_ms", end.duration().toMillis());
      fields.put("git_commit_sha", end.commit());
    });
    left.program()
        .ifPresent(program -> {
          fields.put("argv", program.argv());
          program.exit().ifPresent(exit -> fields.put("exit_code", exit));
        });
    fields.put("calls", left.calls().stream().map(StageLog::fields).toList());
    left.response().ifPresent(text -> fields.put("response", fields(text)));
    left.stdout().ifPresent(text -> fields.put("stdout", fields(text)));
    left.stderr().ifPresent(text -> fields.put("stderr", fields(text)));
    return fields;
  }

  private static Map<String, Object> fields(StageEvidence.ToolCall call) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("tool", call.tool());
    fields.put("input", call.input());
    call.failed().ifPresent(failed -> fields.put("failed", failed));
    return fields;
  }

  private static Map<String, Object> fields(StageEvidence.Excerpt text) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("text", text.text());
    fields.put("whole", text.whole());
    fields.put("file", text.file().toString());
    return fields;
  }

  private static String shown(StageEvidence.ToolCall call) {
    String input = ProgressPrinter.inOneLine(call.input());
    return "> %s %s%s"
        .formatted(
            call.tool(),
            input.length() <= MOST_OF_A_CALL ? input : input.substring(0, MOST_OF_A_CALL) + "…",
            call.failed().filter(failed -> failed).isPresent() ? "  (failed)" : "");
  }

  private static void print(Terminal terminal, StageEvidence.Excerpt text) {
    terminal.out().print(text.text());
    if (!text.text().isEmpty() && !text.text().endsWith("\n")) {
      terminal.out().println();
    }
    if (!text.whole()) {
      terminal.err().println("the rest is in " + text.file());
    }
  }

  /** Refuses a number that no attempt has. */
  static AttractorException notThere(String node) {
    return AttractorException.usage(
        "there is no output of a stage %s, or of that visit and attempt of it".formatted(node),
        "it has not run yet, or is of a type without output; attractor logs RUN tells what ran");
  }
}
