package dev.attractor.ports.workspace;

import java.util.List;
import java.util.Map;

/** What became of merging one commit into another (SEMANTICS §7, {@code take=all}). */
public sealed interface Merge {
  /** The work of both sides is in this commit, in hex. */
  record Merged(String commit) implements Merge {}

  /**
   * Both sides changed the same place. Files and index are as git leaves them for somebody to
   * resolve.
   *
   * @param ours the commit merged into
   * @param theirs the commit merged
   * @param files the files to resolve, with a mark of what git has left of each
   */
  record Conflicting(String ours, String theirs, Map<String, String> files) implements Merge {
    public Conflicting {
      files = Map.copyOf(files);
    }

    /** Returns the files to resolve, sorted. */
    public List<String> names() {
      return files.keySet().stream().sorted().toList();
    }
  }

  /**
   * What was left of a conflict is no merge of both sides.
   *
   * @param why one sentence, naming files
   */
  record Unresolved(String why) implements Merge {}
}
