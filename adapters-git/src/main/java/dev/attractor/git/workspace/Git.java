package dev.attractor.git.workspace;

import dev.attractor.ports.process.Cancellation;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;

/**
 * The git program at work in one repository.
 *
 * @param folder where it runs
 * @param variables that lead it to the repository
 * @param cancellation of the run it works for
 */
record Git(
    GitProgram program,
    Path folder,
    Map<String, String> variables,
    Cancellation cancellation,
    Locks locks) {
  private static final Pattern PRUNED =
      Pattern.compile(
          "unable to (write|create) .*objects/.*: No such file or directory"
              + "|unable to create temporary file: No such file or directory"
              + "|could not open .*worktrees/.* for writing: No such file or directory"
              + "|Invalid path '.*worktrees/.*': No such file or directory");

  Git {
    variables = Map.copyOf(variables);
  }

  /** Returns the same with more variables. */
  Git with(Map<String, String> more) {
    Map<String, String> all = new HashMap<>(variables);
    all.putAll(more);
    return at(folder, all);
  }

  /** Returns the same, working for another run. */
  Git of(Cancellation other) {
    return new Git(program, folder, variables, other, locks.of(other));
  }

  /** Returns the same, with another patience with the locks of others. */
  Git waiting(Duration patience) {
    return new Git(program, folder, variables, cancellation, new Locks(patience, cancellation));
  }

  /** Returns the same, led to another place. */
  Git at(Path otherFolder, Map<String, String> otherVariables) {
    return new Git(program, otherFolder, otherVariables, cancellation, locks);
  }

  /** Returns what git says. A lock that somebody holds for a moment is waited for. */
  GitProgram.Answer ask(String... arguments) throws IOException {
    return ask(Integer.MAX_VALUE, arguments);
  }

  /**
   * Returns what git says, so many bytes at most.
   *
   * @param most bytes
   * @throws Locks.Held when somebody else holds a lock for long
   */
  GitProgram.Answer ask(int most, String... arguments) throws IOException {
    GitProgram.Call call =
        new GitProgram.Call(folder, variables, List.of(arguments), GitProgram.LOCAL, most);
    AtomicReference<String> held = new AtomicReference<>("");
    try {
      return locks.waitFor(
          "git cannot " + arguments[0],
          () -> {
            GitProgram.Answer answer = answer(call);
            held.set(answer.said());
            return answer.succeeded() || !isForAMoment(answer.complaint())
                ? Optional.of(answer)
                : Optional.empty();
          });
    } catch (Locks.Held e) {
      throw new Locks.Held(held.get());
    }
  }

  /** In a work tree of a run, pipes that git waits at go. */
  private GitProgram.Answer answer(GitProgram.Call call) throws IOException {
    try {
      return program.ask(call, cancellation);
    } catch (WaitsAtPipe e) {
      List<Path> removed =
          variables.containsKey(GitProgram.MARK) ? WaitsAtPipe.removeFrom(folder) : List.of();
      if (removed.isEmpty()) {
        throw e;
      }
      removed.forEach(pipe ->
          locks.tell(
              "%s was a named pipe, at which git would wait for ever; removed".formatted(pipe)));
      return program.ask(call, cancellation);
    }
  }

  /**
   * Returns whether git met another git at work: a lock, a worktree that is just being made, which
   * git writes down in several steps, or a prune that has taken the folder it was writing to.
   */
  private static boolean isForAMoment(String complaint) {
    return complaint.contains(".lock': File exists")
        || (complaint.contains("failed to read") && complaint.contains("commondir"))
        || PRUNED.matcher(complaint).find();
  }

  /**
   * Has git do something.
   *
   * @throws IOException with what git said when it did not
   */
  GitProgram.Answer must(String... arguments) throws IOException {
    GitProgram.Answer answer = ask(arguments);
    if (!answer.succeeded()) {
      throw new IOException(answer.said());
    }
    return answer;
  }

  /** Returns the paths that a merge could not settle, sorted. */
  List<String> unmerged() throws IOException {
    return must("diff", "--name-only", "--diff-filter=U", "-z").names().stream()
        .distinct()
        .sorted()
        .toList();
  }
}
