package dev.attractor.cli.inspect;

import dev.attractor.cli.terminal.ProgressPrinter;
import dev.attractor.cli.terminal.Terminal;
import dev.attractor.domain.run.Attempt;
import dev.attractor.domain.run.RunEvent;
import dev.attractor.ports.AttractorException;
import dev.attractor.ports.journal.JournalEntry;
import dev.attractor.ports.runfolder.RunSnapshot;
import dev.attractor.ports.runfolder.StageEvidence;
import dev.attractor.ports.usecase.InspectRuns;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What one attempt of a stage did, as people read it: for an agent its calls and its words, for a
 * command what it printed.
 *
 * @param run the one that the stage belongs to: a branch has a journal of its own
 * @param iteration how often that run had begun anew
 * @param ended missing when it is at work or its driver died
 */
record StageLog(
    RunSnapshot run,
    Attempt attempt,
    int iteration,
    Instant begun,
    Optional<RunEvent.StageAttemptEnded> ended) {
  /** Characters of each text; the files have all of it. */
  private static final int MOST = 1 << 20;

  private static final int MOST_OF_A_CALL = 400;

  /** Returns the latest attempt that is wanted, of a run, a branch of it or a stage's own run. */
  static Optional<StageLog> latest(InspectRuns runs, RunSnapshot run, Predicate<Attempt> wanted) {
    return all(runs, run)
        .filter(log -> wanted.test(log.attempt))
        .max(Comparator.comparing(StageLog::begun));
  }

  private static Stream<StageLog> all(InspectRuns runs, RunSnapshot run) {
    Stream.Builder<StageLog> own = Stream.builder();
    int iteration = 0;
    for (JournalEntry entry : run.entries()) {
      if (entry.event() instanceof RunEvent.LoopRestarted restart) {
        iteration = restart.iteration();
      } else if (entry.event() instanceof RunEvent.StageAttemptStarted(Attempt attempt)) {
        own.add(new StageLog(run, attempt, iteration, entry.at(), end(run, attempt, entry.seq())));
      }
    }
    Stream<RunSnapshot> inside =
        Stream.concat(run.branches().stream(), runs.parts(run.location()).stream());
    return Stream.concat(own.build(), inside.flatMap(inner -> all(runs, inner)));
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
  void print(Terminal terminal, InspectRuns runs) {
    StageEvidence left = runs.evidence(run.location(), attempt, iteration, MOST);
    terminal
        .err()
        .println(
            ended
                .map(end -> new ProgressPrinter(terminal, false).line(end).strip())
                .orElse(attempt + (run.running() ? " is at work" : " has not ended")));
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

  /** Returns the same for JSON. */
  Map<String, Object> fields(InspectRuns runs) {
    StageEvidence left = runs.evidence(run.location(), attempt, iteration, MOST);
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("run_id", run.manifest().runId().text());
    fields.put("node_id", attempt.nodeId());
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
