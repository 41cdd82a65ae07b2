package dev.attractor.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attractor.cli.workbench.SamplePipelines;
import dev.attractor.cli.workbench.Workbench;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** SEMANTICS §7: what branches said reaches whoever works next, wherever that is. */
class WhatBranchesSaidTest {
  @RegisterExtension private final Workbench bench = new Workbench();

  private Path logs = Path.of("");

  @BeforeEach
  void names() {
    logs = bench.path("logs");
  }

  private void run(String statements) throws IOException {
    Path file = bench.path("t.dot");
    Files.writeString(file, SamplePipelines.framed(statements));
    Workbench.Result result =
        bench.attractor("run", file.toString(), "--logs-root", logs.toString());
    assertThat(result.code()).as(result.toString()).isZero();
    assertThat(bench.attractor("replay", logs.toString()).code()).isZero();
  }

  private static String agent(String id) {
    return "%1$s [prompt=\"Work.\" llm_provider=scripted agent_script=\"%1$s: [{say: 'I am %1$s.', outcome: success}]\"] "
        .formatted(id);
  }

  private static final String TWO_REVIEWERS =
      "one [shape=component take=none] met [shape=tripleoctagon] start -> one"
          + " one -> ann -> met one -> bob -> met "
          + agent("ann")
          + agent("bob");

  @Test
  void anAgentInABranchIsToldWhatTheBranchesBeforeItSaid() throws IOException {
    run(
        TWO_REVIEWERS
            + agent("cid")
            + agent("dan")
            + agent("eve")
            + "two [shape=component take=none] end [shape=tripleoctagon] met -> two"
            + " two -> cid -> eve -> end two -> dan -> end end -> exit");

    String said = logs.resolve("met/branches").toString();
    for (String branch : new String[] {"01-cid/cid", "02-dan/dan"}) {
      assertThat(logs.resolve("parallel/two/pass1/" + branch + "/prompt.md"))
          .content()
          .contains("## What the branches said", "I am ann.", "I am bob.", said + "/ann.md");
    }
    assertThat(logs.resolve("parallel/two/pass1/01-cid/eve/prompt.md"))
        .content()
        .as("an agent has worked since")
        .doesNotContain("What the branches said");
  }

  @Test
  void whatABranchSaidIsWhatItsOwnBranchesSaidLast() throws IOException {
    run(
        agent("plan")
            + agent("ann")
            + agent("bob")
            + agent("cid")
            + agent("writer")
            + "one [shape=component take=none] met [shape=tripleoctagon]"
            + " in [shape=component take=none] inmet [shape=tripleoctagon]"
            + " start -> one one -> plan -> in in -> ann -> inmet in -> bob -> inmet inmet -> met"
            + " one -> cid -> met met -> writer -> exit");

    assertThat(logs.resolve("met/branches/plan.md"))
        .content()
        .contains("I am plan.", "ann said:\nI am ann.", "bob said:\nI am bob.");
    assertThat(logs.resolve("writer/prompt.md"))
        .content()
        .contains("I am plan.", "I am ann.", "I am bob.", "I am cid.");
  }

  @Test
  void whatABranchSaidIsWhatAPartOfItSaidLast() throws IOException {
    Files.writeString(
        bench.path("part.dot"),
        SamplePipelines.framed(
            agent("ann") + SamplePipelines.tool("t", "echo tool") + "start -> ann -> t t -> exit"));
    run(
        "one [shape=component take=none] met [shape=tripleoctagon]"
            + " p [type=pipeline pipeline_file=\"part.dot\"] "
            + agent("bob")
            + agent("writer")
            + "start -> one one -> p -> met one -> bob -> met met -> writer -> exit");

    assertThat(logs.resolve("met/branches/p.md")).content().isEqualTo("I am ann.");
    assertThat(logs.resolve("writer/prompt.md")).content().contains("I am ann.", "I am bob.");
  }
}
