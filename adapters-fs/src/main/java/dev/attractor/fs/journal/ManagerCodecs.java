package dev.attractor.fs.journal;

import static dev.attractor.fs.file.JsonFields.text;

import dev.attractor.domain.parallel.BranchName;
import dev.attractor.domain.run.RunEvent;
import dev.attractor.domain.run.RunId;
import dev.attractor.domain.supervision.Supervision;
import dev.attractor.fs.file.JsonFields;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Facts about managers and their children, and about what agents are told meanwhile. */
final class ManagerCodecs {
  static final List<Codec<?>> ALL =
      List.of(
          new Codec<>(
              RunEvent.ChildStarted.class,
              "child_started",
              "A manager begins a run of another pipeline, which has a journal of its own.",
              (json, e) -> {
                AttemptJson.write(json, e.manager());
                json.put("child_run_id", e.runId().text());
                json.put("git_branch", e.gitBranch().text());
                json.put("git_commit_sha", e.commit());
              },
              json ->
                  new RunEvent.ChildStarted(
                      AttemptJson.read(json),
                      new RunId(text(json, "child_run_id")),
                      new BranchName(text(json, "git_branch")),
                      text(json, "git_commit_sha"))),
          new Codec<>(
              RunEvent.ManagerCycle.class,
              "manager_cycle",
              "A manager has looked at its child: what was seen, what was decided, and what the "
                  + "child is to be told (`instruction`).",
              (json, e) -> {
                AttemptJson.write(json, e.manager());
                json.put("cycle", e.cycle());
                JsonFields.writeMap(json.putObject("seen"), e.seen());
                json.put("decision", e.decision().word());
                e.instruction()
                    .ifPresent(said -> InstructionJson.write(json.putObject("instruction"), said));
                BranchCodecs.write(json, e.agent());
              },
              json ->
                  new RunEvent.ManagerCycle(
                      AttemptJson.read(json),
                      json.path("cycle").asInt(),
                      JsonFields.map(json.path("seen")),
                      Supervision.Decision.valueOf(text(json, "decision").toUpperCase(Locale.ROOT)),
                      json.has("instruction")
                          ? Optional.of(InstructionJson.read(json.path("instruction")))
                          : Optional.empty(),
                      BranchCodecs.agent(json))),
          new Codec<>(
              RunEvent.Steered.class,
              "steered",
              "Agents are told something while the run goes on, by a person or a manager: those of "
                  + "this run, or of the child `child_run_id`.",
              (json, e) -> {
                InstructionJson.write(json, e.instruction());
                e.child().ifPresent(child -> json.put("child_run_id", child.text()));
              },
              json ->
                  new RunEvent.Steered(
                      InstructionJson.read(json),
                      Optional.of(json.path("child_run_id").asString(""))
                          .filter(id -> !id.isEmpty())
                          .map(RunId::new))),
          new Codec<>(
              RunEvent.ChildCompleted.class,
              "child_completed",
              "A child has ended, by itself or stopped by its manager: what the manager comes to by "
                  + "that, whether the run goes on with its work, and what it used up.",
              (json, e) -> {
                AttemptJson.write(json, e.manager());
                OutcomeJson.write(json, e.outcome());
                json.put("git_commit_sha", e.commit());
                json.put("taken", e.taken());
                BranchCodecs.write(json.putObject("totals"), e.totals());
              },
              json ->
                  new RunEvent.ChildCompleted(
                      AttemptJson.read(json),
                      OutcomeJson.read(json),
                      text(json, "git_commit_sha"),
                      json.path("taken").asBoolean(),
                      BranchCodecs.totals(json.path("totals")))));

  private ManagerCodecs() {}
}
