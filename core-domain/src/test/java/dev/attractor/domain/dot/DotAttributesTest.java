package dev.attractor.domain.dot;

import static dev.attractor.domain.PipelineText.read;
import static dev.attractor.domain.PipelineText.refuse;
import static org.assertj.core.api.Assertions.assertThat;

import dev.attractor.domain.pipeline.Attributes;
import dev.attractor.domain.pipeline.Edge;
import dev.attractor.domain.pipeline.NodeId;
import dev.attractor.domain.pipeline.Pipeline;
import dev.attractor.domain.source.Diagnostic;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** SEMANTICS §1: the attributes of the DOT dialect, their names and values. */
class DotAttributesTest {
  @ParameterizedTest
  @CsvSource({"900s,PT15M", "15m,PT15M", "2h,PT2H", "250ms,PT0.25S", "1d,PT24H", "90,PT1M30S"})
  void readsDurationsABareNumberMeansSeconds(String text, Duration expected) {
    Pipeline pipeline = read("digraph g { a [timeout=%s] }".formatted(text));

    assertThat(pipeline.node(new NodeId("a")).attributes().duration("timeout")).contains(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "default_max_retry,default_max_retries",
    "node_type,type",
    "llm_prompt,prompt",
    "context_fidelity_default,default_fidelity",
    "script,tool_command"
  })
  void aliasesAreReadAsTheirCanonicalNames(String alias, String name) {
    Pipeline pipeline = read("digraph g { a [%s=x] }".formatted(alias));

    assertThat(pipeline.node(new NodeId("a")).attributes().text(name)).isEqualTo("x");
    assertThat(pipeline.node(new NodeId("a")).attributes().has(alias)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"prompts/a.md,@prompts/a.md", "@a.md,@a.md", "'',''"})
  void promptFileIsAPromptThatRefersToAFile(String written, String prompt) {
    Pipeline pipeline = read("digraph g { a [prompt_file=\"%s\"] }".formatted(written));

    assertThat(pipeline.node(new NodeId("a")).attributes().text("prompt")).isEqualTo(prompt);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a [tool_command=name, script=alias]",
        "a [script=alias, tool_command=name]",
        "a [tool_command=name] [script=alias]",
        "a [script=alias] a [tool_command=name]",
        "a [tool_command=name] a -> b a [script=alias]",
        "node [script=default] a [tool_command=name]",
        "node [tool_command=default] a [script=alias, tool_command=name]",
        "node [tool_command=name] node [script=alias] a",
      })
  void whereAnAliasAndItsNameStandOnOneThingTheNameWinsWhereverItStands(String statements) {
    assertThat(
            read("digraph g { %s }".formatted(statements))
                .node(new NodeId("a"))
                .attributes()
                .text("tool_command"))
        .isEqualTo("name");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "node [tool_command=default] a [script=own]",
        "node [tool_command=default] subgraph s { node [script=own] a }",
        "a [script=own, script=own]",
      })
  void anAliasOnANodeIsCloserThanANameInTheDefaults(String statements) {
    Attributes attributes =
        read("digraph g { %s }".formatted(statements)).node(new NodeId("a")).attributes();

    assertThat(attributes.text("tool_command")).isEqualTo("own");
    assertThat(attributes.outdone()).isEmpty();
  }

  @Test
  void theNameWinsOnTheGraphAndOnEdgesToo() {
    Pipeline pipeline =
        read(
            "digraph g { default_max_retries=2 graph [default_max_retry=5]"
                + " a -> b [node_type=x, type=y] }");

    assertThat(pipeline.attributes().integer("default_max_retries", 0)).isEqualTo(2);
    assertThat(pipeline.edges().getFirst().attributes().text("type")).isEqualTo("y");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gpt-5.4",
        "gpt-5.2-codex",
        "claude-opus-4-6",
        "team:reviewer",
        "x:y",
        "std::fs",
        "openai:gpt-5.4-mini",
        "0.5",
        "-1",
        "-0.5",
        ".5",
        "15m",
        "2.0",
        "a.b"
      })
  void aBareValueMayHoldDotsColonsAndHyphens(String value) {
    Pipeline pipeline =
        read(
            "digraph g { x=%1$s a [x=%1$s] a -> b [x=%1$s, y=1] c [x=%1$s y=1] }".formatted(value));

    assertThat(pipeline.attributes().text("x")).isEqualTo(value);
    assertThat(pipeline.node(new NodeId("a")).attributes().values()).isEqualTo(Map.of("x", value));
    assertThat(pipeline.edges().getFirst().attributes().values())
        .isEqualTo(Map.of("x", value, "y", "1"));
    assertThat(pipeline.node(new NodeId("c")).attributes().values())
        .isEqualTo(Map.of("x", value, "y", "1"));
  }

  @Test
  void anEdgeAndACommentAreNotPartOfABareValue() {
    Pipeline pipeline =
        read("digraph g { rank=1 b->c rank=same//d\n a -> b [weight=-1]c->a [weight=2]/*x*/ }");

    assertThat(pipeline.edges())
        .extracting(e -> e.from() + ">" + e.to() + e.weight())
        .containsExactly("b>c0", "a>b-1", "c>a2");
    assertThat(pipeline.attributes().text("rank")).isEqualTo("same");
  }

  @ParameterizedTest
  @CsvSource({
    "'a [prompt \"Write it\"]',1:16,the attribute prompt has no value,'write prompt=\"Write it\"'",
    "'a [goal_gate]',1:16,the attribute goal_gate has no value,'write goal_gate=true or =\"...\"'",
    "'a -> b [loop_restart, weight=2]',1:21,the attribute loop_restart has no value,",
    "'node [auto_status]',1:19,the attribute auto_status has no value,",
    "'a [x=1 y]',1:20,the attribute y has no value,",
    "'a [-5.4=x]',1:16,'-5.4' cannot be the name of an attribute,",
    "'a [5x=x]',1:16,'5x' cannot be the name of an attribute,",
    "'a [x..y=x]',1:16,'x..y' cannot be the name of an attribute,",
    "'a [\"two words\"=x]',1:16,\"two words\" cannot be the name of an attribute,",
    "'a [llm-model=x]',1:19,'-' has no meaning here,names hold letters",
    "'a [url=http://x]',1:24,expected an attribute or ']' but found ':',",
  })
  void anAttributeIsNameAndValueAndNothingElse(
      String statement, String place, String message, String hint) {
    Diagnostic found = refuse("digraph g { %s }".formatted(statement)).getFirst();

    assertThat(found.position()).hasToString(place);
    assertThat(found.message()).isEqualTo(message);
    assertThat(found.hint()).contains(hint == null ? "" : hint);
    assertThat(found.hint()).isNotBlank();
  }

  @Test
  void everyNameWithoutAValueIsReportedAndTheListGoesOn() {
    assertThat(
            refuse(
                """
                digraph g {
                  a [
                    goal_gate
                    prompt "Write it"
                    auto_status,
                    timeout=5m
                  ]
                }
                """))
        .extracting(d -> d.position().line() + " " + d.message())
        .containsExactly(
            "3 the attribute goal_gate has no value",
            "4 the attribute prompt has no value",
            "5 the attribute auto_status has no value");
  }

  @ParameterizedTest
  @CsvSource({"2,2", "2.0,2", "2.,2", "-1.00,-1"})
  void aWholeNumberMayBeWrittenWithAPoint(String written, int weight) {
    assertThat(read("digraph g { a -> b [weight=%s] }".formatted(written)).edges())
        .extracting(Edge::weight)
        .containsExactly(weight);
  }
}
