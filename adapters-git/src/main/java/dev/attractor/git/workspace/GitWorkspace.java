package dev.attractor.git.workspace;

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
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevTree;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.TreeWalk;

/**
 * The worktree of a run. An attempt's commit is first held by the ref {@code
 * refs/attractor/attempts/<run>/latest-attempt}; when the attempt ends its visit, the run branch
 * moves to the commit. Of an attempt that was repeated the commit is kept under {@code
 * <node>/v<visit>-a<attempt>} beside it, and whatever is found that the run does not know under
 * {@code refs/attractor/found/<run>/}. No ref is ever deleted while a run goes on: that would lock
 * all packed refs, and a driver killed just then would leave the person's repository locked.
 */
final class GitWorkspace implements Workspace {
  private final Worktree files;
  private final Repository worktree;
  private final Refs refs;
  private final RunId runId;
  private final String branchRef;
  private final String attemptRefs;
  private final CommitWriter commits;
  private final FoundWork found;
  private final Merging merging;

  private GitWorkspace(
      Worktree files, Repository worktree, RunId runId, String branchRef, String attemptRefs) {
    this.files = files;
    this.worktree = worktree;
    this.refs = new Refs(worktree, files.git().locks());
    this.runId = runId;
    this.branchRef = branchRef;
    this.attemptRefs = attemptRefs;
    this.commits = new CommitWriter(files, worktree);
    this.merging = new Merging(files, worktree, commits, refs, attemptRefs + "latest-merge");
    this.found = new FoundWork(files, worktree, commits, refs, runId, branchRef, latest());
  }

  static GitWorkspace open(
      Repository owner, Git git, RunId runId, BranchName branch, String base, Path folder)
      throws IOException {
    String branchRef = Constants.R_HEADS + branch;
    String attemptRefs = "refs/attractor/attempts/" + runId + "/";
    Refs refs = new Refs(owner, git.locks());
    Checkouts.mustBeFree(owner, branchRef, folder);
    refs.dropLocks(runId, branchRef, attemptRefs);
    refs.make(branchRef, ObjectId.fromString(base));
    Worktree files = Worktree.open(owner, git, branch, folder);
    files.freeIndex();
    Checkouts.note(files);
    return new GitWorkspace(files, files.repository(owner), runId, branchRef, attemptRefs);
  }

  @Override
  public Path folder() {
    return files.folder();
  }

  // --- what a stage has made ---

  @Override
  public Capture capture(String head, Optional<Long> largest) {
    Durability.ensure(worktree);
    try {
      return withAnIndex(head, () -> captured(head, largest));
    } catch (IOException e) {
      throw failed("take in the files", e);
    }
  }

  /** What a stage, or a loss of power, has made of an index is no reason to lose its files. */
  private <T> T withAnIndex(String commit, Writing<T> work) throws IOException {
    try {
      return work.once();
    } catch (IOException e) {
      if (!Worktree.isIndexBroken(e)) {
        throw e;
      }
      files.makeIndex(commit);
      return work.once();
    }
  }

  private Capture captured(String head, Optional<Long> largest) throws IOException {
    files.makeEntry(branchRef, head);
    files.freeIndex();
    files.bringBack();
    List<String> warnings = new ArrayList<>(files.warnings());
    warnings.addAll(found.returnTo(ObjectId.fromString(head)));
    Optional<String> untaken = files.addAll();
    warnings.addAll(files.warnings());
    StagedFiles staged = StagedFiles.of(files, worktree, head);
    List<String> tooLarge = staged.largerThan(largest.orElse(Long.MAX_VALUE));
    if (!tooLarge.isEmpty()) {
      files.leaveOut(tooLarge);
      staged = StagedFiles.of(files, worktree, head);
    }
    warnings.addAll(staged.warnings(files));
    return new Capture(staged.tree(), patch(head, staged), warnings, trouble(untaken, tooLarge));
  }

  /** Git tells what has changed while the commit is made, which does not need it. */
  private Supplier<String> patch(String head, StagedFiles staged) {
    if (staged.changed().isEmpty()) {
      return () -> "";
    }
    Meanwhile<String> told = Meanwhile.of(() -> Patch.between(files.git(), head, staged.tree()));
    return () -> {
      try {
        return told.get();
      } catch (IOException | RuntimeException e) {
        return diff(head, staged.tree()); // it was pruned meanwhile, and is there again
      }
    };
  }

  private static Optional<String> trouble(Optional<String> untaken, List<String> tooLarge) {
    List<String> troubles = new ArrayList<>(untaken.stream().toList());
    if (!tooLarge.isEmpty()) {
      troubles.add(
          "not committed, since it is larger than git.max_file_mb allows: "
              + String.join(", ", tooLarge));
    }
    return troubles.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", troubles));
  }

  // --- its commit ---

  @Override
  public boolean holds(String head, String tree) {
    try {
      return StagedFiles.areThere(worktree, head, ObjectId.fromString(tree));
    } catch (IOException e) {
      throw failed("look for " + tree, e);
    }
  }

  @Override
  public String commit(StageCommit stage, Capture captured) {
    Durability.ensure(worktree);
    try {
      Optional<String> made = alreadyMade(stage);
      if (made.isPresent()) {
        return made.get();
      }
      keepLatest();
      return hold(captured.tree(), stage).name();
    } catch (IOException e) {
      throw failed("commit stage " + stage.attempt(), e);
    }
  }

  private String latest() {
    return attemptRefs + "latest-attempt";
  }

  private Optional<String> alreadyMade(StageCommit stage) throws IOException {
    Optional<RevCommit> made =
        refs.commit(latest())
            .filter(commit ->
                commit.getFooterLines("Attractor-Stage").contains(stage.attempt().toString())
                    && commit.getFooterLines("Attractor-Seq").contains(Long.toString(stage.seq())));
    Optional<ObjectId> tip = refs.tip(branchRef);
    // Where somebody has committed meanwhile, another is made on top of that.
    return made.isPresent() && tip.isPresent() && refs.follows(made.get(), tip.get())
        ? made.map(RevCommit::name)
        : Optional.empty();
  }

  /** Keeps the commit of the attempt before when the run branch did not move to it. */
  private void keepLatest() throws IOException {
    Optional<RevCommit> latest = refs.commit(latest());
    Optional<ObjectId> tip = refs.tip(branchRef);
    if (latest.isPresent() && (tip.isEmpty() || !refs.follows(tip.get(), latest.get()))) {
      Attempt attempt = Attempt.parse(latest.get().getFooterLines("Attractor-Stage").getFirst());
      refs.point(
          "%s%s/v%d-a%d"
              .formatted(attemptRefs, attempt.nodeId(), attempt.visit(), attempt.number()),
          latest.get(),
          attempt + " was repeated");
    }
  }

  /** Makes the commit and has a ref hold it. */
  private ObjectId hold(String tree, StageCommit stage) throws IOException {
    ObjectId parent = refs.tip(branchRef).orElseThrow();
    return Writing.of(
        () -> {
          ObjectId commit = commits.write(tree, parent, stage.message(), stage.at());
          refs.point(latest(), commit, stage.attempt().toString());
          StagedFiles.ensure(worktree, parent.name(), commit);
          return commit;
        },
        () -> StagedFiles.of(files, worktree, parent.name()));
  }

  @Override
  public void advanceTo(Attempt attempt, String commit) {
    try {
      refs.advance(branchRef, ObjectId.fromString(commit), attempt.toString());
    } catch (IOException e) {
      throw failed("move " + branchRef, e);
    }
  }

  // --- back and on ---

  @Override
  public List<String> rollBackTo(String head, String wanted) {
    Durability.ensure(worktree);
    try {
      return withAnIndex(wanted, () -> rolledBack(head, wanted));
    } catch (IOException e) {
      throw failed("put the work tree back to " + wanted, e);
    }
  }

  private List<String> rolledBack(String head, String wanted) throws IOException {
    files.freeIndex();
    List<String> kept = new ArrayList<>(files.warnings());
    ObjectId target = ObjectId.fromString(head);
    List<String> beyond = found.keepBeyond(target, ObjectId.fromString(wanted));
    if (!beyond.isEmpty()) { // with what only a .gitignore among it has hidden
      files.makeKnown(wanted);
      kept.addAll(found.keepFiles(ObjectId.fromString(wanted)));
    }
    kept.addAll(beyond);
    refs.point(branchRef, target, "put back");
    if (!branchRef.equals(worktree.getFullBranch())) {
      refs.checkOut(branchRef);
    }
    files.makeFiles(wanted);
    return kept;
  }

  @Override
  public List<String> beginAt(String commit) {
    try {
      return refs.tip(branchRef).equals(Optional.of(ObjectId.fromString(commit)))
          ? List.of()
          : rollBackTo(commit, commit);
    } catch (IOException e) {
      throw failed("begin at " + commit, e);
    }
  }

  @Override
  public Workspace within(String scope) {
    worktree.incrementOpen(); // each closes once
    return new GitWorkspace(
        files, worktree, runId, branchRef, attemptRefs + "parts/" + scope + "/");
  }

  @Override
  public Workspace fork(
      RunId otherId, BranchName branch, String base, Path folder, Cancellation cancellation) {
    try {
      return open(worktree, files.git().of(cancellation), otherId, branch, base, folder);
    } catch (IOException e) {
      throw failed("make the work tree " + folder, e);
    }
  }

  @Override
  public Optional<String> discardFork(RunId otherId, String base, Path folder) {
    try {
      List<String> onlyThere = Uncommitted.repositories(worktree, files.git(), folder, base);
      if (!onlyThere.isEmpty()) {
        return Optional.of(
            "the work tree %s stays: repositories of their own in it have commits that may be nowhere"
                    .formatted(folder)
                + " else: "
                + String.join(", ", onlyThere));
      }
      Worktree.remove(worktree, folder);
      return Optional.empty();
    } catch (IOException e) {
      throw failed("remove the work tree " + folder, e);
    }
  }

  @Override
  public void fastForward(String commit) {
    try {
      refs.advance(branchRef, ObjectId.fromString(commit), "fast-forward"); // work is not lost
      if (!branchRef.equals(worktree.getFullBranch())) {
        refs.checkOut(branchRef); // a merge was beside it
      }
      files.makeFiles(commit);
    } catch (IOException e) {
      throw failed("fast-forward to " + commit, e);
    }
  }

  @Override
  public Merge merge(StageCommit stage, String ours, String theirs) {
    Durability.ensure(worktree);
    try {
      return merging.merge(stage, ours, theirs);
    } catch (IOException e) {
      throw failed("merge %s into %s".formatted(theirs, ours), e);
    }
  }

  @Override
  public Merge resolve(StageCommit stage, Merge.Conflicting conflict) {
    try {
      return merging.resolve(stage, conflict);
    } catch (IOException e) {
      throw failed("commit what was made of a conflict", e);
    }
  }

  @Override
  public void abandonMerge() {
    try {
      merging.abandon(branchRef);
    } catch (IOException e) {
      throw failed("go back to " + branchRef, e);
    }
  }

  @Override
  public long recordedUpTo(RunId ofRun) {
    try {
      return RecordRefs.seq(refs, ofRun);
    } catch (IOException e) {
      throw failed("read the record of " + ofRun, e);
    }
  }

  @Override
  public void keepRecord(RunRecord news, long seq, boolean anew) {
    Durability.ensure(worktree);
    try {
      RecordRefs.add(refs, news, seq, anew);
    } catch (IOException e) {
      throw failed("keep the record of " + news.runId(), e);
    }
  }

  @Override
  public List<NewContent> broughtBy(String head, String commit) {
    try {
      return Brought.by(worktree, ObjectId.fromString(head), ObjectId.fromString(commit));
    } catch (IOException e) {
      throw failed("tell what %s brings".formatted(commit), e);
    }
  }

  @Override
  public Set<String> filesAt(String commit, List<String> paths) {
    Set<String> found = new TreeSet<>();
    try (RevWalk walk = new RevWalk(worktree)) {
      RevTree tree = walk.parseCommit(ObjectId.fromString(commit)).getTree();
      for (String path : paths) {
        if (TreeWalk.forPath(worktree, path, tree) != null) {
          found.add(path);
        }
      }
      return found;
    } catch (IOException e) {
      throw failed("look into " + commit, e);
    }
  }

  @Override
  public String diff(String from, String to) {
    try {
      return Patch.between(files.git(), from, to);
    } catch (IOException e) {
      throw failed("compare %s and %s".formatted(from, to), e);
    }
  }

  @Override
  public void close() {
    worktree.close();
  }

  private AttractorException failed(String what, IOException e) {
    return Trouble.with("git could not %s in %s".formatted(what, folder()), folder(), e);
  }
}
