package dev.attractor.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attractor.cli.terminal.ExitCode;
import dev.attractor.cli.terminal.Terminal;
import dev.attractor.cli.workbench.LongRuns;
import dev.attractor.cli.workbench.Workbench;
import dev.attractor.domain.run.RunId;
import dev.attractor.domain.secret.Redactor;
import dev.attractor.domain.secret.SecretNames;
import dev.attractor.ports.HostEnvironment;
import dev.attractor.ports.process.Cancellation;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code attractor run --detach}: what the program that goes on by itself is started with. */
class DetachedRunTest {
  @RegisterExtension private final Workbench bench = new Workbench();

  private final LongRuns runs = new LongRuns(bench);

  /** The command with an option that holds for all of its commands. */
  @Command(mixinStandardHelpOptions = true, scope = ScopeType.INHERIT)
  private static final class Root {
    @Option(names = "--plugin-path", scope = ScopeType.INHERIT, split = ":")
    private List<Path> pluginPath = new ArrayList<>();
  }

  private CommandLine line() {
    Root root = new Root();
    CommandLine line = new CommandLine(root);
    Terminal terminal =
        new Terminal(
            new PrintWriter(Writer.nullWriter()),
            new PrintWriter(Writer.nullWriter()),
            new BufferedReader(Reader.nullReader()),
            () -> false,
            false,
            Optional.empty(),
            new HostEnvironment(Map.of(), bench.home(), bench.repo()),
            InstantSource.system(),
            Cancellation::new,
            () -> root.pluginPath,
            Redactor.of(Map.of(), SecretNames.USUAL));
    new RunCommands(DetachedRunTest.class)
        .entries()
        .forEach(entry -> line.addSubcommand(entry.name(), entry.model().apply(terminal)));
    return line;
  }

  private ParseResult parsed(List<String> arguments) {
    return line().parseArgs(arguments.toArray(String[]::new)).subcommand();
  }

  private static List<OptionSpec> options(ParseResult command) {
    return command.commandSpec().options().stream()
        .filter(option -> !option.usageHelp() && !option.versionHelp())
        .toList();
  }

  /** Two values for what may be given again. */
  private static Stream<String> given(OptionSpec option) {
    String name = option.longestName();
    if (option.typeInfo().isBoolean()) {
      return Stream.of(name);
    }
    return option.isMultiValue()
        ? Stream.of(name + "=one=a b", name + "=two=-- $x")
        : Stream.of(name, "what" + name);
  }

  private static Map<String, Object> values(ParseResult command) {
    Map<String, Object> values = new HashMap<>();
    options(command).forEach(option -> values.put(option.longestName(), option.getValue()));
    return values;
  }

  private List<String> detached(List<String> arguments) {
    return DetachedRun.arguments(
        line().parseArgs(arguments.toArray(String[]::new)),
        Optional.of(new RunId("the-id")),
        Path.of("/the/place"));
  }

  @Test
  void everyOptionArrivesButWhatTheStarterDecides() {
    List<OptionSpec> options = options(parsed(List.of("run", "p.dot")));
    List<String> all = new ArrayList<>(List.of("run"));
    options.forEach(option -> given(option).forEach(all::add));
    all.add("p.dot");
    Map<String, Object> expected = new LinkedHashMap<>(values(parsed(all)));
    assertThat(expected).hasSizeGreaterThan(12).doesNotContainValue(false);
    expected.put("--detach", false);
    expected.put("--run-id", "the-id");
    expected.put("--logs-root", Path.of("/the/place"));

    ParseResult arrived = parsed(detached(all));

    assertThat(values(arrived)).isEqualTo(expected);
    assertThat(arrived.matchedPositionals())
        .singleElement()
        .satisfies(word -> assertThat(word.originalStringValues()).containsExactly("p.dot"));
  }

  @Test
  void whatWasNotGivenIsNotGivenToItEither() {
    assertThat(detached(List.of("run", "--detach", "--", "-p.dot")))
        .containsExactly(
            "run", "--unattended", "--run-id=the-id", "--logs-root=/the/place", "--", "-p.dot");
  }

  @Test
  void optionsBeforeTheCommandStayThere() {
    assertThat(detached(List.of("--plugin-path", "a:b", "run", "--detach", "p.dot")))
        .startsWith("--plugin-path=a:b", "run")
        .endsWith("--", "p.dot");
  }

  @Test
  void aPreflightStartsNoRun() throws IOException {
    Path pipeline =
        Files.writeString(bench.path("p.dot"), "digraph t { start exit start -> exit }");
    Path logs = bench.path("logs");

    Workbench.Result result =
        bench.attractor(
            "run", pipeline.toString(), "--detach", "--preflight", "--logs-root", logs.toString());

    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.value("status")).isEqualTo("ready");
    assertThat(logs).isDirectoryContaining("glob:**/preflight_report.json");
    assertThat(logs.resolve("progress.ndjson")).doesNotExist();
    assertThat(logs.resolve("driver.log")).as("nobody was started").doesNotExist();
    assertThat(bench.git("branch", "--list").lines()).hasSize(1);
  }

  @Test
  void aDetachedRunIsListedAndFollowedAndItsExitCodeIsWaitedFor() throws IOException {
    Workbench.Result begun = runs.detached(runs.pipeline(runs.waiting()));
    String run = begun.value("run_id");

    assertThat(bench.attractor("status", run).value("status")).isEqualTo("running");
    assertThat(bench.attractor("list").out()).contains(run).contains("running");
    JsonNode listed = JsonMapper.shared().readTree(bench.attractor("list", "--json").out());
    assertThat(listed.get(0).path("logs_root").asString()).isEqualTo(begun.value("logs_root"));
    assertThat(bench.attractor("wait", run, "--timeout", "200ms").code())
        .isEqualTo(ExitCode.NOT_YET.code());

    Files.writeString(bench.path("go"), "");
    Workbench.Result over = bench.attractor("wait", run.substring(0, 12), "--timeout", "90s");
    assertThat(over.code()).as(over.err()).isZero();
    assertThat(over.value("status")).isEqualTo("success");
    assertThat(bench.attractor("logs", run).out()).contains("w ").contains("run succeeded");
    assertThat(bench.attractor("logs", run, "--follow").out()).contains("run succeeded");
  }

  @Test
  void aDetachedRunThatCannotBeginSaysWhyAndLeavesNothing() throws IOException {
    Path logs = bench.path("logs");

    Workbench.Result result =
        bench.attractor("run", runs.pipeline("a -> b"), "--detach", "--logs-root", logs.toString());

    assertThat(result.code()).isEqualTo(ExitCode.INVALID_PIPELINE.code());
    assertThat(result.err()).contains("[reachability]");
    assertThat(logs).doesNotExist();
    assertThat(bench.git("branch", "--list").lines()).hasSize(1);
  }

  @Test
  void aDetachedRunThatCannotBeginGivesTheExitCodeOfAnyOther() throws IOException {
    String asksNobody = runs.pipeline("start -> exit");

    Workbench.Result refused =
        bench.attractor("run", asksNobody, "--detach", "--answer", "nobody=yes");
    Workbench.Result wrong = bench.attractor("run", asksNobody, "--detach", "--run-id", "parallel");

    assertThat(refused.code()).as(refused.err()).isEqualTo(ExitCode.PREFLIGHT_FAILED.code());
    assertThat(refused.err()).contains("which asks nobody").contains("does not go on by itself");
    assertThat(wrong.code()).as(wrong.err()).isEqualTo(ExitCode.USAGE.code());
    assertThat(wrong.err()).contains("cannot be a run id");
  }

  @Test
  void aDetachedRunSurvivesTheDeathOfWhoStartedIt() throws Exception {
    Path logs = bench.path("logs");
    Process starter =
        bench.start(
            "run", runs.pipeline(runs.waiting()), "--detach", "--logs-root", logs.toString());
    runs.awaitFile(logs.resolve("w/process.txt"));
    starter.destroyForcibly();
    starter.waitFor();

    Files.writeString(bench.path("go"), "");
    Workbench.Result over = bench.attractor("wait", logs.toString(), "--timeout", "90s");
    assertThat(over.code()).as(over.err()).isZero();
  }
}
