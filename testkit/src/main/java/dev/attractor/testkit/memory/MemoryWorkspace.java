package dev.attractor.testkit.memory;

import dev.attractor.domain.parallel.BranchName;
import dev.attractor.domain.run.Attempt;
import dev.attractor.domain.run.RunId;
import dev.attractor.ports.AttractorException;
import dev.attractor.ports.process.Cancellation;
import dev.attractor.ports.workspace.Capture;
import dev.attractor.ports.workspace.Merge;
import dev.attractor.ports.workspace.NewContent;
import dev.attractor.ports.workspace.RunRecord;
import dev.attractor.ports.workspace.StageCommit;
import dev.attractor.ports.workspace.Workspace;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
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
  private static final int LONGEST_PATCH = 1 << 20;

  /** What lies here is ignored by git. */
  private static final String IGNORED = "ignored/";

  /** A commit; one that merges has a second parent. */
  private record Commit(
      String parent, Optional<String> merged, Map<String, String> files, StageCommit stage) {}

  private record Key(RunId runId, Attempt attempt) {}

  /** What is kept of a run, and up to which line of its journal. */
  private record Kept(Map<String, String> texts, long seq) {
    private static final Kept NOTHING = new Kept(Map.of(), 0);

    Kept with(Map<String, String> news, long newSeq) {
      Map<String, String> all = new TreeMap<>(texts);
      news.forEach((name, text) -> all.merge(name, text, String::concat));
      return new Kept(all, newSeq);
    }
  }

  /** What all branches of a run share: the commits, and which work trees there are. */
  private static final class Store {
    private final Map<String, Commit> commits = new HashMap<>();
    private final Map<Key, String> byAttempt = new HashMap<>();
    private final Map<String, Map<String, String>> trees = new ConcurrentHashMap<>();
    private final Map<RunId, MemoryWorkspace> forks =
        new TreeMap<>(Comparator.comparing(RunId::text));
    private final Map<RunId, String> tips = new HashMap<>();
    private final Map<RunId, Kept> kept = new ConcurrentHashMap<>();
    private Seam seam = Seam.unbroken();

    synchronized Commit commit(String id) {
      Commit commit = commits.get(id);
      if (commit == null) {
        throw new IllegalArgumentException("no commit " + id);
      }
      return commit;
    }

    synchronized boolean knows(Map<String, String> files) {
      return commits.values().stream().anyMatch(commit -> commit.files.equals(files));
    }

    synchronized Map<String, String> files(String id) {
      return id.equals(BASE) ? Map.of() : commit(id).files;
    }

    Map<String, String> tree(String id) {
      Map<String, String> tree = trees.get(id);
      if (tree == null) {
        throw new IllegalArgumentException("no tree " + id);
      }
      return tree;
    }

    synchronized String add(String head, Map<String, String> files, StageCommit stage) {
      String id = name(head, files, stage);
      commits.put(id, new Commit(head, Optional.empty(), new TreeMap<>(files), stage));
      byAttempt.put(new Key(stage.runId(), stage.attempt()), id);
      return id;
    }

    synchronized String addMerge(
        String ours, String theirs, Map<String, String> files, StageCommit stage) {
      String id = name(ours + " " + theirs, files, stage);
      commits.put(id, new Commit(ours, Optional.of(theirs), new TreeMap<>(files), stage));
      return id;
    }

    /** Returns the nearest commit that leads to both. */
    synchronized String base(String one, String other) {
      String at = one;
      while (!follows(other, at)) {
        at = commit(at).parent;
      }
      return at;
    }

    /** As in git, the content makes the name; only the journal's line has no part in it here. */
    private static String name(String head, Map<String, String> files, StageCommit stage) {
      String content =
          String.join(
              "\n", head, files.toString(), stage.runId().text(), stage.attempt() + stage.status());
      return UUID.nameUUIDFromBytes(content.getBytes(StandardCharsets.UTF_8)).toString();
    }

    synchronized boolean follows(String id, String ancestor) {
      for (String at = id; !at.equals(BASE); at = commit(at).parent) {
        Optional<String> merged = commit(at).merged;
        if (at.equals(ancestor) || merged.filter(side -> follows(side, ancestor)).isPresent()) {
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

  /** Returns the commit at which the branch stands. */
  public String head() {
    return head;
  }

  /** Returns whether a commit is another one, or leads to it. */
  public boolean leadsTo(String commit, String earlier) {
    return store.follows(commit, earlier);
  }

  /** Returns the texts that are kept of a run. */
  public Map<String, String> kept(RunId runId) {
    return keptOf(runId).texts;
  }

  private Kept keptOf(RunId runId) {
    return store.kept.getOrDefault(runId, Kept.NOTHING);
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
  public List<RunId> forks() {
    synchronized (store) {
      return List.copyOf(store.forks.keySet());
    }
  }

  @Override
  public Path folder() {
    return folder;
  }

  @Override
  public Capture capture(String known, Optional<Long> largest) {
    store.seam.pass();
    List<String> warnings = new ArrayList<>();
    if (!store.follows(head, known)) {
      warnings.add("the run branch was rewritten; what it led to is kept as " + head);
      head = known;
    }
    Map<String, String> taken = tracked();
    List<String> tooLarge =
        taken.entrySet().stream()
            .filter(file -> file.getValue().length() > largest.orElse(Long.MAX_VALUE))
            .map(Map.Entry::getKey)
            .toList();
    tooLarge.forEach(taken::remove);
    String tree =
        UUID.nameUUIDFromBytes(taken.toString().getBytes(StandardCharsets.UTF_8)).toString();
    store.trees.put(tree, taken);
    String patch = patch(store.files(known), taken);
    return new Capture(
        tree,
        () -> patch,
        warnings,
        tooLarge.isEmpty()
            ? Optional.empty()
            : Optional.of("not committed, since it is too large: " + tooLarge));
  }

  @Override
  public boolean holds(String inCommit, String tree) {
    return store.trees.containsKey(tree);
  }

  @Override
  public String commit(StageCommit stage, Capture captured) {
    store.seam.pass();
    synchronized (store) {
      String known = store.byAttempt.get(new Key(stage.runId(), stage.attempt()));
      if (known != null && store.commit(known).stage.seq() == stage.seq()) {
        return known;
      }
    }
    String id = store.add(head, store.tree(captured.tree()), stage);
    store.seam.pass();
    return id;
  }

  private Map<String, String> tracked() {
    Map<String, String> tracked = new TreeMap<>(files);
    tracked.keySet().removeIf(MemoryWorkspace::isIgnored);
    return tracked;
  }

  private static boolean isIgnored(String name) {
    return name.startsWith(IGNORED);
  }

  private AttractorException doesNotFollow(String commit) {
    return AttractorException.machine("%s does not follow %s".formatted(commit, head), "");
  }

  @Override
  public void advanceTo(Attempt attempt, String commit) {
    store.seam.pass();
    if (!store.follows(commit, head)) {
      throw doesNotFollow(commit);
    }
    head = commit;
    store.seam.pass();
  }

  @Override
  public List<NewContent> broughtBy(String known, String commit) {
    List<NewContent> brought = new ArrayList<>();
    for (String at = commit; !store.follows(known, at); at = store.commit(at).parent) {
      Map<String, String> before = store.files(store.commit(at).parent);
      store
          .files(at)
          .forEach((path, text) -> {
            String then = before.getOrDefault(path, "");
            if (!text.equals(then)) {
              brought.add(
                  new NewContent(path, text.length(), () -> bytes(text), () -> bytes(then)));
            }
          });
    }
    return brought;
  }

  private static InputStream bytes(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public List<String> rollBackTo(String newHead, String wanted) {
    store.seam.pass();
    List<String> kept = new ArrayList<>();
    if (!store.follows(newHead, head)) {
      kept.add("the run branch led to commits that the run does not know; they are kept: " + head);
    }
    if (!tracked().equals(store.files(wanted)) && !store.knows(tracked())) {
      kept.add("the work tree had files that are in no commit; they are kept: " + tracked());
    }
    head = newHead;
    files.keySet().removeIf(name -> !isIgnored(name));
    store.seam.pass();
    files.putAll(store.files(wanted));
    store.seam.pass();
    return kept;
  }

  @Override
  public List<String> beginAt(String commit) {
    return head.equals(commit) ? List.of() : rollBackTo(commit, commit);
  }

  @Override
  public Workspace within(String scope) {
    return this; // attempts are told apart by the run they belong to
  }

  @Override
  public Workspace fork(
      RunId runId, BranchName branch, String base, Path place, Cancellation cancellation) {
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
  private String tip(RunId runId, String base) {
    return store.tips.getOrDefault(runId, base);
  }

  @Override
  public Optional<String> discardFork(RunId runId, String base, Path place) {
    store.seam.pass();
    synchronized (store) {
      MemoryWorkspace fork = store.forks.remove(runId);
      if (fork != null) {
        store.tips.put(runId, fork.head);
      }
    }
    store.seam.pass();
    return Optional.empty();
  }

  @Override
  public void fastForward(String commit) {
    store.seam.pass();
    if (!store.follows(commit, head)) {
      throw doesNotFollow(commit);
    }
    head = commit;
    files.keySet().removeIf(name -> !isIgnored(name));
    store.seam.pass();
    files.putAll(store.files(commit));
    store.seam.pass();
  }

  /** File by file; one that both sides have changed in different ways is a conflict. */
  @Override
  public Merge merge(StageCommit stage, String ours, String theirs) {
    store.seam.pass();
    if (store.follows(theirs, ours)) {
      return new Merge.Merged(theirs);
    }
    if (store.follows(ours, theirs)) {
      return new Merge.Merged(ours);
    }
    Map<String, String> base = store.files(store.base(ours, theirs));
    Map<String, String> mine = store.files(ours);
    Map<String, String> other = store.files(theirs);
    Map<String, String> result = new TreeMap<>(mine);
    Map<String, String> conflicts = new TreeMap<>();
    Set<String> names = new TreeSet<>(other.keySet());
    names.addAll(base.keySet());
    for (String name : names) {
      Optional<String> before = Optional.ofNullable(base.get(name));
      Optional<String> here = Optional.ofNullable(mine.get(name));
      Optional<String> there = Optional.ofNullable(other.get(name));
      if (before.equals(there) || here.equals(there)) {
        continue;
      }
      if (before.equals(here)) {
        there.ifPresentOrElse(text -> result.put(name, text), () -> result.remove(name));
      } else {
        String marked = "<<<<<<< %s\n=======\n%s\n>>>>>>>".formatted(here, there);
        conflicts.put(name, marked);
        result.put(name, marked);
      }
    }
    show(result);
    store.seam.pass();
    return conflicts.isEmpty()
        ? new Merge.Merged(store.addMerge(ours, theirs, result, stage))
        : new Merge.Conflicting(ours, theirs, conflicts);
  }

  @Override
  public Merge resolve(StageCommit stage, Merge.Conflicting conflict) {
    store.seam.pass();
    List<String> left =
        conflict.names().stream()
            .filter(name -> files.getOrDefault(name, "<<<<<<<").contains("<<<<<<<"))
            .toList();
    return left.isEmpty()
        ? new Merge.Merged(store.addMerge(conflict.ours(), conflict.theirs(), tracked(), stage))
        : new Merge.Unresolved("not resolved: " + String.join(", ", left));
  }

  @Override
  public void abandonMerge() {
    store.seam.pass();
    show(store.files(head));
  }

  private void show(Map<String, String> wanted) {
    files.keySet().removeIf(name -> !isIgnored(name));
    files.putAll(wanted);
  }

  @Override
  public long recordedUpTo(RunId runId) {
    return keptOf(runId).seq;
  }

  @Override
  public void keepRecord(RunRecord news, long seq, boolean anew) {
    store.seam.pass();
    Kept before = anew ? Kept.NOTHING : keptOf(news.runId());
    store.kept.put(news.runId(), before.with(news.files(), seq));
    store.seam.pass();
  }

  @Override
  public Set<String> filesAt(String commit, List<String> paths) {
    Set<String> found = new TreeSet<>(paths);
    found.retainAll(store.files(commit).keySet());
    return found;
  }

  @Override
  public String diff(String from, String to) {
    return patch(store.files(from), store.files(to));
  }

  private static String patch(Map<String, String> before, Map<String, String> after) {
    SortedSet<String> names = new TreeSet<>(before.keySet());
    names.addAll(after.keySet());
    StringBuilder patch = new StringBuilder();
    for (String name : names) {
      String old = before.getOrDefault(name, "");
      String now = after.getOrDefault(name, "");
      if (!old.equals(now) && patch.length() <= LONGEST_PATCH) {
        patch.append("diff --git a/%1$s b/%1$s\n".formatted(name));
        old.lines().forEach(line -> patch.append('-').append(line).append('\n'));
        now.lines().forEach(line -> patch.append('+').append(line).append('\n'));
      }
    }
    return patch.toString();
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
