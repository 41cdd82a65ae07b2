package dev.attractor.ports.report;

import dev.attractor.domain.compile.ValidPipeline;
import dev.attractor.domain.run.Attempt;
import dev.attractor.ports.runfolder.RunSnapshot;
import dev.attractor.ports.runfolder.StageEvidence;
import java.nio.file.Path;
import java.util.List;

/**
 * Tells people what became of runs, and why that counts. Reports are made of facts and of what
 * stages left, never of the present: the same runs give the same bytes. Texts of agents, tools and
 * files are shown as texts; nothing in them becomes markup.
 */
public interface RunReports {
  /** What a report is written as, always UTF-8. */
  enum Form {
    /** A page in itself, without scripts; nothing is loaded. */
    HTML,
    /** Markdown, short enough for a mail; of one run at most 60 lines. */
    MARKDOWN,
    /** One JSON object. */
    JSON
  }

  /** What a report is made of beside the facts. */
  interface Sources {
    /**
     * Returns what an attempt has left.
     *
     * @param run the run, the branch or the part that it belongs to
     * @param iteration how often that had begun anew
     */
    StageEvidence evidence(RunSnapshot run, Attempt attempt, int iteration);

    /**
     * Returns what stages that are pipelines have run, by location.
     *
     * @param run the run, the branch or the part that the stages belong to
     */
    List<RunSnapshot> parts(RunSnapshot run);

    /**
     * Returns as a patch what changed between two commits, without secrets.
     *
     * @throws dev.attractor.ports.AttractorException when the repository cannot be read; the report
     *     says so
     */
    String patch(String from, String to);
  }

  /** One of several runs. */
  sealed interface Subject {
    /**
     * A run that can be told of, at least its beginning.
     *
     * @param pipeline that of the run
     */
    record Known(RunSnapshot run, ValidPipeline pipeline, Sources sources) implements Subject {}

    /**
     * A run that cannot be read.
     *
     * @param name what it is called, or its folder
     * @param why a sentence
     */
    record Unreadable(String name, Path location, String why) implements Subject {}
  }

  /** Returns the report of a run. */
  String report(Form form, Subject.Known run);

  /**
   * Returns in short what became of several runs: for each the verdict and why, what it cost, what
   * was never verified, where the work is and what to type next, and all of them together.
   *
   * @param runs in the order in which they are told
   */
  String overview(Form form, List<Subject> runs);
}
