package dev.attractor.ports.usecase;

import dev.attractor.domain.outcome.Failure;
import dev.attractor.ports.runfolder.PreflightReport;
import java.util.Optional;

/** What came of asking for a pipeline. */
public sealed interface IngestResult {
  /** The agent cannot work here; it was not asked. */
  record NotReady(PreflightReport report) implements IngestResult {}

  /**
   * The agent wrote no pipeline.
   *
   * @param agent who was asked
   * @param failure of the agent; empty when it only said something else
   * @param lastWords what it said
   */
  record Nothing(String agent, int rounds, Optional<Failure> failure, String lastWords)
      implements IngestResult {}

  /**
   * The agent wrote a pipeline.
   *
   * @param agent who was asked
   * @param rounds how often
   * @param draft the best that it wrote
   * @param failure of the agent when it was to mend what is left
   */
  record Written(String agent, int rounds, PipelineDraft draft, Optional<Failure> failure)
      implements IngestResult {}
}
