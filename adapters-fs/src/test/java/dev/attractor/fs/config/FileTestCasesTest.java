package dev.attractor.fs.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.attractor.domain.dot.DotReader;
import dev.attractor.domain.dot.Parse;
import dev.attractor.domain.outcome.Failure;
import dev.attractor.domain.outcome.FailureClass;
import dev.attractor.domain.outcome.Outcome;
import dev.attractor.domain.parallel.Items;
import dev.attractor.domain.pipeline.NodeId;
import dev.attractor.domain.pipeline.Pipeline;
import dev.attractor.domain.simulate.Expectation;
import dev.attractor.domain.simulate.TestCase;
import dev.attractor.domain.source.SourceText;
import dev.attractor.ports.AttractorException;
import dev.attractor.ports.config.TestCases;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileTestCasesTest {
  private static final String PIPELINE =
      """
      digraph p {
        start [shape=Mdiamond] exit [shape=Msquare]
        test [prompt=x] ask [shape=hexagon]
        units [shape=component, for_each="a,b"] make [prompt=x] join [shape=tripleoctagon]
        start -> test -> ask
        ask -> units [label="[G] Go"]
        ask -> test [label="[A] Again"]
        units -> make -> join -> exit
      }
      """;

  @TempDir Path folder;

  private List<TestCase> read(String text) throws IOException {
    return new FileTestCases().read(Files.writeString(folder.resolve("t.yaml"), text), pipeline());
  }

  private static Pipeline pipeline() {
    return switch (DotReader.read(new SourceText("p.dot", PIPELINE))) {
      case Parse.Read(Pipeline pipeline) -> pipeline;
      case Parse.Refused refused -> throw new AssertionError(refused);
    };
  }

  private AttractorException mistake(String text) {
    return catchThrowableOfType(AttractorException.class, () -> read(text));
  }

  @Test
  void aCaseSaysWhatHappensAndWhatIsExpected() throws IOException {
    List<TestCase> cases =
        read(
            """
            cases:
              - name: goes back
                outcomes:
                  test: [{status: fail, failure_class: deterministic, failure_reason: red}, success]
                answers: {ask: [again, G]}
                lists: {units: [a, {name: b}]}
                context: {mode: quick, deep: 7}
                path: [start, test]
                end: fail
                exit: exit
                attempts: {test: 2, make: 0}
                never: [join, make]
                reason: ${is} red
              - name: short
                answers: {ask: G}
                end: success
            """);

    TestCase first = cases.getFirst();
    assertThat(first.name()).isEqualTo("goes back");
    assertThat(first.script().outcomes().get(new NodeId("test")))
        .containsExactly(
            Outcome.fail(new Failure(FailureClass.DETERMINISTIC, "red", "status file", "")),
            Outcome.success());
    assertThat(first.script().outcomes().get(new NodeId("ask")))
        .extracting(Outcome::preferredLabel)
        .containsExactly("again", "G");
    assertThat(first.script().lists().get(new NodeId("units")))
        .isInstanceOfSatisfying(Items.Listed.class, listed -> assertThat(listed.all()).hasSize(2));
    assertThat(first.context()).isEqualTo(Map.of("mode", "quick", "deep", "7"));
    assertThat(first.expectations())
        .containsExactly(
            new Expectation.Path(List.of(new NodeId("start"), new NodeId("test"))),
            new Expectation.End("fail"),
            new Expectation.Exit(new NodeId("exit")),
            new Expectation.Attempts(new NodeId("test"), 2),
            new Expectation.Attempts(new NodeId("make"), 0),
            new Expectation.Never(new NodeId("join")),
            new Expectation.Never(new NodeId("make")),
            new Expectation.Reason("${is} red"));
    assertThat(cases.get(1).expectations()).containsExactly(new Expectation.End("success"));
    assertThat(cases.get(1).script().outcomes().get(new NodeId("ask"))).hasSize(1);
  }

  @Test
  void allMistakesAreToldWithTheirPlaces() {
    AttractorException mistake =
        mistake(
            """
            cases:
              - name: first
                outcome: {test: [fail]}
                path: [start, tset]
                end: failed
                attempts: {test: x}
                never: exit
              - name: first
                outcomes: {nobody: [fail], test: fail, ask: [{statuss: fail}]}
                answers: {test: Go, ask: [Go, Stay]}
                lists: {test: [a], units: a}
                exit: test
                reason: [red]
              - end: success
              - name: idle
              - 7
            """);

    assertThat(String.valueOf(mistake.getMessage()).lines().map(String::strip))
        .contains(
            "5:5 cases.1.end is 'failed'; write success or fail",
            "4:19 cases.1.path.2 names 'tset', which is no node of p; did you mean test?",
            "9:16 cases.2.outcomes.nobody names 'nobody', which is no node of p; there are start,"
                + " exit, test, ask, units, make, join",
            "10:15 cases.2.answers.test asks nobody; write what it reports under outcomes",
            "10:35 cases.2.answers.ask.2 is 'Stay', which is no choice; there are [G] Go, [A]"
                + " Again",
            "8:5 cases.2.name is 'first' a second time; vary it",
            "11:13 cases.2.lists.test works through no list; name a node with for_each",
            "11:24 cases.2.lists.units is no list; write [a, b]",
            "12:5 cases.2.exit is no exit; name an exit",
            "14:5 cases.3.name is missing; say what it shows",
            "16:5 cases.5 is not a mapping; write key: value")
        .anyMatch(line ->
            line.startsWith("3:5 cases.1.outcome is not known; did you mean cases.1.outcomes?"))
        .anyMatch(line -> line.contains("statuss is not known; did you mean"))
        .anyMatch(line -> line.startsWith("15:5 cases.4.name is that of a case that expects"));
    assertThat(mistake.getMessage()).startsWith(folder.resolve("t.yaml") + " has ");
    assertThat(mistake.hint()).startsWith("write cases: a list");
  }

  @Test
  void outcomesAndAnswersOfTheSameNodeContradict() {
    assertThat(
            mistake(
                """
                cases:
                  - name: both
                    outcomes: {ask: [fail]}
                    answers: {ask: Go}
                    end: fail
                """))
        .hasMessage(folder.resolve("t.yaml") + ":4:15 cases.1.answers.ask has outcomes, too");
  }

  @Test
  void aFileWithoutCasesIsRefused() {
    for (String text : List.of("", "cases: []", "cases: 7", "- name: x", "cases: [", "a: 1")) {
      assertThat(mistake(text)).as(text).hasMessageContaining("t.yaml");
    }
    assertThatThrownBy(() -> new FileTestCases().read(folder.resolve("none.yaml"), pipeline()))
        .hasMessageContaining("none.yaml cannot be read: no such file or folder");
  }

  @Test
  void theCasesLieBesideThePipeline() {
    assertThat(TestCases.beside(Path.of("a/p.dot"))).isEqualTo(Path.of("a/p.dot.tests.yaml"));
  }
}
