package dev.attractor.ports.runfolder;

import dev.attractor.domain.agent.AgentEvent;
import dev.attractor.domain.layout.RunLayout;
import dev.attractor.domain.pipeline.NodeId;
import dev.attractor.domain.run.Attempt;
import dev.attractor.domain.secret.Redactor;
import dev.attractor.ports.people.Question;
import dev.attractor.ports.people.QuestionFile;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The artifacts of one stage, those of the latest attempt on top (SEMANTICS §10). */
public interface StageFolder {
  /** Returns the folder. */
  Path path();

  /** Moves the files of earlier attempts into the history, so that this attempt begins afresh. */
  void begin();

  /**
   * Moves the files written so far into the history, so that another agent of the same attempt
   * begins afresh.
   *
   * @param name tells them apart from those of whole attempts
   */
  void setAside(String name);

  /** Writes a text file, whole and redacted. */
  void write(String name, String content);

  /** Writes how the program of the attempt was started and how it ended, redacted. */
  void record(StageInvocation invocation);

  /**
   * Writes the context for programs of the stage, as one JSON object of texts, redacted.
   *
   * @return the file
   */
  Path context(Map<String, String> context);

  /** Returns what leaves the secrets of the run out of what is told of it (SEMANTICS §10). */
  Redactor redactor();

  /**
   * Opens a file for lines that come one by one; they are redacted, also over the ends of lines.
   */
  LineLog log(String name);

  /**
   * Returns a folder of the run for what the program of an agent keeps between stages, such as
   * sessions.
   */
  Path agentHome(String provider);

  /** Returns the file of the catalog of models that the run has kept, if it has. */
  Optional<Path> catalog();

  /** Returns where the stage may write its status file. */
  Path statusPath();

  /**
   * Notes which status files are there before the stage begins, so that a stale one is not taken
   * for its report.
   *
   * @param own those of {@link StatusWatch#PLACES} at which the repository has a file of its own,
   *     which is no report and stays
   */
  StatusWatch watchStatus(Path worktree, Set<String> own);

  /**
   * Keeps what the attempt counts as, by a name and in a form that no stage uses, and shows it as
   * {@code status.json}.
   */
  void record(StageRecord done);

  /** Returns what {@link #record} wrote for this attempt; empty when it did not come so far. */
  Optional<StageRecord> recorded();

  /**
   * Finds what the latest attempt of another stage has left: in this iteration of the run, else in
   * the one before, else in the run of which this one is a branch.
   *
   * @param name of a file of its folder, such as {@code response.md}
   * @return the file; nothing when there is none, or when it is empty
   */
  Optional<Path> left(NodeId nodeId, String name);

  /**
   * Finds the files that tell how the latest attempt of another stage went: what its programs
   * printed and what it changed. Those of runs inside it are among them.
   *
   * @param fanOut of a join, the visit of the fan-out whose branches came to it
   * @return some of them, none empty, in the order of their names
   */
  List<Path> evidence(NodeId nodeId, Optional<Attempt> fanOut);

  /** Shows what a branch said beside the join it came to; see {@link RunLayout#saidBy}. */
  void showSaid(String branch, String text);

  /**
   * Returns the beginning of a file that {@link #left} found.
   *
   * @param most characters
   */
  String beginningOf(Path file, int most);

  /**
   * Prepares a question for other programs. One that was open when its driver died is the same
   * question still, and what was answered since counts (SEMANTICS §12).
   *
   * @param freshToken for a question that was not open then
   * @param now when that is asked
   */
  QuestionFile ask(Question question, String freshToken, Instant now);

  /** Returns the file that identifies the running process of the stage. */
  Path processRecord();

  /** A file that grows line by line. */
  interface LineLog extends AutoCloseable {
    /** Adds a line, or several with line breaks between them; safe for use by several threads. */
    void line(String text);

    /** Adds an event as JSON in one line, its texts redacted; safe for use by several threads. */
    void event(AgentEvent event);

    @Override
    void close();
  }
}
