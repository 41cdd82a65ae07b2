package dev.attractor.testkit.memory;

import dev.attractor.domain.run.Attempt;
import dev.attractor.ports.workspace.RunRecord;
import dev.attractor.ports.workspace.StageCommit;
import dev.attractor.ports.workspace.Workspace;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A workspace whose files are a map. It outlives the driver, as a disk does. The branches of a run
 * have their own files and share its commits.
 *
 * @since 0.1
 */
public final class MemoryWorkspace implements Workspace {
  private static final String BASE = "base";

  private record Commit(String parent, Map<String, String> files, StageCommit stage) {}

  private record Key(String runId, Attempt attempt) {}

  /** What all branches of a run share: the commits, and which work trees there are. */
  private static final class Store {
    private final Map<String, Commit> commits = new HashMap<>();
    private final Map<Key, String> byAttempt = new HashMap<>();
    private final Map<String, MemoryWorkspace> forks = new TreeMap<>();
    private final Map<String, String> tips = new HashMap<>();
    private final Map<String, Long> recorded = new ConcurrentHashMap<>();
    private Seam seam = Seam.unbroken();

    synchronized Commit commit(String id) {
      Commit commit = commits.get(id);
      if (commit == null) {
        throw new IllegalArgumentException("no commit " + id);
      }
      return commit;
    }

    synchronized Map<String, String> files(String id) {
      return id.equals(BASE) ? Map.of() : commit(id).files;
    }

    synchronized String add(String head, Map<String, String> files, StageCommit stage) {
      String id = name(head, files, stage);
      commits.put(id, new Commit(head, new TreeMap<>(files), stage));
      byAttempt.put(new Key(stage.runId(), stage.attempt()), id);
      return id;
    }

    /** As in git, the content makes the name; only the journal's line has no part in it here. */
    private static String name(String head, Map<String, String> files, StageCommit stage) {
      String content =
          String.join(
              "\n", head, files.toString(), stage.runId(), stage.attempt() + stage.status());
      return UUID.nameUUIDFromBytes(content.getBytes(StandardCharsets.UTF_8)).toString();
    }

    synchronized boolean follows(String id, String ancestor) {
      for (String at = id; !at.equals(BASE); at = commit(at).parent) {
        if (at.equals(ancestor)) {
          return true;
        }
      }
      return ancestor.equals(BASE);
    }
  }

  private final Store store;
  private final Path folder;
  private final Map<String, String> files = new TreeMap<>();
  private String head;

  /** Makes a workspace with one empty commit, {@code base}. */
  public MemoryWorkspace() {
    this(new Store(), Path.of("/memory/worktree"), BASE);
  }

  private MemoryWorkspace(Store store, Path folder, String head) {
    this.store = store;
    this.folder = folder;
    this.head = head;
    files.putAll(store.files(head));
  }

  /** Uses another seam from now on. */
  public void use(Seam other) {
    store.seam = other;
  }

  /** Returns the files as they are, to read and to write. */
  public Map<String, String> files() {
    return files;
  }

  /** Returns the files in a folder, of this workspace or of a branch that has one. */
  public Map<String, String> filesIn(Path place) {
    synchronized (store) {
      return place.equals(folder)
          ? files
          : store.forks.values().stream()
              .filter(fork -> fork.folder.equals(place))
              .findFirst()
              .orElseThrow(() -> new IllegalArgumentException("no files in " + place))
              .files;
    }
  }

  /** Returns the ids of the branches that have a work tree. */
  public List<String> forks() {
    synchronized (store) {
      return List.copyOf(store.forks.keySet());
    }
  }

  @Override
  public Path folder() {
    return folder;
  }

  @Override
  public String commit(StageCommit stage) {
    store.seam.pass();
    synchronized (store) {
      String known = store.byAttempt.get(new Key(stage.runId(), stage.attempt()));
      if (known != null && store.commit(known).stage.seq() == stage.seq()) {
        return known;
      }
    }
    String id = store.add(head, files, stage);
    store.seam.pass();
    return id;
  }

  @Override
  public void advanceTo(Attempt attempt, String commit) {
    store.seam.pass();
    if (!head.equals(commit) && !store.commit(commit).parent.equals(head)) {
      throw new IllegalStateException(commit + " does not follow " + head);
    }
    head = commit;
    store.seam.pass();
  }

  @Override
  public void rollBackTo(String newHead, String wanted) {
    store.seam.pass();
    head = newHead;
    files.clear();
    store.seam.pass();
    files.putAll(store.files(wanted));
    store.seam.pass();
  }

  @Override
  public Workspace within(String scope) {
    return this; // attempts are told apart by the run they belong to
  }

  @Override
  public Workspace fork(String runId, String branch, String base, Path place) {
    store.seam.pass();
    MemoryWorkspace fork;
    synchronized (store) {
      fork =
          store.forks.computeIfAbsent(
              runId, _ -> new MemoryWorkspace(store, place, tip(runId, base)));
    }
    store.seam.pass();
    return fork;
  }

  /** A git branch outlives its work tree. */
  private String tip(String runId, String base) {
    return store.tips.getOrDefault(runId, base);
  }

  @Override
  public void discardFork(String runId, Path place) {
    store.seam.pass();
    synchronized (store) {
      MemoryWorkspace fork = store.forks.remove(runId);
      if (fork != null) {
        store.tips.put(runId, fork.head);
      }
    }
    store.seam.pass();
  }

  @Override
  public void fastForward(String commit) {
    store.seam.pass();
    if (!store.follows(commit, head)) {
      throw new IllegalStateException(commit + " does not follow " + head);
    }
    head = commit;
    files.clear();
    store.seam.pass();
    files.putAll(store.files(commit));
    store.seam.pass();
  }

  @Override
  public long recordedUpTo(String runId) {
    return store.recorded.getOrDefault(runId, 0L);
  }

  @Override
  public void keepRecord(RunRecord news, long seq, boolean anew) {
    store.seam.pass();
    store.recorded.put(news.runId(), seq);
    store.seam.pass();
  }

  @Override
  public String diff(String from, String to) {
    return "";
  }

  /** Returns the stages on the run branch, oldest first, as {@code node#visit.attempt status}. */
  public List<String> history() {
    List<String> stages = new ArrayList<>();
    for (String at = head; !at.equals(BASE); at = store.commit(at).parent) {
      StageCommit stage = store.commit(at).stage;
      stages.addFirst(stage.attempt() + " " + stage.status());
    }
    return stages;
  }

  @Override
  public void close() {}
}
