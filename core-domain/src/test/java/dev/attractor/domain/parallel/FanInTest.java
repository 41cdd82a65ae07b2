package dev.attractor.domain.parallel;

import static dev.attractor.domain.PipelineText.read;
import static org.assertj.core.api.Assertions.assertThat;

import dev.attractor.domain.outcome.Failure;
import dev.attractor.domain.outcome.FailureClass;
import dev.attractor.domain.outcome.FailureSignature;
import dev.attractor.domain.outcome.Outcome;
import dev.attractor.domain.outcome.Status;
import dev.attractor.domain.pipeline.NodeId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** SEMANTICS §7: when a fan-out has enough, who wins the fan-in, and when nobody does. */
class FanInTest {
  private static JoinPolicy policy(String attributes) {
    return JoinPolicy.of(
        read("digraph g { fan [shape=component %s] }".formatted(attributes))
            .node(new NodeId("fan"))
            .attributes());
  }

  /**
   * Results by letter: s success, p partial, k skipped, v verdict, f fail, t transient, c canceled.
   */
  private static List<BranchResult> results(String letters) {
    return letters.chars().mapToObj(letter -> (char) letter).map(FanInTest::result).toList();
  }

  private static BranchResult result(char letter) {
    Outcome outcome =
        switch (letter) {
          case 's' -> Outcome.success();
          case 'p' -> Outcome.of(Status.Passed.PARTIAL_SUCCESS);
          case 'k' -> Outcome.of(Status.Passed.SKIPPED);
          case 'v' -> Outcome.of(new Status.Verdict("fine"));
          case 'f' -> Outcome.fail(FailureClass.DETERMINISTIC, "wrong");
          case 't' -> Outcome.fail(FailureClass.TRANSIENT_INFRA, "slow");
          case 'c' -> Outcome.fail(FailureClass.CANCELED, "not needed");
          default -> throw new IllegalArgumentException("no result: " + letter);
        };
    return new BranchResult(
        "b_" + letter,
        outcome,
        0,
        "commit",
        Optional.of(new BranchName("branch")),
        letter == 'c',
        Map.of(),
        List.of());
  }

  private static FanIn fanIn(String attributes, List<BranchResult> results) {
    return new FanIn(
        new NodeId("fan"), 2, results, policy(attributes), Take.BEST, Optional.empty());
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          # policy                                    | n | ended | enough
          ''                                          | 3 | sf    | false
          error_policy=fail_fast                      | 3 | s     | false
          error_policy=fail_fast                      | 3 | sf    | true
          error_policy=fail_fast                      | 3 | c     | false
          join_policy=first_success                   | 3 | f     | false
          join_policy=first_success                   | 3 | fs    | true
          join_policy=first_success                   | 3 | p     | true
          join_policy=k_of_n join_k=2                 | 4 | sf    | false
          join_policy=k_of_n join_k=2                 | 4 | sfs   | true
          join_policy=k_of_n join_k=2                 | 4 | fff   | true
          join_policy=k_of_n join_k=2 error_policy=ignore | 4 | fff | false
          join_policy=quorum join_quorum=0.5          | 4 | s     | false
          join_policy=quorum join_quorum=0.5          | 4 | ss    | true
          join_policy=quorum                          | 5 | ss    | false
          join_policy=quorum                          | 5 | sss   | true
          join_policy=quorum join_quorum=0            | 5 | s     | true
          """,
      delimiter = '|')
  void branchesThatHaveNotEndedAreNoLongerNeeded(
      String attributes, int n, String ended, boolean enough) {
    assertThat(policy(attributes).enough(n, results(ended)).isPresent()).isEqualTo(enough);
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          # policy                                        | ended | reason
          ''                                              | fff   | all parallel branches failed
          ''                                              | tc    | all parallel branches failed
          ''                                              | fs    | ''
          error_policy=ignore                             | ff    | all parallel branches failed
          error_policy=fail_fast                          | sfc   | the branch b_f failed (error_policy=fail_fast): wrong
          join_policy=first_success                       | sc    | ''
          join_policy=first_success error_policy=fail_fast | sf   | ''
          join_policy=k_of_n join_k=2 error_policy=fail_fast | sfc | the branch b_f failed (error_policy=fail_fast): wrong
          join_policy=k_of_n join_k=2                     | sff   | 1 of 3 branches succeeded, and join_policy=k_of_n wants 2
          join_policy=k_of_n join_k=2 error_policy=ignore | sff   | ''
          join_policy=quorum join_quorum=1                | ssf   | 2 of 3 branches succeeded, and join_policy=quorum wants 3
          """,
      delimiter = '|')
  void theJoinFails(String attributes, String ended, String reason) {
    assertThat(fanIn(attributes, results(ended)).failure().map(Failure::reason).orElse(""))
        .isEqualTo(reason);
  }

  @ParameterizedTest
  @CsvSource({"ttt,TRANSIENT_INFRA", "tft,DETERMINISTIC", "tc,DETERMINISTIC", "f,DETERMINISTIC"})
  void isTransientOnlyWhenEveryBranchIs(String ended, FailureClass expected) {
    assertThat(fanIn("", results(ended)).failure().map(Failure::failureClass)).contains(expected);
  }

  @Test
  void isTheSameFailureOnlyWhenTheBranchesFailedInTheSameWay() {
    FailureSignature first = signature("exit code 1: line 17");

    assertThat(signature("exit code 1: line 23")).isEqualTo(first);
    assertThat(signature("no such file")).isNotEqualTo(first);
  }

  private static FailureSignature signature(String reason) {
    BranchResult failed =
        new BranchResult(
            "a",
            Outcome.fail(FailureClass.DETERMINISTIC, reason),
            0,
            "c",
            Optional.of(new BranchName("b")),
            false,
            Map.of(),
            List.of());
    return FailureSignature.of("join", fanIn("", List.of(failed)).failure().orElseThrow());
  }

  @Test
  void theBestIsFirstByStatusThenScoreThenId() {
    List<BranchResult> results =
        List.of(
            new BranchResult(
                "a",
                Outcome.of(Status.Passed.PARTIAL_SUCCESS),
                9,
                "c",
                Optional.of(new BranchName("b")),
                false,
                Map.of(),
                List.of()),
            new BranchResult(
                "d",
                Outcome.success(),
                1,
                "c",
                Optional.of(new BranchName("b")),
                false,
                Map.of(),
                List.of()),
            new BranchResult(
                "c",
                Outcome.success(),
                1,
                "c",
                Optional.of(new BranchName("b")),
                false,
                Map.of(),
                List.of()),
            new BranchResult(
                "e",
                Outcome.of(new Status.Verdict("yes")),
                2,
                "c",
                Optional.of(new BranchName("b")),
                false,
                Map.of(),
                List.of()),
            new BranchResult(
                "f",
                Outcome.fail(FailureClass.DETERMINISTIC, "x"),
                99,
                "c",
                Optional.of(new BranchName("b")),
                false,
                Map.of(),
                List.of()),
            new BranchResult(
                "g",
                Outcome.of(Status.Passed.SKIPPED),
                99,
                "c",
                Optional.of(new BranchName("b")),
                false,
                Map.of(),
                List.of()));

    assertThat(fanIn("", results).candidates().stream().map(BranchResult::branch))
        .containsExactly("e", "c", "d", "a", "g");
  }

  @Test
  void tellsTheContextHowEachBranchEnded() {
    FanIn fanIn = fanIn("", results("sf"));

    Outcome won = fanIn.won(fanIn.candidates().getFirst());

    assertThat(won.status()).isEqualTo(Status.Passed.SUCCESS);
    assertThat(won.contextUpdates())
        .containsAllEntriesOf(
            Map.of(
                "parallel.fan_out", "fan",
                "parallel.pass", "2",
                "parallel.success_count", "1",
                "parallel.fail_count", "1",
                "parallel.results.b_s.outcome", "success",
                "parallel.results.b_f.failure_reason", "wrong",
                "parallel.results.b_f.failure_class", "deterministic",
                "parallel.fan_in.best_id", "b_s",
                "parallel.fan_in.best_head_sha", "commit"));
  }

  @Test
  void aPartialWinnerMakesAPartialJoin() {
    FanIn fanIn = fanIn("", results("pf"));

    assertThat(fanIn.won(fanIn.candidates().getFirst()).status())
        .isEqualTo(Status.Passed.PARTIAL_SUCCESS);
  }

  @Test
  void anAgentsChoiceMustBeACandidate() {
    FanIn fanIn = fanIn("", results("spf"));

    assertThat(fanIn.named(preferring("b_p")).map(BranchResult::branch)).contains("b_p");
    assertThat(fanIn.named(preferring("b_f"))).as("it failed").isEmpty();
    assertThat(fanIn.namedNobody(preferring("b_f")).failure().map(Failure::reason))
        .contains("the agent named none of the candidates b_s, b_p (preferred_label='b_f')");
    assertThat(
            fanIn
                .namedNobody(Outcome.fail(FailureClass.TRANSIENT_INFRA, "HTTP 529"))
                .failure()
                .map(Failure::failureClass))
        .contains(FailureClass.TRANSIENT_INFRA);
  }

  private static Outcome preferring(String label) {
    return new Outcome(Status.Passed.SUCCESS, label, List.of(), Map.of(), "");
  }

  private static FanIn all(List<BranchResult> results) {
    return new FanIn(new NodeId("fan"), 1, results, policy(""), Take.ALL, Optional.empty());
  }

  private static BranchResult named(String branch, Outcome outcome) {
    return new BranchResult(
        branch,
        outcome,
        0,
        "sha-" + branch,
        Optional.of(new BranchName("git-" + branch)),
        false,
        Map.of(),
        List.of());
  }

  @Test
  void allOfThemAreASuccessAndWithoutAFailedOneAPartialSuccessThatNamesIt() {
    BranchResult a = named("a", Outcome.success()).saying("  a did it\n");
    BranchResult b = named("b", Outcome.fail(FailureClass.DETERMINISTIC, "wrong"));
    BranchResult c = named("c", Outcome.success());

    assertThat(all(List.of(c, a)).merged("m").status()).isEqualTo(Status.Passed.SUCCESS);
    assertThat(all(List.of(c, a, b)).merged()).containsExactly(c, a);
    Outcome partial = all(List.of(c, a, b)).merged("m");
    assertThat(partial.status()).isEqualTo(Status.Passed.PARTIAL_SUCCESS);
    assertThat(partial.notes()).contains("b");
    assertThat(partial.contextUpdates())
        .containsEntry("parallel.fan_in.merged", "c, a")
        .containsEntry("parallel.fan_in.head_sha", "m")
        .containsEntry("parallel.results.a.response", "a did it")
        .doesNotContainKey("parallel.results.c.response");
  }

  @Test
  void allFailedIsAFailureWhateverIsTaken() {
    FanIn fanIn = all(List.of(named("b", Outcome.fail(FailureClass.DETERMINISTIC, "wrong"))));

    assertThat(fanIn.failure().orElseThrow().reason()).isEqualTo(FanIn.ALL_FAILED);
  }

  @Test
  void aListWithoutItemsIsNoFailureAndNoListIsOne() {
    FanIn nothing = all(List.of());
    FanIn trouble =
        new FanIn(
            new NodeId("fan"), 1, List.of(), policy(""), Take.BEST, Optional.of("it is no list"));

    assertThat(nothing.failure()).isEmpty();
    assertThat(nothing.nothingToDo().status()).isEqualTo(Status.Passed.SUCCESS);
    assertThat(trouble.failure().orElseThrow().reason()).isEqualTo("it is no list");
    assertThat(trouble.failure().orElseThrow().failureClass())
        .isEqualTo(FailureClass.DETERMINISTIC);
  }

  @Test
  void onlyTheBeginningOfALongResponseIsAFact() {
    assertThat(named("a", Outcome.success()).saying("x".repeat(5_000)).response())
        .hasSize(BranchResult.LONGEST_RESPONSE);
  }
}
