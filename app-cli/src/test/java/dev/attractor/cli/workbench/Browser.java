package dev.attractor.cli.workbench;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.Stream;

/**
 * A real browser without a window, as it is installed on this machine, driven by programs that
 * {@code mvn verify -Preal-browser} fetches. Whoever makes one belongs to the thread that uses it.
 */
public final class Browser implements AutoCloseable {
  private static final Path DRIVER = Path.of("target", "browser").toAbsolutePath();

  /** Dots beyond which a picture of a whole page would be useless, and slow to make. */
  private static final int TALLEST = 6_000;

  private final Playwright playwright;
  private final com.microsoft.playwright.Browser browser;
  private final String axe;

  private Browser(Playwright playwright, Path program, String axe) {
    this.playwright = playwright;
    this.browser =
        playwright
            .chromium()
            .launch(new BrowserType.LaunchOptions().setExecutablePath(program).setHeadless(true));
    this.axe = axe;
  }

  /** Starts one; the test is skipped where there is none. */
  public static Browser start() throws IOException {
    assumeTrue(
        Files.isDirectory(DRIVER.resolve("package")),
        "what drives the browser is not installed: -Preal-browser");
    Optional<Path> program = onPath("chromium");
    assumeTrue(program.isPresent(), "there is no chromium on this machine");
    Optional<Path> node = onPath("node");
    assumeTrue(node.isPresent(), "there is no node on this machine");
    System.setProperty("playwright.cli.dir", DRIVER.toString());
    return new Browser(
        Playwright.create(
            new Playwright.CreateOptions()
                .setEnv(
                    Map.of(
                        "PLAYWRIGHT_NODEJS_PATH",
                        node.orElseThrow().toString(),
                        "PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD",
                        "1"))),
        program.orElseThrow(),
        Files.readString(DRIVER.resolve("node_modules/axe-core/axe.min.js")));
  }

  private static Optional<Path> onPath(String program) {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
        .map(folder -> Path.of(folder, program))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /**
   * What became of a page that was opened.
   *
   * @param complaints what the console said, what failed, and what the page asked for beside itself
   * @param tooWide windows in which the page has to be moved from side to side
   * @param barriers what people with disabilities would meet, and what makes texts hard to read
   */
  public record Look(List<String> complaints, List<String> tooWide, List<String> barriers) {}

  /**
   * Opens a page, takes pictures of it, unfolds all, and looks for barriers in the first width.
   *
   * @param widths of windows
   * @param picture where the picture of a width goes
   */
  public Look look(Path file, ColorScheme scheme, List<Integer> widths, IntFunction<Path> picture) {
    List<String> complaints = new ArrayList<>();
    List<String> tooWide = new ArrayList<>();
    try (BrowserContext context =
        browser.newContext(
            new com.microsoft.playwright.Browser.NewContextOptions().setColorScheme(scheme))) {
      Page page = context.newPage();
      hear(page, file, complaints);
      page.navigate(file.toUri().toString());
      for (int width : widths) {
        page.setViewportSize(width, 900);
        measure(page, width + " folded", tooWide);
        photograph(page, width, picture.apply(width));
      }
      page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)");
      for (int width : widths.reversed()) {
        page.setViewportSize(width, 900);
        measure(page, width + " unfolded", tooWide);
      }
      page.evaluate(axe);
      List<String> barriers = texts(page, BARRIERS);
      barriers.addAll(texts(page, OUTLINED_LETTERS));
      return new Look(List.copyOf(complaints), tooWide, barriers);
    }
  }

  private static void hear(Page page, Path file, List<String> complaints) {
    page.onConsoleMessage(said -> complaints.add(said.type() + ": " + said.text()));
    page.onPageError(error -> complaints.add("error: " + error));
    page.onDialog(dialog -> {
      complaints.add("dialog: " + dialog.message());
      dialog.dismiss();
    });
    page.onRequestFailed(request -> complaints.add("failed: " + request.url()));
    page.onRequest(request -> {
      if (!request.url().equals(file.toUri().toString())) {
        complaints.add("asked for: " + request.url());
      }
    });
  }

  private static final String BARRIERS =
      """
      async () => (await axe.run(document, {resultTypes: ['violations']})).violations
          .flatMap(found => found.nodes.map(node => found.id + ': ' + node.html))
      """;

  /** What nobody wants of letters: they inherit the pen of a shape. */
  private static final String OUTLINED_LETTERS =
      """
      () => [...document.querySelectorAll('svg text')]
          .filter(text => getComputedStyle(text).stroke !== 'none')
          .map(text => 'outlined: ' + text.textContent)
      """;

  private static void measure(Page page, String view, List<String> tooWide) {
    Object more =
        page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth");
    if (((Number) more).intValue() > 0) {
      tooWide.add("%s: by %s".formatted(view, more));
    }
  }

  private static void photograph(Page page, int width, Path picture) {
    Object height = page.evaluate("document.documentElement.scrollHeight");
    page.screenshot(
        new Page.ScreenshotOptions()
            .setPath(picture)
            .setFullPage(true)
            .setClip(0, 0, width, Math.min(((Number) height).intValue(), TALLEST)));
  }

  private static List<String> texts(Page page, String script) {
    List<String> texts = new ArrayList<>();
    if (page.evaluate(script) instanceof List<?> found) {
      found.forEach(text -> texts.add(String.valueOf(text)));
    }
    return texts;
  }

  @Override
  public void close() {
    browser.close();
    playwright.close();
  }
}
