package dev.attractor.domain.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attractor.domain.fidelity.Fidelity;
import dev.attractor.domain.parallel.BranchItem;
import dev.attractor.domain.parallel.Item;
import dev.attractor.domain.pipeline.NodeId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** SEMANTICS §8: prompts. */
class PromptTest {
  @Test
  void knownNamesExpandUnknownOnesStayAndADoubledDollarIsOne() {
    assertThat(
            Variables.expand(
                "$goal costs $$5, says $who at $noon",
                Map.of("goal", "It", "who", "A\\$1"),
                _ -> ""))
        .isEqualTo("It costs $5, says A\\$1 at $noon");
  }

  private static Preamble.Facts facts(int stages, String output) {
    return facts(stages, output, List.of());
  }

  private static Preamble.Facts facts(int stages, String output, List<Preamble.Said> branches) {
    List<Preamble.Past> past =
        IntStream.range(0, stages)
            .mapToObj(
                n -> new Preamble.Past(new NodeId("stage" + n), "success", "detail ".repeat(20)))
            .toList();
    return new Preamble.Facts(
        new NodeId("plan"),
        2,
        3,
        "RUN",
        "a goal",
        "/w",
        "/s/status.json",
        past,
        Map.of("outcome", "fail", "tool.output", output, "note", "kept"),
        Optional.of(new Preamble.Said("write", "word ".repeat(10_000), "/r/write/response.md")),
        List.of("/r/test/stdout.log", "/r/test/diff.patch"),
        branches,
        List.of());
  }

  @ParameterizedTest
  @EnumSource(Fidelity.class)
  void whatWasToldIsHandedOnTheLatestFirstOfAll(Fidelity fidelity) {
    Preamble.Facts facts = facts(3, "");
    Preamble.Facts told =
        new Preamble.Facts(
            facts.nodeId(),
            facts.visit(),
            facts.attempt(),
            facts.runId(),
            facts.goal(),
            facts.worktree(),
            facts.statusPath(),
            facts.past(),
            facts.context(),
            facts.said(),
            facts.evidence(),
            facts.branches(),
            List.of("old ".repeat(20_000), "use the other file"));

    assertThat(Preamble.of(fidelity, told))
        .contains(
            """
            What you have been told since the run began
            (what was said before that, 1 times, is in the journal of the run: steered)
            - use the other file
            """);
  }

  @ParameterizedTest
  @EnumSource(Fidelity.class)
  void anAgentIsToldWhichStageItIsAndWhichTryOfIt(Fidelity fidelity) {
    assertThat(Preamble.of(fidelity, facts(1, "")))
        .startsWith("You are one stage, \"plan\" (visit 2, attempt 3), of an automated pipeline.")
        .contains("Work in /w. Change nothing outside")
        .contains("write a JSON file to /s/status.json");
  }

  @ParameterizedTest
  @EnumSource(Fidelity.class)
  void whatBranchesSaidIsToldWithWhereTheWholeIs(Fidelity fidelity) {
    List<Preamble.Said> said =
        List.of(
            new Preamble.Said("ann", "ann says ".repeat(1_000), "/r/join/branches/ann.md"),
            new Preamble.Said("bob", "fine", "/r/join/branches/bob.md"));
    String told = Preamble.of(fidelity, facts(3, "", said));

    if (fidelity != Fidelity.TRUNCATE) { // which has hardly room for a name
      assertThat(told).contains("## What the branches said", "ann says", "/r/join/branches/bob.md");
    }
    assertThat(told).doesNotContain("ann says ".repeat(1_000));
  }

  @Test
  void veryManyBranchesAreNamedAndNoPathIsCutShort() {
    List<Preamble.Said> said =
        IntStream.rangeClosed(1, 40)
            .mapToObj(n ->
                new Preamble.Said(
                    "unit_" + n,
                    "said ".repeat(100),
                    "/a/place/of/runs/night/join/branches/unit_%d.md".formatted(n)))
            .toList();

    assertThat(Preamble.of(Fidelity.COMPACT, facts(3, "", said)))
        .contains("What each said is in /a/place/of/runs/night/join/branches/<name>.md:")
        .contains("unit_1, unit_2,", "unit_39, unit_40");
  }

  @Test
  void whatIsLeftOfABranchWithoutItsFolderIsToldAsSuch() {
    assertThat(
            Preamble.of(
                Fidelity.COMPACT, facts(3, "", List.of(new Preamble.Said("ann", "fine", "")))))
        .contains("### ann (no more of it is left)\nfine");
  }

  @Test
  void aDottedNameIsTheLongestThatHasAValue() {
    Map<String, String> item = Map.of("item", "README", "item.name", "core $goal", "index", "2");

    assertThat(Variables.expand("$item.md $item.name.txt $index/$item.nope, $x.y", item, _ -> ""))
        .isEqualTo("README.md core $goal.txt 2/README.nope, $x.y");
    assertThat(Variables.namesIn("$item.name and $index.")).containsExactly("item", "index");
  }

  @Test
  void aCommandGetsItsItemInVariables() {
    BranchItem item =
        new BranchItem(3, new Item("{\"a\":\"it's $(x)\"}", "{}", Map.of("a", "it's $(x)")));

    ItemCommand command =
        ItemCommand.of(
            "echo \"$item.a\" ${item.a}.txt $index $items \\$item $$item", Optional.of(item));

    assertThat(command.text())
        .isEqualTo(
            "echo \"${ATTRACTOR_ITEM_1}\" ${ATTRACTOR_ITEM_1}.txt ${ATTRACTOR_ITEM_2} $items"
                + " \\$item $$item");
    assertThat(command.variables())
        .isEqualTo(Map.of("ATTRACTOR_ITEM_1", "it's $(x)", "ATTRACTOR_ITEM_2", "3"));
    assertThat(ItemCommand.of("echo $item", Optional.empty()))
        .isEqualTo(new ItemCommand("echo $item", Map.of()));
  }

  @Test
  void keysOfTheContextExpandAndAreEmptyWhenMissing() {
    String prompt = "Fix ${context.test.name}${context.none} of $${context.x} ${context.} $a";

    assertThat(
            Variables.expand(prompt, Map.of(), key -> key.equals("test.name") ? "it's $a \\1" : ""))
        .isEqualTo("Fix it's $a \\1 of ${context.x} ${context.} $a");
    assertThat(Variables.keysIn(prompt)).containsExactly("test.name", "none");
    assertThat(Variables.namesIn(prompt)).containsExactly("a");
  }

  @Test
  void namesOfOurOwnEnvironmentAreNoVariables() {
    assertThat(Variables.namesIn("write to $ATTRACTOR_STATUS_PATH, $who")).containsExactly("who");
  }

  @ParameterizedTest
  @EnumSource(
      value = Fidelity.class,
      names = {"COMPACT", "SUMMARY_LOW", "SUMMARY_MEDIUM", "SUMMARY_HIGH"})
  void whatTheLastAgentSaidIsCarriedUpToHalfOfTheBudgetAndItsFileIsNamed(Fidelity fidelity) {
    String carried = Preamble.carried(fidelity, facts(3, ""));

    assertThat(carried).contains("/r/write/response.md").contains("(cut)");
    assertThat(carried.chars().filter(c -> c == 'w').count() * "word ".length())
        .isBetween(fidelity.budget() / 2L - 100, fidelity.budget() / 2L + 100);
  }

  @ParameterizedTest
  @EnumSource(
      value = Fidelity.class,
      names = {"COMPACT", "SUMMARY_LOW", "SUMMARY_MEDIUM", "SUMMARY_HIGH"})
  void theEvidenceOfAFailedStageIsNamedByPath(Fidelity fidelity) {
    assertThat(Preamble.carried(fidelity, facts(3, "")))
        .contains("/r/test/stdout.log", "/r/test/diff.patch");
  }

  @ParameterizedTest
  @EnumSource(Fidelity.class)
  void everyPromptOpensWithWhereToWorkAndHowToReport(Fidelity fidelity) {
    assertThat(Preamble.of(fidelity, facts(3, "")))
        .contains("/w", "nothing outside", "/s/status.json", "failure_reason");
  }

  @ParameterizedTest
  @EnumSource(Fidelity.class)
  void whatIsCarriedStaysWithinTheBudget(Fidelity fidelity) {
    String carried = Preamble.carried(fidelity, facts(1_000, "x".repeat(100_000)));

    assertThat(carried.length()).isLessThanOrEqualTo(fidelity.budget());
  }

  @Test
  void theModesDifferInWhatTheyCarry() {
    assertThat(Preamble.carried(Fidelity.FULL, facts(2, ""))).isEmpty();
    assertThat(Preamble.carried(Fidelity.TRUNCATE, facts(2, "")))
        .contains("a goal", "RUN")
        .doesNotContain("stage1");
    assertThat(Preamble.carried(Fidelity.COMPACT, facts(2, "")))
        .contains("stage1: success", "How it ended\nfail")
        .doesNotContain("detail");
    assertThat(Preamble.carried(Fidelity.SUMMARY_LOW, facts(20, "")))
        .contains("stage19: success (detail")
        .doesNotContain("stage3:", "note: kept");
    assertThat(Preamble.carried(Fidelity.SUMMARY_HIGH, facts(20, "")))
        .contains("stage3:", "note: kept");
  }
}
