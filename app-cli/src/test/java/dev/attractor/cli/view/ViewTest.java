package dev.attractor.cli.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attractor.cli.workbench.TmuxTerminal;
import dev.attractor.cli.workbench.Workbench;
import java.io.IOException;
import java.nio.file.Files;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a person sees of a run in a real terminal, at every moment at which one looks. */
@Timeout(300)
class ViewTest {
  private static final Pattern STAGE =
      Pattern.compile(
          " +[✓✗>?~!-] ([a-z0-9_/]+)( \\((visit|try) \\d\\))? +(\\d+\\.\\d|\\d+m )?\\d*s(  .*)?");
  private static final Pattern OTHER =
      Pattern.compile(
          "|t (running|waiting|success|fail|canceled), .*s(  \\^C)?|  ✓ \\d+ stages? done"
              + "|run one of t|  branch +\\S+|  worktree +\\S+|  \\d+ stages? in .*s"
              + "|\\S*/l/worktree|\\? Ship it\\?|    [YN]  \\[[YN]\\] .*|your choice: ?y?|answered .*"
              + "|    (\\(deterministic\\) |asks: |interrupted|\\[Y\\] Yes ).*"
              + "|stopping at the next safe point; .*"
              + "|run (succeeded|failed|stopped).*"
              + "|  (see it|take it|look into it|all of it|go on)[: ].*|code=\\d+");

  @RegisterExtension final Workbench bench = new Workbench();

  /** A stage that works until a file is there. */
  private String waiting(String id) {
    return "%s [shape=parallelogram tool_command=\"while [ ! -e %s ]; do sleep 0.1; done\"]\n"
        .formatted(id, bench.path("go"));
  }

  private void go() throws IOException {
    Files.writeString(bench.path("go"), "");
  }

  private TmuxTerminal run(int columns, int rows, String statements, String... options)
      throws IOException, InterruptedException {
    return run(columns, rows, Map.of(), statements, options);
  }

  private TmuxTerminal run(
      int columns, int rows, Map<String, String> variables, String statements, String... options)
      throws IOException, InterruptedException {
    bench.write("p.dot", "digraph t { start exit " + statements + " }");
    bench.commitAll();
    return new TmuxTerminal(
        bench,
        columns,
        rows,
        variables,
        Stream.concat(
                Stream.of("run", "p.dot", "--run-id", "one", "--logs-root", "../l"),
                Stream.of(options))
            .toArray(String[]::new));
  }

  /** Each line is one that a run has, and no stage has two: nothing is left of an old frame. */
  private static void assertWhole(List<String> screen) {
    String as = String.join("\n", screen);
    Set<String> stages = new HashSet<>();
    int headings = 0;
    for (String line : screen) {
      Matcher stage = STAGE.matcher(line);
      if (stage.matches()) {
        assertThat(stages.add(stage.group(1))).as("twice %s in:%n%s", line, as).isTrue();
      } else {
        assertThat(line).as(as).matches(OTHER);
        headings += line.startsWith("t ") ? 1 : 0;
      }
    }
    assertThat(headings).as(as).isLessThanOrEqualTo(1);
  }

  private static List<String> without(List<String> screen, String pattern) {
    return screen.stream().map(line -> line.replaceAll(pattern, "")).toList();
  }

  /** Returns the frame, and what stands below it, without times. */
  private static List<String> frame(List<String> screen) {
    List<String> names = without(screen, ",? +[0-9.ms ]+s(?= |$)");
    int heading =
        IntStream.range(0, names.size())
            .filter(at -> names.get(at).startsWith("t "))
            .findFirst()
            .orElseThrow(() -> new AssertionError(String.join("\n", screen)));
    return names.subList(heading, names.size());
  }

  private String eight() {
    StringBuilder text = new StringBuilder("fan [shape=component max_parallel=8]\n");
    text.append("join [shape=tripleoctagon] start -> fan join -> exit\n");
    for (int n = 1; n <= 8; n++) {
      text.append(waiting("b" + n)).append("fan -> b%d -> join\n".formatted(n));
    }
    return text.toString();
  }

  private static boolean allEightWork(List<String> screen) {
    return IntStream.rangeClosed(1, 8)
        .allMatch(n -> screen.stream().anyMatch(line -> line.startsWith("    > b" + n + " ")));
  }

  private static final List<String> EIGHT_AT_WORK =
      Stream.concat(
              Stream.of("t running", "  ✓ start", "  > fan"),
              IntStream.rangeClosed(1, 8).mapToObj(n -> "    > b" + n))
          .toList();

  @ParameterizedTest
  @CsvSource({"80, 24", "40, 20"})
  void eightBranchesWorkBelowTheirFanOut(int columns, int rows) throws Exception {
    try (TmuxTerminal terminal = run(columns, rows, eight())) {
      List<String> atWork =
          terminal.await("eight at work", ViewTest::assertWhole, ViewTest::allEightWork);
      assertThat(frame(atWork)).isEqualTo(EIGHT_AT_WORK);
      assertThat(terminal.painted()).contains("\033[36m>\033[");

      go();
      List<String> end = terminal.awaitLine("code=0", ViewTest::assertWhole);
      assertThat(without(end, " +[0-9.]+s$|/.*worktree$").reversed())
          .startsWith(
              "code=0",
              "  take it: attractor merge one",
              "  see it: git log --stat attractor/run/one",
              "run succeeded at exit",
              "  worktree  ",
              "  branch    attractor/run/one",
              "  12 stages in",
              "  ✓ exit",
              "  ✓ join",
              "    ✓ b8",
              "    ✓ b7");
    }
  }

  @ParameterizedTest
  @CsvSource({"80, 24", "40, 20"})
  void aQuestionInterruptsTheViewAndGivesItBack(int columns, int rows) throws Exception {
    String asks =
        "gate [shape=hexagon label=\"Ship it?\"] start -> gate w -> exit\n"
            + waiting("w")
            + "gate -> w [label=\"[Y] Yes\"] gate -> exit [label=\"[N] No\"]";
    try (TmuxTerminal terminal = run(columns, rows, asks)) {
      List<String> question = terminal.awaitLine("your choice:", ViewTest::assertWhole);
      assertThat(question).noneMatch(line -> line.startsWith("t "));

      terminal.press("y", "Enter");
      List<String> after = terminal.awaitLine("  > w ", ViewTest::assertWhole);
      assertThat(after).contains("? Ship it?", "    Y  [Y] Yes", "your choice: y");
      assertThat(frame(after)).containsExactly("t running", "  ✓ start", "  ✓ gate", "  > w");

      go();
      List<String> end = terminal.awaitLine("code=0", ViewTest::assertWhole);
      assertThat(end).contains("? Ship it?", "your choice: y", "run succeeded at exit");
    }
  }

  @Test
  void anUnattendedQuestionStandsInTheViewAndIsAnsweredFromElsewhere() throws Exception {
    String asks =
        "gate [shape=hexagon label=\"Ship it?\"] start -> gate\n"
            + "gate -> exit [label=\"[Y] Yes\"]";
    try (TmuxTerminal terminal = run(120, 24, asks, "--unattended")) {
      // The question is told above the view, a line after the other, which may be drawn meanwhile.
      List<String> seen =
          terminal.await(
              "question and what to type",
              _ -> {},
              screen ->
                  screen.contains("    answer it with: attractor answer one gate-v1-a1 CHOICE")
                      && screen.stream().anyMatch(line -> line.startsWith("  ? gate ")));
      assertThat(frame(seen)).last().asString().endsWith("asks: Ship it? ([Y] Yes)");

      assertThat(bench.attractor("answer", "one", "y").code()).isZero();
      assertThat(frame(terminal.awaitLine("code=0", _ -> {})))
          .startsWith("t success", "  ✓ start", "  ✓ gate", "  ✓ exit");
    }
  }

  @ParameterizedTest
  @CsvSource({"80, 24", "40, 20"})
  void aFailureSaysWhyAndWhatToTypeNext(int columns, int rows) throws Exception {
    String fails =
        "bad [shape=parallelogram tool_command=\"echo broken; exit 3\"]\n"
            + "start -> bad bad -> exit [condition=\"outcome=success\"]";
    try (TmuxTerminal terminal = run(columns, rows, fails)) {
      List<String> end = terminal.awaitLine("code=1", ViewTest::assertWhole);

      assertThat(frame(end))
          .startsWith("t fail", "  ✓ start")
          .anyMatch(line -> line.startsWith("  ✗ bad"))
          .anyMatch(line -> line.contains("  (deterministic) exit code 3"))
          .anyMatch(line -> line.startsWith("run failed: "))
          .contains("  look into it: attractor report one");
    }
  }

  @Test
  void whatIsTypedMeanwhileAndOtherSizesLeaveNothingBehind() throws Exception {
    try (TmuxTerminal terminal = run(80, 24, eight())) {
      terminal.await("eight at work", ViewTest::assertWhole, ViewTest::allEightWork);
      terminal.resize(40, 20);
      terminal.await(
          "the frame alone", _ -> {}, screen -> screen.getFirst().startsWith("t running"));
      // A frame that was drawn for the old size may be seen until it is drawn again.
      terminal.await(
          "a frame", _ -> {}, screen -> isWhole(screen) && frame(screen).equals(EIGHT_AT_WORK));

      terminal.press("Enter", "x", "Enter", "y", "z");
      terminal.resize(100, 30);
      terminal.await(
          "a frame", _ -> {}, screen -> isWhole(screen) && frame(screen).equals(EIGHT_AT_WORK));

      terminal.resize(60, 6);
      List<String> few =
          terminal.await(
              "few rows",
              _ -> {},
              screen ->
                  screen.size() <= 6 && screen.stream().anyMatch(line -> line.contains("more")));
      assertThat(frame(few)).startsWith("t running", "  ✓ 1 stage done").endsWith("  … and 7 more");

      terminal.resize(80, 24);
      terminal.await(
          "a frame", _ -> {}, screen -> isWhole(screen) && frame(screen).equals(EIGHT_AT_WORK));
      go();
      List<String> end = terminal.awaitLine("code=0", ViewTest::assertWhole);
      assertThat(frame(end)).startsWith("t success", "  ✓ start", "  ✓ fan", "    ✓ b1");
    }
  }

  private static boolean isWhole(List<String> screen) {
    return screen.stream()
        .allMatch(line -> STAGE.matcher(line).matches() || OTHER.matcher(line).matches());
  }

  @ParameterizedTest
  @CsvSource({"80, 24", "40, 20"})
  void anInterruptLeavesTheScreenWhole(int columns, int rows) throws Exception {
    try (TmuxTerminal terminal = run(columns, rows, waiting("w") + "start -> w -> exit")) {
      terminal.awaitLine("  > w ", ViewTest::assertWhole);
      terminal.press("C-c");

      List<String> end = terminal.awaitLine("code=5", ViewTest::assertWhole);
      assertThat(frame(end).subList(0, 2)).containsExactly("t canceled", "  ✓ start");
      assertThat(end)
          .anyMatch(line -> line.contains("stopping at the next safe point"))
          .anyMatch(line -> line.startsWith("run stopped"))
          .contains("  go on: attractor resume one");
    }
  }

  @Test
  void twoInterruptsEndEverythingAndLeaveTheScreenWhole() throws Exception {
    String stubborn =
        "w [shape=parallelogram tool_command=\"trap '' TERM INT; touch %s; while true; do sleep 0.1; done\"]\n"
            .formatted(bench.path("begun"));
    try (TmuxTerminal terminal = run(80, 24, stubborn + "start -> w -> exit")) {
      terminal.await(
          "a stubborn stage", ViewTest::assertWhole, _ -> Files.exists(bench.path("begun")));
      terminal.awaitLine("  > w ", ViewTest::assertWhole);
      terminal.press("C-c");
      terminal.awaitLine("stopping at the next safe point", ViewTest::assertWhole);
      terminal.press("C-c");

      List<String> end = terminal.awaitLine("code=130", ViewTest::assertWhole);
      assertThat(frame(end)).containsExactly("t running", "  ✓ start", "  > w", "code=130");
    }
  }

  @ParameterizedTest
  @CsvSource({"TERM, dumb, --unattended", "NO_COLOR, 1, --unattended", "X, y, --plain"})
  void whereNothingCanBeDrawnEachStageHasOnePlainLine(String name, String value, String option)
      throws Exception {
    go();
    try (TmuxTerminal terminal =
        run(80, 24, Map.of(name, value), waiting("w") + "start -> w -> exit", option)) {
      List<String> end = terminal.awaitLine("code=0", _ -> {});

      assertThat(without(end, " +[0-9.]+s$|/.*"))
          .containsSequence("  start                success", "  w                    success")
          .noneMatch(line -> line.contains("status=") || line.startsWith("t "));
      assertThat(end.stream().filter(line -> line.startsWith("  w "))).hasSize(1);
    }
  }

  @Test
  void linesForProgramsComeOnATerminalToWhoeverAsksForThem() throws Exception {
    go();
    try (TmuxTerminal terminal = run(80, 24, waiting("w") + "start -> w -> exit", "--porcelain")) {
      assertThat(terminal.awaitLine("code=0", _ -> {})).contains("run_id=one", "status=success");
    }
  }
}
