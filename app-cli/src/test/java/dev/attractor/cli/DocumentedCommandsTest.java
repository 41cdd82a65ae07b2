package dev.attractor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attractor.cli.workbench.Workbench;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What README and docs tell people to type can be typed. */
class DocumentedCommandsTest {
  private static final Path PROJECT = Path.of("..");
  private static final Pattern INLINE = Pattern.compile("`(?:\\./)?attractor ([^`]+)`");
  private static final Pattern FENCED =
      Pattern.compile("^(?:\\./)?attractor ([^#\n]+)", Pattern.MULTILINE);

  /**
   * They need a question, a running driver, a yes, an account, a server or a port: other tests run
   * them.
   */
  private static final Set<String> ELSEWHERE =
      Set.of("tell", "answer", "stop", "merge", "dev", "doctor", "ingest", "upgrade");

  @RegisterExtension private final Workbench bench = new Workbench();

  private static List<String> documented() throws IOException {
    try (Stream<Path> docs = Files.list(PROJECT.resolve("docs"))) {
      return Stream.concat(docs, Stream.of(PROJECT.resolve("README.md")))
          .filter(page -> page.toString().endsWith(".md"))
          .map(DocumentedCommandsTest::text)
          .flatMap(page ->
              Stream.of(INLINE, FENCED)
                  .flatMap(form -> form.matcher(page).results())
                  .map(found -> found.group(1).strip()))
          .filter(command -> !command.contains("hello-claude"))
          .distinct()
          .sorted()
          .toList();
    }
  }

  private static String text(Path page) {
    try {
      return Files.readString(page);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Puts in what the page leaves to its reader. */
  private String[] concrete(String command) {
    String file = bench.path("p.dot").toString();
    String text =
        command
            .replace("init [TEMPLATE]", "init -o " + bench.path("begun.dot"))
            .replace("FILE\\|RUN", file)
            .replace("FILE...", file)
            .replace("--config FILE", "--config " + bench.path("run.yaml"))
            .replaceAll("FILE|PIPELINE\\.dot|pipeline\\.dot|part\\.dot|changed\\.dot", file)
            .replace("examples/quickstart/quickstart.dot", file)
            .replace("/tmp/quickstart.html", bench.path("quickstart.html").toString())
            .replace("outcomes.yaml", bench.path("outcomes.yaml").toString())
            .replace("[RUN...]", "night")
            .replace("RUN RUN…", "night night")
            .replaceAll("\\[RUN\\]|\\bRUN\\b|<run_id>|latest", "night")
            .replace("[NODE]", "implement")
            .replaceAll("-o (\\w+\\.\\w+)", "-o " + bench.path("$1").toString().replace("\\", "/"));
    return text.split(" +");
  }

  @Test
  void everyCommandThatIsShownCanBeTyped() throws IOException {
    Files.writeString(
        bench.path("p.dot"),
        "digraph t { start exit implement [shape=parallelogram tool_command=\"echo x >x\"]"
            + " start -> implement -> exit }");
    Files.writeString(
        bench.path("p.dot.tests.yaml"), "cases: [{name: works, attempts: {implement: 1}}]\n");
    Files.writeString(bench.path("outcomes.yaml"), "implement: [success]\n");
    Files.writeString(bench.path("run.yaml"), "version: 1\n");
    Workbench.Result run =
        bench.attractor("run", bench.path("p.dot").toString(), "--run-id", "night");
    assertThat(run.code()).as(run.err()).isZero();
    List<String> commands = documented();

    for (String command : commands) {
      String[] words = concrete(command);
      boolean isMention =
          Arrays.stream(words).noneMatch(word -> word.matches(".*[-/A-Z].*|night|show|schema"));
      Workbench.Result typed =
          ELSEWHERE.contains(words[0]) || isMention
              ? bench.attractor(
                  Stream.concat(
                          Arrays.stream(words).filter(word -> word.matches("[a-z-]+")).limit(2),
                          Stream.of("--help"))
                      .filter(word -> !word.matches("yes|docs|latest|night"))
                      .toArray(String[]::new))
              : bench.attractor(words);
      assertThat(typed.code()).as("attractor %s%n%s", command, typed.err()).isZero();
    }
    assertThat(commands).hasSizeGreaterThan(40);
    assertThat(bench.attractor("wait", "latest").code()).as("what was begun detached").isZero();
  }
}
