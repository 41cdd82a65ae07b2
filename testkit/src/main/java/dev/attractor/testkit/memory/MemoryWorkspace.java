package dev.attractor.testkit.memory;

import dev.attractor.domain.run.Attempt;
import dev.attractor.ports.workspace.StageCommit;
import dev.attractor.ports.workspace.Workspace;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A workspace whose files are a map. It outlives the driver, as a disk does.
 *
 * @since 0.1
 */
public final class MemoryWorkspace implements Workspace {
  private record Commit(String parent, Map<String, String> files, StageCommit stage) {}

  private record Key(String runId, Attempt attempt) {}

  private final Map<String, Commit> commits = new HashMap<>();
  private final Map<Key, String> byAttempt = new HashMap<>();
  private final Map<String, String> files = new TreeMap<>();
  private Seam seam = Seam.unbroken();
  private String head;

  /** Makes a workspace with one empty commit, {@code base}. */
  public MemoryWorkspace() {
    head = "base";
  }

  /** Uses another seam from now on. */
  public void use(Seam other) {
    seam = other;
  }

  /** Returns the files as they are, to read and to write. */
  public Map<String, String> files() {
    return files;
  }

  @Override
  public Path folder() {
    return Path.of("/memory/worktree");
  }

  @Override
  public String commit(StageCommit stage) {
    seam.pass();
    String known = byAttempt.get(new Key(stage.runId(), stage.attempt()));
    if (known != null && stageOf(known).seq() == stage.seq()) {
      return known;
    }
    String id = "commit-" + (commits.size() + 1);
    commits.put(id, new Commit(head, new TreeMap<>(files), stage));
    byAttempt.put(new Key(stage.runId(), stage.attempt()), id);
    seam.pass();
    return id;
  }

  private StageCommit stageOf(String id) {
    return commit(id).stage;
  }

  private Commit commit(String id) {
    Commit commit = commits.get(id);
    if (commit == null) {
      throw new IllegalArgumentException("no commit " + id);
    }
    return commit;
  }

  @Override
  public void advanceTo(Attempt attempt, String commit) {
    seam.pass();
    if (!head.equals(commit) && !commit(commit).parent.equals(head)) {
      throw new IllegalStateException(commit + " does not follow " + head);
    }
    head = commit;
    seam.pass();
  }

  @Override
  public void rollBackTo(String newHead, String wanted) {
    seam.pass();
    head = newHead;
    files.clear();
    seam.pass();
    if (!wanted.equals("base")) {
      files.putAll(commit(wanted).files);
    }
    seam.pass();
  }

  @Override
  public Workspace within(String scope) {
    return this; // attempts are told apart by the run they belong to
  }

  @Override
  public String diff(String from, String to) {
    return "";
  }

  /** Returns the stages on the run branch, oldest first, as {@code node#visit.attempt status}. */
  public List<String> history() {
    List<String> stages = new ArrayList<>();
    for (String at = head; !at.equals("base"); at = commit(at).parent) {
      StageCommit stage = stageOf(at);
      stages.addFirst(stage.attempt() + " " + stage.status());
    }
    return stages;
  }

  @Override
  public void close() {}
}
