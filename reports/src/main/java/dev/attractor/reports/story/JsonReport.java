package dev.attractor.reports.story;

import dev.attractor.domain.agent.Usage;
import dev.attractor.ports.report.RunReports.Subject;
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
    inShort(json, story);
    story.reasons().forEach(json.putArray("reasons")::add);
    json.put("base_commit", story.run().manifest().baseCommit());
    json.put("final_commit", story.state().head());
    commands(json.putArray("commands"), story);
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
    for (Story.Hop hop : story.hops()) {
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
    story.unseenChange().ifPresent(why -> json.put("unseen_change", why));
    return JSON.writeValueAsString(json) + "\n";
  }

  static String of(Overview overview) {
    ObjectNode json = JSON.createObjectNode();
    ObjectNode all = json.putObject("totals");
    all.put("runs", overview.size());
    ObjectNode words = all.putObject("by_status");
    overview.words().forEach(words::put);
    all.put("duration_ms", overview.time().toMillis());
    all.put("never_verified", overview.neverVerified());
    usage(all, overview.usage());
    ArrayNode runs = json.putArray("runs");
    overview.stories().forEach(story -> inShort(runs.addObject(), story));
    ArrayNode unreadable = json.putArray("unreadable");
    for (Subject.Unreadable run : overview.unreadable()) {
      unreadable
          .addObject()
          .put("run_id", run.name())
          .put("logs_root", run.location().toString())
          .put("damage", run.why());
    }
    return JSON.writeValueAsString(json) + "\n";
  }

  /** What is told of a run, be it alone or one of several. */
  private static void inShort(ObjectNode json, Story story) {
    json.put("run_id", story.run().manifest().runId().text());
    json.put("pipeline", story.run().manifest().pipeline());
    json.put("goal", story.run().manifest().goal());
    json.put("status", story.word());
    json.put("why", story.why());
    json.put("started_at", story.run().manifest().startedAt().toString());
    json.put("last_event_at", story.lastAt().toString());
    json.put("duration_ms", story.duration().toMillis());
    json.put("repository", story.run().manifest().repository().toString());
    json.put("run_branch", story.run().manifest().runBranch().text());
    json.put("logs_root", story.run().location().toString());
    json.put("next", story.next());
    story.damage().ifPresent(what -> json.put("damage", what));
    usage(json, story.state().totals().usage());
    ArrayNode unverified = json.putArray("never_verified");
    story.unverified().forEach(stint -> attempt(unverified, stint));
  }

  private static ObjectNode attempt(ArrayNode list, Stint stint) {
    return list.addObject()
        .put("within", stint.within())
        .put("restart", stint.iteration())
        .put("node_id", stint.attempt().nodeId().value())
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
      one.put("status", stint.ending());
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
