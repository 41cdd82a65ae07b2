package dev.attractor.reports.story;

import dev.attractor.domain.agent.Usage;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The story of a run as one JSON object. */
final class JsonReport {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private JsonReport() {}

  static String of(Story story) {
    ObjectNode json = JSON.createObjectNode();
    json.put("run_id", story.run().manifest().runId());
    json.put("pipeline", story.run().manifest().pipeline());
    json.put("goal", story.run().manifest().goal());
    json.put("status", story.word());
    story.reasons().forEach(json.putArray("reasons")::add);
    json.put("started_at", story.run().manifest().startedAt().toString());
    json.put("last_event_at", story.lastAt().toString());
    json.put("duration_ms", story.duration().toMillis());
    json.put("base_commit", story.run().manifest().baseCommit());
    json.put("final_commit", story.state().head());
    json.put("run_branch", story.run().manifest().runBranch());
    usage(json, story.state().totals().usage());
    commands(json.putArray("commands"), story);
    story.unverified().forEach(stint -> attempt(json.withArray("/never_verified"), stint));
    ArrayNode files = json.putArray("files");
    for (FileChange file : FileChange.in(story.patch())) {
      files
          .addObject()
          .put("path", file.path())
          .put("added", file.added())
          .put("removed", file.removed())
          .put("binary", file.binary());
    }
    stages(json.putArray("stages"), story);
    ArrayNode hops = json.putArray("decisions");
    for (Hop hop : story.hops()) {
      ObjectNode one = hops.addObject();
      one.put("within", hop.within());
      one.put("decision", hop.explanation().decision());
      one.put("rule", hop.explanation().rule());
      hop.explanation().alternatives().forEach(one.putArray("lost")::add);
    }
    ArrayNode questions = json.putArray("questions");
    for (Question asked : story.questions()) {
      questions
          .addObject()
          .put("stage", asked.stage())
          .put("said", asked.said())
          .put("found", asked.found());
    }
    story.warnings().forEach(json.putArray("warnings")::add);
    return JSON.writeValueAsString(json) + "\n";
  }

  private static ObjectNode attempt(ArrayNode list, Stint stint) {
    return list.addObject()
        .put("within", stint.within())
        .put("node_id", stint.attempt().nodeId())
        .put("visit", stint.attempt().visit())
        .put("attempt", stint.attempt().number());
  }

  private static void commands(ArrayNode list, Story story) {
    for (Stint stint : story.commands()) {
      ObjectNode one = attempt(list, stint);
      stint
          .evidence()
          .program()
          .ifPresent(program -> {
            program.argv().forEach(one.putArray("argv")::add);
            program
                .exit()
                .ifPresentOrElse(
                    code -> one.put("exit_code", code),
                    () -> one.put("trouble", program.trouble()));
          });
    }
  }

  private static void stages(ArrayNode list, Story story) {
    for (Stint stint : story.stints()) {
      ObjectNode one = attempt(list, stint);
      one.put("begin", stint.begin().toString());
      one.put("duration_ms", stint.duration().toMillis());
      one.put("status", stint.outcome().map(said -> said.status().word()).orElse("not ended"));
      stint
          .outcome()
          .flatMap(said -> said.failure())
          .ifPresent(failure -> {
            one.put("failure_reason", failure.reason());
            one.put("failure_class", failure.failureClass().word());
          });
      stint
          .evidence()
          .program()
          .filter(program -> !program.provider().isEmpty())
          .ifPresent(
              program -> one.put("provider", program.provider()).put("model", program.model()));
      usage(one, stint.usage());
      stint.ended().ifPresent(ended -> one.put("git_commit_sha", ended.commit()));
    }
  }

  private static void usage(ObjectNode json, Usage usage) {
    json.put("input_tokens", usage.inputTokens());
    json.put("output_tokens", usage.outputTokens());
    json.put("cost_usd", usage.costUsd());
  }
}
