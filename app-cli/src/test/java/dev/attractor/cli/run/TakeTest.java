package dev.attractor.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attractor.cli.workbench.JournalFiles;
import dev.attractor.cli.workbench.SamplePipelines;
import dev.attractor.cli.workbench.Workbench;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** SEMANTICS §7: what a join takes, what branches said, lists; through the whole program. */
class TakeTest {
  @RegisterExtension private final Workbench bench = new Workbench();

  private Path logs = Path.of("");

  @BeforeEach
  void writeBase() throws IOException {
    bench.write("f", "base\n");
    bench.commitAll();
    logs = bench.path("logs");
  }

  private Workbench.Result run(String dot) throws IOException {
    Path file = bench.path("t.dot");
    Files.writeString(file, dot);
    return bench.attractor("run", file.toString(), "--logs-root", logs.toString());
  }

  private Path example(String name) throws IOException {
    Path examples = Path.of("..", "examples", name).toAbsolutePath().normalize();
    Path copy = Files.createDirectories(bench.path(name));
    try (var files = Files.list(examples)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Files.copy(file, copy.resolve(file.getFileName()));
      }
    }
    return copy.resolve(name + ".dot");
  }

  private List<JsonNode> events(String kind) throws IOException {
    return JournalFiles.of(logs).stream()
        .filter(event -> event.path("event").asString().equals(kind))
        .toList();
  }

  private String show(String file) throws IOException {
    String branch = Workbench.json(logs.resolve("manifest.json")).path("run_branch").asString();
    return bench.git("show", branch + ":" + file);
  }

  private static String fanOut(String attributes, String join, String rest) {
    return SamplePipelines.framed(
        "fan [shape=component %s] join [shape=tripleoctagon %s] %s start -> fan fan -> a -> join fan -> b -> join"
            .formatted(attributes, join, rest));
  }

  private static String writing(String id, String command) {
    return SamplePipelines.tool(id, command);
  }

  @Test
  void workOnDifferentFilesIsMerged() throws IOException {
    Workbench.Result result =
        run(
            fanOut(
                "take=all",
                "",
                writing("a", "echo a >a; echo from a")
                    + writing("b", "mkdir d; echo b >d/b")
                    + "join -> exit [condition=\"outcome=success\"]"));

    assertThat(result.code()).as(result.toString()).isZero();
    assertThat(show("a") + show("d/b")).isEqualTo("ab");
    assertThat(events("branches_merged"))
        .singleElement()
        .satisfies(e -> assertThat(e.path("branches").toString()).isEqualTo("[\"a\",\"b\"]"));
    assertThat(logs.resolve("join/branches/a.md")).content().contains("from a");
    JsonNode joined =
        events("stage_attempt_end").stream()
            .filter(e -> e.path("node_id").asString().equals("join"))
            .findFirst()
            .orElseThrow();
    String merge = events("branches_merged").getFirst().path("git_commit_sha").asString();
    assertThat(bench.git("log", "-1", "--format=%P", merge).split(" ")).hasSize(2);
    assertThat(bench.git("log", "-1", "--format=%(trailers:key=Attractor-Stage,valueonly)", merge))
        .contains("join#1.1");
    assertThat(bench.git("log", "-1", "--format=%P", joined.path("git_commit_sha").asString()))
        .isEqualTo(merge);
    assertThat(bench.git("fsck", "--strict", "--no-dangling")).isEmpty();
  }

  @Test
  void whatBranchesSaidGoesOnFromAJoinThatTakesNoneOfThem() throws IOException {
    Workbench.Result result =
        run(
            fanOut(
                "take=all error_policy=fail_fast max_parallel=1",
                "",
                writing("a", "echo from a")
                    + writing("b", "echo no >&2; exit 1")
                    + "join -> exit [condition=\"outcome=fail\"]"));

    assertThat(result.code()).as("the exit is no absolution").isEqualTo(1);
    assertThat(logs.resolve("join/branches/a.md")).content().contains("from a");
  }

  @Test
  void whatTheJoinSaysCounts() throws IOException {
    Workbench.Result result =
        run(
            fanOut(
                "take=none",
                "take=all",
                writing("a", "echo a >a") + writing("b", "echo b >b") + "join -> exit"));

    assertThat(result.code()).as(result.toString()).isZero();
    assertThat(result.err()).contains("take=none").contains("which counts");
    assertThat(show("a") + show("b")).isEqualTo("ab");
  }

  @Test
  void nothingOfItIsToldAsIfOneBranchHadWon() throws IOException {
    Workbench.Result result =
        run(
            SamplePipelines.framed(
                writing("a", "echo a >f")
                    + writing("b", "echo b >f")
                    + writing("c", "echo c >c$index")
                    + """
                    one [shape=component take=none] first [shape=tripleoctagon]
                    two [shape=component take=all for_each="x\ny"] second [shape=tripleoctagon]
                    start -> one one -> a -> first one -> b -> first first -> two
                    two -> c -> second -> exit
                    """));
    assertThat(result.code()).as(result.toString()).isZero();

    assertThat(bench.attractor("explain", logs.toString()).out())
        .contains("first ends as the branch a did, and takes the files of none")
        .contains("second goes on with the work of c_1, c_2")
        .contains("one branch for each item of the list")
        .doesNotContain("lost: c_");
    assertThat(bench.attractor("logs", logs.toString()).out())
        .contains("[c_1] ")
        .contains("[c_2] ")
        .doesNotContain("[c] ");
  }

  @Test
  void aListOfWhichOnlyAPartIsKeptIsNone() throws IOException {
    Workbench.Result result =
        run(
            SamplePipelines.framed(
                SamplePipelines.tool("list", "seq 1 3000")
                    + writing("a", "true")
                    + """
                    fan [shape=component for_each="context.tool.output" for_each_max=5000]
                    join [shape=tripleoctagon] start -> list -> fan -> a -> join -> exit
                    """));

    assertThat(result.code()).as(result.toString()).isEqualTo(1);
    assertThat(result.out()).contains("no more than 8000 characters").contains("@file");
  }

  @Test
  void aConflictFailsTheJoinAndNamesFilesAndBranches() throws IOException {
    Workbench.Result result =
        run(
            fanOut(
                "take=all",
                "",
                writing("a", "echo a >f")
                    + writing("b", "echo b >f; echo b >g")
                    + writing("rescue", "cat f >seen")
                    + "join -> exit [condition=\"outcome=success\"]"
                    + " join -> rescue [condition=\"outcome=fail\"] rescue -> exit"));

    assertThat(result.code()).as(result.toString()).isZero();
    assertThat(events("merge_conflict"))
        .singleElement()
        .satisfies(e -> {
          assertThat(e.path("files").toString()).isEqualTo("[\"f\"]");
          assertThat(e.path("branch").asString()).isEqualTo("b");
        });
    assertThat(Files.readString(logs.resolve("join/status.json")))
        .contains("deterministic")
        .containsPattern(
            "the branch b \\([0-9a-f]{12}\\) cannot be merged with a \\([0-9a-f]{12}\\): conflict in f");
    assertThat(show("seen")).as("nothing half merged").isEqualTo("base");
    assertThat(bench.git("ls-tree", "-r", "--name-only", "HEAD")).doesNotContain("g");
    assertThat(bench.attractor("explain", logs.toString()).out()).contains("cannot merge b");
  }

  @ParameterizedTest
  @CsvSource({
    "'{f: \"a and b\\n\"}',0,''",
    "'{other: \"x\"}',1,'f: left as git had left it'",
    "'{f: \"<<<<<<< ours\\nx\\n\"}',1,'f: conflict markers are left in it'",
  })
  void anAgentResolvesAConflictAndIsChecked(String files, int code, String why) throws IOException {
    Files.writeString(
        bench.path("s.yaml"),
        "join: [{files: %s, say: merged, outcome: success}]".formatted(files));
    Workbench.Result result =
        run(
            fanOut(
                "take=all",
                "prompt=\"Keep both.\" llm_provider=scripted agent_script=\"@s.yaml\"",
                writing("a", "echo a >f")
                    + writing("b", "echo b >f; echo b >g")
                    + "join -> exit [condition=\"outcome=success\"]"));

    assertThat(result.code()).as(result.toString()).isEqualTo(code);
    assertThat(Files.readString(logs.resolve("join/prompt.md")))
        .contains("## The conflict")
        .contains("- f");
    if (code == 0) {
      assertThat(show("f")).isEqualTo("a and b");
      assertThat(show("g")).isEqualTo("b");
    } else {
      assertThat(Files.readString(logs.resolve("join/status.json"))).contains(why);
    }
  }

  @Test
  void theReviewersOfTheExampleAreReadByTheWriter() throws IOException {
    Path dot = example("reviewers");
    Workbench.Result result =
        bench.attractor("run", dot.toString(), "--logs-root", logs.toString());

    assertThat(result.code()).as(result.toString()).isZero();
    assertThat(show("TODO.md")).contains("Limit the depth");
    assertThat(bench.git("ls-tree", "-r", "--name-only", "HEAD")).doesNotContain("notes");
    assertThat(bench.attractor("status", "--json", logs.toString()).out())
        .contains("A deeply nested input overflows the stack.");
    assertThat(bench.attractor("logs", logs.toString()).out())
        .contains("said: The docs name no errors.");
    assertThat(bench.attractor("explain", logs.toString()).out())
        .contains("said: The docs name no errors.");
    assertThat(Files.readString(logs.resolve("writer/prompt.md")))
        .contains("## What the branches said")
        .contains("overflows the stack")
        .contains("copies the rest of the input")
        .contains("name no errors")
        .contains(logs.resolve("gathered/branches/safety.md").toString());
    assertThat(bench.attractor("replay", logs.toString()).code()).isZero();
  }

  @Test
  void theUnitsOfTheExampleAreMerged() throws IOException {
    Path dot = example("units");
    Workbench.Result result =
        bench.attractor("run", dot.toString(), "--logs-root", logs.toString());

    assertThat(result.code()).as(result.toString()).isZero();
    assertThat(show("lib/upper.sh") + show("lib/trim.sh") + show("lib/again.sh"))
        .contains("upper()", "trim()", "again()");
    assertThat(Files.readString(logs.resolve("parallel/units/pass1/02-make_2/make/prompt.md")))
        .contains("Write lib/trim.sh: a text without blanks around it. It is unit 2.");
    assertThat(bench.attractor("replay", logs.toString()).code()).isZero();
    assertThat(bench.attractor("check", dot.toString()).code()).isZero();
    assertThat(bench.attractor("simulate", dot.toString()).code()).isZero();
  }

  /** What is odd in an item reaches a command as it is. */
  @Test
  void itemsAreHandedToCommandsNotSplicedIntoThem() throws IOException {
    String longest = "x".repeat(10_000);
    bench.write(
        "list.json",
        """
        ["a b", "it's \\"q\\"", "l1\\nl2", "$HOME $(id) `id`", {"name": "n", "in": {"a": "'"}}, "%s"]
        """
            .formatted(longest));
    bench.commitAll();
    Workbench.Result result =
        run(
            SamplePipelines.framed(
                "fan [shape=component take=all for_each=\"@list.json\" max_parallel=3]"
                    + " join [shape=tripleoctagon]"
                    + SamplePipelines.tool(
                        "unit",
                        "printf %s \"$item\" >out$index.txt; printf %s \"$item.in.a\" >field$index;"
                            + " printf %s \"$ATTRACTOR_ITEM\" >json$index")
                    + "start -> fan -> unit -> join -> exit"));

    assertThat(result.code()).as(result.toString()).isZero();
    assertThat(show("out1.txt")).isEqualTo("a b");
    assertThat(show("out2.txt")).isEqualTo("it's \"q\"");
    assertThat(show("out3.txt")).isEqualTo("l1\nl2");
    assertThat(show("out4.txt")).isEqualTo("$HOME $(id) `id`");
    assertThat(show("field5")).isEqualTo("'");
    assertThat(show("json5")).isEqualTo("{\"name\":\"n\",\"in\":{\"a\":\"'\"}}");
    assertThat(show("out6.txt")).isEqualTo(longest);
  }

  @ParameterizedTest
  @CsvSource({
    "'{\"a\": 1}',is a JSON object",
    "'[1, ',begins like a JSON array",
    "'[[1]]',neither"
  })
  void aListThatIsNoListFailsTheJoin(String text, String why) throws IOException {
    bench.write("list", text);
    bench.commitAll();
    Workbench.Result result =
        run(
            SamplePipelines.framed(
                "fan [shape=component for_each=\"@list\"] join [shape=tripleoctagon]"
                    + SamplePipelines.tool("unit", "true")
                    + "start -> fan -> unit -> join -> exit"));

    assertThat(result.code()).as(result.toString()).isEqualTo(1);
    assertThat(Files.readString(logs.resolve("final.json")))
        .contains("@list is no list to work through")
        .contains(why);
  }
}
