package dev.attractor.ports.report;

import dev.attractor.domain.compile.ValidPipeline;
import dev.attractor.domain.run.Attempt;
import dev.attractor.ports.runfolder.RunSnapshot;
import dev.attractor.ports.runfolder.StageEvidence;

/**
 * Tells people what became of a run, and why that counts. Reports are made of facts and of what
 * stages left, never of the present: the same run gives the same bytes. Texts of agents, tools and
 * files are shown as texts; nothing in them becomes markup.
 */
public interface RunReports {
  /** What a report is made of beside the facts. */
  interface Sources {
    /**
     * Returns what an attempt has left.
     *
     * @param run the run, or the branch, that it belongs to
     * @param iteration how often that had begun anew
     */
    StageEvidence evidence(RunSnapshot run, Attempt attempt, int iteration);

    /** Returns as a patch what changed between two commits, without secrets. */
    String patch(String from, String to);
  }

  /**
   * Returns the report as a page in itself: UTF-8, without scripts, nothing is loaded.
   *
   * @param pipeline that of the run
   */
  String html(RunSnapshot run, ValidPipeline pipeline, Sources sources);

  /** Returns the report in Markdown, short enough for a mail: at most 60 lines. */
  String markdown(RunSnapshot run, ValidPipeline pipeline, Sources sources);

  /** Returns the report as one JSON object. */
  String json(RunSnapshot run, ValidPipeline pipeline, Sources sources);
}
