package dev.attractor.cli.workbench;

import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.attractor.cli.Main;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The program in a real terminal: one that tmux plays, with a server of its own, which ends with
 * the test. The server stays a child of the test: as a daemon it would be an orphan, and runs that
 * other tests drive meanwhile end those. Where there is no tmux, the test is skipped.
 */
public final class TmuxTerminal implements AutoCloseable {
  private static final AtomicInteger STARTED = new AtomicInteger();
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final String server;
  private final Process serving;
  private final Workbench bench;

  /**
   * Starts the program.
   *
   * @param variables more of its environment
   */
  public TmuxTerminal(
      Workbench bench, int columns, int rows, Map<String, String> variables, String... arguments)
      throws IOException, InterruptedException {
    this.bench = bench;
    this.server =
        "attractor-%d-%d".formatted(ProcessHandle.current().pid(), STARTED.incrementAndGet());
    assumeTrue(isThere(), "there is no tmux: what a terminal shows is not tested");
    String program =
        Stream.concat(ChildJvm.get().command(List.of(), Main.class).stream(), Stream.of(arguments))
            .map(TmuxTerminal::quoted)
            .collect(Collectors.joining(" "));
    String settings =
        variables.entrySet().stream()
            .map(variable -> variable.getKey() + "=" + quoted(variable.getValue()) + " ")
            .collect(Collectors.joining());
    this.serving = command("-D").redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    awaitServer();
    tmux(
        "new-session",
        "-d",
        "-x",
        Integer.toString(columns),
        "-y",
        Integer.toString(rows),
        "-c",
        bench.repo().toString(),
        "sh",
        "-c",
        "trap : INT; %s%s; echo code=$?; exec cat >/dev/null".formatted(settings, program));
  }

  private static boolean isThere() throws InterruptedException {
    try {
      return new ProcessBuilder("tmux", "-V").redirectErrorStream(true).start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private static String quoted(String word) {
    return "'" + word.replace("'", "'\\''") + "'";
  }

  private ProcessBuilder command(String... words) {
    List<String> argv = new ArrayList<>(List.of("tmux", "-u", "-L", server, "-f", "/dev/null"));
    argv.addAll(List.of(words));
    ProcessBuilder builder = new ProcessBuilder(argv).redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().putAll(bench.environment());
    builder.environment().put("LC_ALL", "C.UTF-8");
    return builder;
  }

  /** What tmux says, and how it ended. */
  private record Answer(int code, String text) {}

  private Answer ask(String... words) throws IOException, InterruptedException {
    Process process =
        command(Stream.concat(Stream.of("-N"), Stream.of(words)).toArray(String[]::new)).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Answer(process.waitFor(), output);
  }

  private void awaitServer() throws IOException, InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    Answer answer = ask("show-options", "-s", "exit-empty");
    while (answer.code() != 0) {
      if (System.nanoTime() > end || !serving.isAlive()) {
        fail("tmux does not begin: " + answer.text());
      }
      TimeUnit.MILLISECONDS.sleep(20); // between two looks
      answer = ask("show-options", "-s", "exit-empty");
    }
  }

  private String tmux(String... words) throws IOException, InterruptedException {
    Answer answer = ask(words);
    if (answer.code() != 0) {
      throw new AssertionError("tmux " + String.join(" ", words) + ": " + answer.text());
    }
    return answer.text();
  }

  /** Returns what stands on the screen, without empty lines at the end; wrapped lines are one. */
  public List<String> screen() throws IOException, InterruptedException {
    List<String> lines =
        new ArrayList<>(
            tmux("capture-pane", "-p", "-J").lines().map(String::stripTrailing).toList());
    while (!lines.isEmpty() && lines.getLast().isEmpty()) {
      lines.removeLast();
    }
    return lines;
  }

  /** Returns the same with escape codes, as the terminal has understood them. */
  public String painted() throws IOException, InterruptedException {
    return tmux("capture-pane", "-p", "-e");
  }

  /**
   * Waits until the screen is as it should become.
   *
   * @param always looks at what is seen until then
   * @return what stands there then
   */
  public List<String> await(
      String what, Consumer<List<String>> always, Predicate<List<String>> wanted)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    List<String> seen = screen();
    while (System.nanoTime() < end) {
      always.accept(seen);
      if (wanted.test(seen)) {
        return seen;
      }
      TimeUnit.MILLISECONDS.sleep(20); // between two looks
      seen = screen();
    }
    return fail("no %s on:%n%s", what, String.join("\n", seen));
  }

  /** Waits until a line begins with this. */
  public List<String> awaitLine(String beginning, Consumer<List<String>> always)
      throws IOException, InterruptedException {
    return await(
        beginning, always, screen -> screen.stream().anyMatch(line -> line.startsWith(beginning)));
  }

  /** Presses keys, as tmux calls them. */
  public void press(String... keys) throws IOException, InterruptedException {
    tmux(Stream.concat(Stream.of("send-keys"), Stream.of(keys)).toArray(String[]::new));
  }

  /** Gives the terminal another size. */
  public void resize(int columns, int rows) throws IOException, InterruptedException {
    tmux("resize-window", "-x", Integer.toString(columns), "-y", Integer.toString(rows));
  }

  @Override
  public void close() throws IOException {
    try {
      ask("kill-server");
      serving.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
