package dev.attractor.cli.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.options.ColorScheme;
import dev.attractor.cli.workbench.Browser;
import dev.attractor.cli.workbench.SamplePipelines;
import dev.attractor.cli.workbench.Workbench;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Reports in a real browser, on narrow and wide windows, light and dark: nothing is loaded, nothing
 * complains, nobody is kept out. Pictures of them are in {@code target/reports}. Skipped where
 * there is no browser ({@code mvn verify -Preal-browser} installs what drives one).
 */
class ReportPagesTest {
  private static final Path PICTURES = Path.of("target", "reports").toAbsolutePath();
  private static final Path EXAMPLES = Path.of("..", "examples").toAbsolutePath().normalize();
  private static final List<Integer> WIDTHS = List.of(360, 768, 1440);
  private static final int MOST_BYTES = 5_000_000;

  /** Markup of all kinds, a link that runs, signs that turn a line, a terminal's escapes. */
  private static final String HOSTILE =
      "</pre></style></title><script>alert(1)</script><img src=x onerror=alert(2)>"
          + "<a href='javascript:alert(3)'>x</a> \u202eabc\u202c \u001b[31mred\u001b[0m\u0007"
          + " [md](javascript:alert(4)) <svg/onload=alert(5)> &lt;b&gt; "
          + "w".repeat(300);

  private static @Nullable Browser browser;

  @RegisterExtension private final Workbench bench = new Workbench();

  /** One for all tests; each of them says so when there is none. */
  @BeforeEach
  void startTheBrowser() throws IOException {
    if (browser == null) {
      browser = Browser.start();
      Files.createDirectories(PICTURES);
    }
  }

  @AfterAll
  static void endTheBrowser() {
    if (browser != null) {
      browser.close();
    }
  }

  private void assertGood(String name, String... runs) {
    assertGoodPage(name, Stream.concat(Stream.of("report"), Stream.of(runs)));
  }

  private void assertGoodPage(String name, Stream<String> command) {
    Path page = PICTURES.resolve(name + ".html");
    Workbench.Result made =
        bench.attractor(
            Stream.concat(command, Stream.of("-o", page.toString())).toArray(String[]::new));
    assertThat(made.code()).as(made.err()).isZero();
    assertThat(page.toFile().length()).isLessThan(MOST_BYTES);
    SoftAssertions good = new SoftAssertions();
    for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
      String view = name + "-%d-" + scheme.name().toLowerCase(Locale.ROOT);
      Browser.Look look =
          Objects.requireNonNull(browser)
              .look(
                  page, scheme, WIDTHS, width -> PICTURES.resolve(view.formatted(width) + ".png"));
      good.assertThat(look.complaints()).as(view).isEmpty();
      good.assertThat(look.tooWide()).as(view).isEmpty();
      good.assertThat(look.barriers()).as(view).isEmpty();
    }
    good.assertAll();
  }

  private String run(String pipeline, int code) {
    Workbench.Result run = bench.attractor("run", pipeline);
    assertThat(run.code()).as(run.toString()).isEqualTo(code);
    return run.value("run_id");
  }

  private String file(String name, String text) throws IOException {
    return Files.writeString(bench.path(name), text).toString();
  }

  @Test
  void theQuickstart() {
    assertGood("quickstart", run(EXAMPLES.resolve("quickstart/quickstart.dot").toString(), 0));
  }

  @Test
  void theParallelExample() {
    assertGood("parallel", run(EXAMPLES.resolve("parallel/parallel.dot").toString(), 0));
  }

  @Test
  void thePictureAlone() throws IOException {
    String pipeline =
        SamplePipelines.framed(
            "rankdir=LR subgraph cluster_a { label=Parts; a; b; subgraph cluster_b { label=Inner; c } }"
                + " a [prompt=x] b [prompt=x] c [prompt=x]"
                + " start -> a -> b -> c -> exit c -> a [label=again]");

    assertGoodPage("picture", Stream.of("graph", file("picture.dot", pipeline)));
  }

  @Test
  void aRunThatFailed() throws IOException {
    String pipeline =
        SamplePipelines.framed(
            SamplePipelines.tool(
                    "build",
                    "echo 'int x;' >a.c; echo compiling; echo 'a.c:1: no main' >&2; exit 3")
                + "start -> build -> exit");

    assertGood("failed", run(file("failed.dot", pipeline), 1));
  }

  @Test
  void aRunThatWasKilled() throws Exception {
    String pipeline =
        SamplePipelines.framed(
            SamplePipelines.tool("one", "echo 1 >one")
                + SamplePipelines.tool("two", "echo 2 >two")
                + "start -> one -> two -> exit");
    Process dead =
        bench.startAndDieBefore(12, "run", file("killed.dot", pipeline), "--run-id", "killed");
    assertThat(dead.waitFor()).as(bench.output(dead)).isEqualTo(137);

    assertGood("killed", "killed");
  }

  @Test
  void aRunOfTwoHundredStages() throws IOException {
    String stages =
        IntStream.range(0, 200)
            .mapToObj(n -> SamplePipelines.tool("s" + n, "echo %d >>made; seq 1 40".formatted(n)))
            .collect(Collectors.joining());
    String edges =
        IntStream.range(0, 200)
            .mapToObj(n -> "s" + n)
            .collect(Collectors.joining(" -> ", "start -> ", " -> exit"));
    String run = run(file("long.dot", SamplePipelines.framed(stages + edges)), 0);

    long before = System.nanoTime();
    assertThat(bench.attractor("report", run, "-o", bench.path("long.html").toString()).code())
        .isZero();
    System.out.printf(
        "the report of 200 stages: %d ms, %d bytes%n",
        (System.nanoTime() - before) / 1_000_000,
        bench.path("long.html").toFile().length()); // told, not promised: machines differ
    assertGood("long", run);
  }

  @Test
  void whatStagesSayStaysText() throws IOException {
    String escaped = HOSTILE.replace("\u001b", "").replace("\u0007", "");
    Files.writeString(bench.path("evil.txt"), HOSTILE);
    String script =
        "write: [{say: \"%s\", outcome: success, files: {\"a<b>\u202e'x\": \"<i>\"}}]"
            .formatted(HOSTILE.replace("\u001b", "\\e").replace("\u0007", "\\a"));
    file("evil.yaml", script);
    String pipeline =
        """
        digraph hostile { goal="%1$s"
          start [shape=Mdiamond] exit [shape=Msquare]
          write [label="</style><script>alert(6)</script>\u202eabc" llm_provider=scripted agent_script="@evil.yaml" prompt="%1$s"]
          show [shape=parallelogram label="</text><script>alert(7)</script>" tool_command="cat %2$s; cat %2$s >&2; exit 1"]
          start -> write -> show
          show -> exit [label="<script>alert(8)</script>" condition="outcome=fail" accept_failure=true]
        }
        """
            .formatted(escaped, bench.path("evil.txt"));

    assertGood("hostile", run(file("evil.dot", pipeline), 0));
  }

  @Test
  void severalRunsInShort() throws IOException {
    String good = run(EXAMPLES.resolve("quickstart/quickstart.dot").toString(), 0);
    String bad =
        run(
            file(
                "bad.dot",
                SamplePipelines.framed(
                    SamplePipelines.tool("work", "echo '%s' >&2; exit 3".formatted("w".repeat(200)))
                        + "start -> work -> exit")),
            1);

    assertGood("several", good, bad);
  }
}
