package dev.attractor.cli.pipelines;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attractor.cli.terminal.ExitCode;
import dev.attractor.cli.workbench.JournalFiles;
import dev.attractor.cli.workbench.PlayedTeam;
import dev.attractor.cli.workbench.Workbench;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The templates as they are written, run to their ends with programs that play the agents. */
class TemplateRunsTest {
  /** The tests of the project fail when somebody has left a file of this name. */
  private static final String TESTS = "[ ! -e broken ] || { echo 'it is broken' >&2; exit 1; }\n";

  private static final String ID = "one";

  @RegisterExtension private final Workbench bench = new Workbench();

  private final PlayedTeam team = new PlayedTeam(bench);

  @BeforeEach
  void installThePrograms() throws IOException {
    team.install();
    bench.write("tests.sh", TESTS);
    bench.commitAll();
  }

  private Workbench.Result run(Template template, String... options) {
    assertThat(bench.attractor("init", template.word()).code()).isZero();
    bench.commitAll();
    return bench.attractor(
        Stream.concat(
                Stream.of("run", template.word() + ".dot", "--run-id", ID), Stream.of(options))
            .toArray(String[]::new));
  }

  private static void assertSucceeded(Workbench.Result run) {
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.value("status")).isEqualTo("success");
  }

  private static void assertFailed(Workbench.Result run, String because) {
    assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.RUN_FAILED.code());
    assertThat(run.err()).contains(because);
  }

  /** Returns the stages of the run, those of branches left out, in their order. */
  private static List<String> path(Workbench.Result run) throws IOException {
    return JournalFiles.events(run.logsRoot(), "stage_attempt_start").stream()
        .map(event -> event.path("node_id").asString())
        .toList();
  }

  private String result(String file) {
    return bench.git("show", "attractor/run/%s:%s".formatted(ID, file));
  }

  private List<String> resultingFiles() {
    return bench.git("ls-tree", "-r", "--name-only", "attractor/run/" + ID).lines().toList();
  }

  @Test
  void linearGoesBackWhenTheTestsFail() throws IOException {
    team.on("implement", "echo new >new.txt; if first; then : >broken; else rm broken; fi");

    Workbench.Result run = run(Template.LINEAR);

    assertSucceeded(run);
    assertThat(path(run))
        .containsExactly("start", "ready", "implement", "test", "implement", "test", "exit");
    assertThat(result("new.txt")).isEqualTo("new");
    assertThat(team.told("implement")).contains("it is broken");
  }

  @Test
  void linearEndsBeforeItCostsAnythingWhenTheTestsFailAlready() throws IOException {
    bench.write("broken", "");

    assertFailed(run(Template.LINEAR), "it is broken");

    assertThat(team.called()).isEmpty();
  }

  @Test
  void linearEndsWhenTheTestsGoOnFailingOrTheAgentFails() throws IOException {
    team.on("implement", "date +%N >broken");

    Workbench.Result run = run(Template.LINEAR);

    assertFailed(run, "test");
    assertThat(team.called()).hasSize(3);
    team.on("implement", "report fail 'the goal says nothing'");
    Workbench.Result refused = bench.attractor("run", "linear.dot", "--run-id", "two");
    assertFailed(refused, "the goal says nothing");
    assertThat(path(refused)).containsExactly("start", "ready", "implement");
  }

  @Test
  void reviewMendsWhatTestsReviewerAndPersonFind() throws IOException {
    team.on("plan", "echo first this, then that")
        .on("implement", ": >broken")
        .on("revise", "rm -f broken; echo $ATTRACTOR_VISIT >revised")
        .on("review", "if first; then report fail 'a test is missing'; fi");

    Workbench.Result run =
        run(Template.REVIEW, "--answer", "approve=Change", "--answer", "approve=Approve");

    assertSucceeded(run);
    assertThat(path(run))
        .containsSubsequence("plan", "implement", "test", "revise", "test", "review", "revise")
        .containsSubsequence("approve", "revise", "test", "review", "approve", "exit");
    assertThat(result("revised")).isEqualTo("3");
    assertThat(team.told("review"))
        .contains("Review the change since " + bench.git("rev-parse", "main"));
  }

  @Test
  void reviewFailsWhenThePersonSaysNo() throws IOException {
    team.on("plan", "echo a plan").on("implement", "echo x >x").on("review", "echo good");

    Workbench.Result run = run(Template.REVIEW, "--answer", "approve=Reject");

    assertFailed(run, "a person has rejected the change");
    assertThat(path(run)).endsWith("review", "approve", "rejected");
  }

  @Test
  void reviewEndsWhenTheReviewerIsNeverContent() throws IOException {
    team.on("plan", "echo a plan")
        .on("implement", "echo x >x")
        .on("revise", "echo y >>x")
        .on("review", "report fail 'still wrong'");

    assertFailed(run(Template.REVIEW), "still wrong");

    assertThat(team.called()).endsWith("review").doesNotContain("approve");
  }

  @Test
  void providersTakeTheBestOfThoseThatPassTheTests() throws IOException {
    team.on("claude", "echo claude >by")
        .on("codex", "echo codex >by; : >broken")
        .on("gemini", "echo gemini >by")
        .on("best", "choose gemini");

    Workbench.Result run = run(Template.PROVIDERS);

    assertSucceeded(run);
    assertThat(result("by")).isEqualTo("gemini");
    assertThat(resultingFiles()).doesNotContain("broken");
    assertThat(team.called()).contains("claude", "codex", "gemini").endsWith("best");
  }

  @Test
  void providersFailWhenNoSolutionPassesTheTests() throws IOException {
    for (String provider : List.of("claude", "codex", "gemini")) {
      team.on(provider, ": >broken");
    }

    assertFailed(run(Template.PROVIDERS), "all parallel branches failed");

    assertThat(team.called()).doesNotContain("best");
    assertThat(resultingFiles()).doesNotContain("broken");
  }

  private static final String THREE_UNITS =
      """
      cat >units.json <<'END'
      [{"name": "a", "files": "a.txt", "task": "write a"},
       {"name": "b", "files": "b.txt", "task": "write b"},
       {"name": "c", "files": "c.txt", "task": "write c"}]
      END
      """;

  @Test
  void unitsAreMergedAndConflictsResolved() throws IOException {
    team.on("plan", THREE_UNITS)
        .on("make", "echo $ATTRACTOR_INDEX >$ATTRACTOR_INDEX.txt; echo $ATTRACTOR_INDEX >all")
        .on("merged", "printf '1\\n2\\n3\\n' >all");

    Workbench.Result run = run(Template.UNITS);

    assertSucceeded(run);
    assertThat(resultingFiles()).contains("1.txt", "2.txt", "3.txt").doesNotContain("units.json");
    assertThat(result("all")).isEqualTo("1\n2\n3");
    assertThat(team.told("make")).contains(": write ");
  }

  @Test
  void unitsThatAreMissingAreMended() throws IOException {
    team.on("plan", THREE_UNITS)
        .on(
            "make",
            "[ $ATTRACTOR_INDEX != 2 ] || { report fail 'b is too hard'; exit 0; };"
                + " echo $ATTRACTOR_INDEX >$ATTRACTOR_INDEX.txt; : >broken")
        .on("mend", "echo 2 >2.txt; if ! first; then rm broken; fi");

    Workbench.Result run = run(Template.UNITS);

    assertSucceeded(run);
    assertThat(path(run))
        .endsWith("merged", "mend", "tidy", "test", "mend", "tidy", "test", "exit");
    assertThat(resultingFiles()).contains("1.txt", "2.txt", "3.txt");
  }

  @Test
  void unitsFailWhenThereIsNoListOrAllFail() throws IOException {
    team.on("plan", "echo 'I wrote no list'");

    assertFailed(run(Template.UNITS), "units.json");

    team.on("plan", THREE_UNITS).on("make", "report fail 'too hard'");
    assertFailed(
        bench.attractor("run", "units.dot", "--run-id", "two"), "all parallel branches failed");
    assertThat(team.called()).doesNotContain("mend");
  }

  @Test
  void reviewersAreHeardAndTheFileOfTheWriterHasToBeThere() throws IOException {
    team.on("faults", "echo lost error in line 7; echo x >notes")
        .on("safety", "report fail 'cannot read it'")
        .on("clarity", "echo good names")
        .on("writer", "if ! first; then echo 'one fault' >REVIEW.md; fi");

    Workbench.Result run = run(Template.REVIEWERS);

    assertSucceeded(run);
    assertThat(path(run)).endsWith("writer", "written", "writer", "written", "exit");
    assertThat(resultingFiles()).contains("REVIEW.md").doesNotContain("notes");
    assertThat(team.told("faults")).contains(bench.git("rev-parse", "main"));
    assertThat(team.told("writer")).contains("lost error in line 7", "1 of three reviews");
  }

  @Test
  void reviewersFailWhenNobodyCouldReviewOrNothingIsWritten() throws IOException {
    team.on("faults", "echo none").on("safety", "echo none").on("clarity", "echo none");
    team.on("writer", "echo I forgot");

    assertFailed(run(Template.REVIEWERS), "there is no REVIEW.md");

    for (String reviewer : List.of("faults", "safety", "clarity")) {
      team.on(reviewer, "exit 1");
    }
    assertFailed(
        bench.attractor("run", "reviewers.dot", "--run-id", "two"), "all parallel branches failed");
  }

  @Test
  void fixRepairsUntilTheTestsPassHonestly() throws IOException {
    bench.write("broken", "");
    team.on(
            "fix",
            "if first; then echo true >tests.sh; else rm broken; echo '%s' >tests.sh; fi"
                .formatted("[ ! -e broken ]"))
        .on("honest", "if first; then report fail 'the test was emptied'; fi");

    Workbench.Result run = run(Template.FIX);

    assertSucceeded(run);
    assertThat(path(run))
        .containsExactly("start", "test", "fix", "test", "honest", "fix", "test", "honest", "exit");
    assertThat(resultingFiles()).doesNotContain("broken");
  }

  @Test
  void fixCostsNothingMoreThanALookWhenAllIsWell() throws IOException {
    team.on("honest", "echo nothing changed");

    assertSucceeded(run(Template.FIX));

    assertThat(team.called()).containsExactly("honest");
  }

  @Test
  void fixEndsWithItsRoundsAndWithItsMoney() throws IOException {
    bench.write("tests.sh", "echo \"failure $(cat broken)\" | tr 0-9 a-j >&2; exit 1\n");
    bench.write("broken", "0");
    team.on("fix", "echo $ATTRACTOR_VISIT >broken");

    Workbench.Result run = run(Template.FIX);

    assertFailed(run, "fix");
    assertThat(team.called()).hasSize(5);
    team.costs("2.50");
    Workbench.Result dear = bench.attractor("run", "fix.dot", "--run-id", "two");
    assertFailed(dear, "failure c");
    assertThat(path(dear)).containsExactly("start", "test", "fix", "test", "fix", "test");
  }

  private static final String REPRODUCED =
      "echo '[ -e mended ] || { [ ! -e fault ] && exit 2; exit 1; }' >reproduce.sh";

  @Test
  void issueIsProvenRepairedVerifiedAndReviewed() throws IOException {
    bench.write("fault", "");
    team.on("read", "echo it should, but does not")
        .on(
            "reproduce",
            "if first; then echo exit 0 >reproduce.sh; else %s; fi".formatted(REPRODUCED))
        .on("fix", ": >mended; if first; then : >broken; else rm -f broken; fi")
        .on("review", "if first; then report fail 'the cause is still there'; fi");

    Workbench.Result run = run(Template.ISSUE);

    assertSucceeded(run);
    assertThat(path(run))
        .containsSubsequence("read", "reproduce", "proven", "reproduce", "proven", "fix", "verify")
        .endsWith("verify", "fix", "verify", "review", "fix", "verify", "review", "tidy", "exit");
    assertThat(resultingFiles()).contains("mended").doesNotContain("reproduce.sh", "broken");
    assertThat(team.told("reproduce")).contains("reproduce.sh ended with 0, not with 1");
  }

  @Test
  void issueEndsWhenItIsNoFaultOrCannotBeProvenOrRepaired() throws IOException {
    team.on("read", "report fail 'which version is it?'");
    assertFailed(run(Template.ISSUE), "which version is it?");
    assertThat(team.called()).containsExactly("read");

    team.on("read", "echo a fault").on("reproduce", "echo exit 2 >reproduce.sh");
    assertFailed(
        bench.attractor("run", "issue.dot", "--run-id", "two"), "ended with 2, not with 1");
    assertThat(team.called()).doesNotContain("fix");

    team.on("reproduce", "echo exit 1 >reproduce.sh").on("fix", "echo x >x");
    Workbench.Result never = bench.attractor("run", "issue.dot", "--run-id", "three");
    assertFailed(never, "verify");
    assertThat(path(never)).contains("fix").doesNotContain("review", "exit");
  }

  @Test
  void updateMendsWhatBreaks() throws IOException {
    team.on("update", ": >broken; echo 2.0 >lock; echo lib 1.9 to 2.0")
        .on("mend", "rm -f broken; if ! first; then echo 1.10 >lock; fi")
        .on("review", "if first; then report fail 'lib has a major version more'; fi");

    Workbench.Result run = run(Template.UPDATE);

    assertSucceeded(run);
    assertThat(path(run))
        .endsWith("update", "test", "mend", "test", "review", "mend", "test", "review", "exit");
    assertThat(result("lock")).isEqualTo("1.10");
  }

  @Test
  void updateEndsEarlyWhenThereIsNothingToDo() throws IOException {
    team.on("update", "report up_to_date");

    Workbench.Result run = run(Template.UPDATE);

    assertSucceeded(run);
    assertThat(path(run)).containsExactly("start", "ready", "update", "exit");
  }

  @Test
  void updateEndsWhenTheTestsGoOnFailing() throws IOException {
    team.on("update", ": >broken").on("mend", "echo x >>x");

    Workbench.Result run = run(Template.UPDATE);

    assertFailed(run, "it is broken");
    assertThat(path(run)).doesNotContain("review", "exit");
  }
}
