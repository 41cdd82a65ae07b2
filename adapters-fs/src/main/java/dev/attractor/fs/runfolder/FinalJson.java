package dev.attractor.fs.runfolder;

import dev.attractor.domain.outcome.Failure;
import dev.attractor.domain.outcome.FailureClass;
import dev.attractor.domain.pipeline.NodeId;
import dev.attractor.domain.run.RunEnd;
import dev.attractor.domain.secret.RedactedFacts;
import dev.attractor.fs.file.Json;
import dev.attractor.fs.journal.BranchJson;
import dev.attractor.fs.journal.OutcomeJson;
import dev.attractor.ports.runfolder.FinalReport;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** How a run ended: {@code final.json} (SEMANTICS §10). */
final class FinalJson {
  private FinalJson() {}

  static ObjectNode write(FinalReport report, RedactedFacts facts) {
    ObjectNode json = Json.FILE.createObjectNode();
    json.put("timestamp", report.at().toString());
    json.put("status", report.end().status());
    json.put("exit_node", report.end().exitNode().map(NodeId::value).orElse(""));
    json.put("run_id", report.runId().text());
    failureOf(report.end()).ifPresent(failure -> OutcomeJson.write(json, facts.of(failure)));
    json.put("final_git_commit_sha", report.commit());
    json.put("run_branch", report.runBranch().text());
    ObjectNode totals = json.putObject("totals");
    TotalsJson.write(totals, report.totals());
    totals.put("duration_ms", report.duration().toMillis());
    if (!report.fanOuts().isEmpty()) {
      BranchJson.write(json.putArray("fan_outs"), report.fanOuts());
    }
    return json;
  }

  private static Optional<Failure> failureOf(RunEnd end) {
    return switch (end) {
      case RunEnd.Succeeded _ -> Optional.empty();
      case RunEnd.Failed(Failure failure, var _) -> Optional.of(failure);
      case RunEnd.Canceled(String reason) -> Optional.of(Failure.of(FailureClass.CANCELED, reason));
    };
  }
}
