package dev.attractor.ports.usecase;

import dev.attractor.ports.process.Cancellation;

/** Has an agent write a pipeline from what a person wants. */
public interface IngestPipelines {
  /** How often the agent is asked at most: once to write, and again to mend what was found. */
  int ROUNDS = 3;

  /**
   * Asks an agent for a pipeline, in a folder of its own that goes afterwards. What it wrote is
   * formatted, validated, checked and simulated, and what was found is handed back to it, until
   * nothing is found that it should mend. Writes no file that stays.
   *
   * @throws dev.attractor.ports.AttractorException when the machine fails
   */
  IngestResult ingest(IngestRequest request, Observer observer, Cancellation cancellation);

  /** Hears how it goes. */
  interface Observer extends RunObserver {
    /**
     * The agent is asked.
     *
     * @param round from 1
     * @param agent its name, with the model if one was named
     */
    default void asked(int round, String agent) {}

    /** What the agent wrote was looked at. */
    default void judged(int round, PipelineDraft draft) {}
  }
}
