package dev.attractor.git.workspace;

import dev.attractor.ports.process.Cancellation;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The git program at work in one repository.
 *
 * @param folder where it runs
 * @param variables that lead it to the repository
 * @param cancellation of the run it works for
 */
record Git(
    GitProgram program, Path folder, Map<String, String> variables, Cancellation cancellation) {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration LOOK = Duration.ofMillis(50);

  Git {
    variables = Map.copyOf(variables);
  }

  /** Returns the same with more variables. */
  Git with(Map<String, String> more) {
    Map<String, String> all = new HashMap<>(variables);
    all.putAll(more);
    return new Git(program, folder, all, cancellation);
  }

  /** Returns what git says. A lock that somebody holds for a moment is waited for. */
  GitProgram.Answer ask(String... arguments) throws IOException {
    return ask(Integer.MAX_VALUE, arguments);
  }

  /**
   * Returns what git says, so many bytes at most.
   *
   * @param most bytes
   */
  GitProgram.Answer ask(int most, String... arguments) throws IOException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      GitProgram.Answer answer =
          program.ask(
              new GitProgram.Call(folder, variables, List.of(arguments), GitProgram.LOCAL, most),
              cancellation);
      if (answer.succeeded()
          || !isForAMoment(answer.complaint())
          || System.nanoTime() - deadline > 0) {
        return answer;
      }
      pause();
    }
  }

  /**
   * Returns whether git met another git at work: a lock, or a worktree that is just being made,
   * which git writes down in several steps.
   */
  private static boolean isForAMoment(String complaint) {
    return complaint.contains(".lock': File exists")
        || (complaint.contains("failed to read") && complaint.contains("commondir"));
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

  private static void pause() throws IOException {
    // The end of another program's lock cannot be waited for, only looked for.
    try {
      TimeUnit.MILLISECONDS.sleep(LOOK.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while another git program held a lock", e);
    }
  }
}
