package dev.attractor.engine.usecase;

import dev.attractor.domain.check.CheckFinding;
import dev.attractor.domain.check.StaticCheck;
import dev.attractor.domain.compile.Compilation;
import dev.attractor.domain.compile.PipelineSource;
import dev.attractor.domain.compile.ValidPipeline;
import dev.attractor.domain.dot.DotFormatter;
import dev.attractor.domain.dot.DotReader;
import dev.attractor.domain.dot.Parse;
import dev.attractor.domain.pipeline.Node;
import dev.attractor.domain.run.RunEnd;
import dev.attractor.domain.simulate.OutcomeScript;
import dev.attractor.domain.simulate.Simulation;
import dev.attractor.domain.source.Diagnostic;
import dev.attractor.domain.source.Severity;
import dev.attractor.domain.source.SourcePosition;
import dev.attractor.domain.source.SourceText;
import dev.attractor.ports.stage.Lists;
import dev.attractor.ports.usecase.PipelineDraft;
import dev.attractor.ports.usecase.PipelineDraft.Depth;
import dev.attractor.ports.usecase.ValidatePipelines;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Looks at a pipeline as {@code fmt}, {@code validate}, {@code check} and {@code simulate} do. */
final class DraftReview {
  private static final String SIMULATED = "simulate";

  private final ValidatePipelines validation;
  private final Lists lists;

  @Inject
  DraftReview(ValidatePipelines validation, Lists lists) {
    this.validation = validation;
    this.lists = lists;
  }

  /**
   * Returns the text, laid out where it can be read, with everything that was found.
   *
   * @param name of the file, as findings tell it
   */
  PipelineDraft of(String name, String text) {
    SourceText written = new SourceText(name, text);
    boolean isGraph =
        switch (DotReader.read(written)) {
          case Parse.Read _ -> true;
          case Parse.Refused _ -> false;
        };
    String laidOut = isGraph ? DotFormatter.format(written) : text;
    Compilation compilation =
        validation.validate(new PipelineSource(new SourceText(name, laidOut), Map.of()));
    List<Diagnostic> findings = new ArrayList<>(compilation.diagnostics());
    return switch (compilation) {
      case Compilation.Compiled compiled -> {
        checked(compiled.pipeline(), findings);
        simulated(compiled.pipeline()).ifPresent(findings::add);
        yield new PipelineDraft(laidOut, Depth.PIPELINE, findings);
      }
      // What may not run has no runs to look at.
      case Compilation.Rejected _ ->
          new PipelineDraft(laidOut, isGraph ? Depth.GRAPH : Depth.TEXT, findings);
    };
  }

  private static void checked(ValidPipeline pipeline, List<Diagnostic> findings) {
    for (CheckFinding finding : StaticCheck.check(pipeline).findings()) {
      findings.add(
          new Diagnostic(
              finding.kind().word(),
              finding.kind().isProblem() ? Severity.ERROR : Severity.INFO,
              finding.message(),
              pipeline
                  .graph()
                  .named(finding.nodeId())
                  .map(Node::position)
                  .orElse(SourcePosition.START),
              finding.path().isEmpty()
                  ? ""
                  : "for example: " + String.join(" -> ", finding.path())));
    }
  }

  private Optional<Diagnostic> simulated(ValidPipeline pipeline) {
    OutcomeScript allWell = new OutcomeScript(Map.of());
    Optional<RunEnd> end =
        Simulation.run(
                pipeline, allWell.start(), lists.invented(allWell), Map.of(), Simulation.MOST_FACTS)
            .state()
            .end();
    String when = "when every stage succeeds and people take the first choice";
    return end.isEmpty()
        ? Optional.of(
            Diagnostic.error(
                SIMULATED,
                SourcePosition.START,
                "%s the run never ends".formatted(when),
                "let an edge lead out of the circle"))
        : end.map(DraftReview::reasonOf)
            .filter(reason -> !reason.isEmpty())
            .map(reason ->
                Diagnostic.warning(
                    SIMULATED,
                    SourcePosition.START,
                    "%s the run fails: %s".formatted(when, reason),
                    "see that success leads to an exit"));
  }

  private static String reasonOf(RunEnd end) {
    return switch (end) {
      case RunEnd.Succeeded _ -> "";
      case RunEnd.Failed(var failure, var _) -> failure.reason();
      case RunEnd.Canceled(String reason) -> reason;
    };
  }
}
