package dev.attractor.git.workspace;

import dev.attractor.domain.run.Attempt;
import dev.attractor.ports.AttractorException;
import dev.attractor.ports.workspace.RunRecord;
import dev.attractor.ports.workspace.StageCommit;
import dev.attractor.ports.workspace.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheEditor;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.UserConfig;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;

/**
 * The worktree of a run. An attempt's commit is first held by the ref {@code
 * refs/attractor/attempts/<run>/latest-attempt}; when the attempt ends its visit, the run branch
 * moves to the commit. Of an attempt that was repeated the commit is kept under {@code
 * <node>/v<visit>-a<attempt>} beside it. No ref is ever deleted while a run goes on: that would
 * lock all packed refs, and a driver killed just then would leave the person's repository locked.
 */
final class JGitWorkspace implements Workspace {
  private static final PersonIdent FALLBACK = new PersonIdent("Attractor", "attractor@localhost");

  private final Repository worktree;
  private final String branchRef;
  private final String attemptRefs;

  private JGitWorkspace(Repository worktree, String branchRef, String attemptRefs) {
    this.worktree = worktree;
    this.branchRef = branchRef;
    this.attemptRefs = attemptRefs;
  }

  static JGitWorkspace open(Repository owner, String runId, String branch, String base, Path folder)
      throws IOException {
    String ref = Constants.R_HEADS + branch;
    String attemptRefs = "refs/attractor/attempts/" + runId + "/";
    LinkedWorktree.dropStaleLocks(owner, runId, branch, attemptRefs);
    // JGit makes this folder without expecting that somebody else may, such as a branch beside.
    Path reflog = owner.getCommonDirectory().toPath().resolve("logs").resolve(ref);
    Files.createDirectories(reflog.getParent());
    if (owner.exactRef(ref) == null) {
      RefUpdate update = owner.updateRef(ref);
      update.setNewObjectId(ObjectId.fromString(base));
      update.setRefLogMessage("attractor: run branch", false);
      mustHaveHappened(update.update(), ref);
    }
    Repository worktree =
        LinkedWorktree.open(owner, runId, branch, folder.toAbsolutePath().normalize());
    return new JGitWorkspace(worktree, ref, attemptRefs);
  }

  @Override
  public Path folder() {
    return worktree.getWorkTree().toPath();
  }

  @Override
  public String commit(StageCommit stage) {
    Durability.ensure(worktree);
    try {
      Optional<String> made = alreadyMade(stage);
      if (made.isPresent()) {
        return made.get();
      }
      keepLatest();
      returnToBranch();
      ObjectId tree = stageEverything();
      ObjectId commit = write(tree, stage);
      point(latest(), commit, stage.attempt().toString());
      return commit.name();
    } catch (IOException e) {
      throw failed("commit stage " + stage.attempt(), e);
    }
  }

  private String latest() {
    return attemptRefs + "latest-attempt";
  }

  private void point(String ref, ObjectId commit, String why) throws IOException {
    RefUpdate update = worktree.updateRef(ref);
    update.setNewObjectId(commit);
    update.setRefLogMessage("attractor: " + why, false);
    mustHaveHappened(update.forceUpdate(), ref);
  }

  private Optional<String> alreadyMade(StageCommit stage) throws IOException {
    return latestCommit()
        .filter(commit ->
            commit.getFooterLines("Attractor-Stage").contains(stage.attempt().toString())
                && commit.getFooterLines("Attractor-Seq").contains(Long.toString(stage.seq())))
        .map(RevCommit::name);
  }

  private Optional<RevCommit> latestCommit() throws IOException {
    Ref ref = worktree.exactRef(latest());
    if (ref == null) {
      return Optional.empty();
    }
    try (RevWalk walk = new RevWalk(worktree)) {
      return Optional.of(walk.parseCommit(ref.getObjectId()));
    }
  }

  /** Keeps the commit of the attempt before when the run branch did not move to it. */
  private void keepLatest() throws IOException {
    Optional<RevCommit> latest = latestCommit();
    if (latest.isPresent() && !isOnBranch(latest.get())) {
      Attempt attempt = Attempt.parse(latest.get().getFooterLines("Attractor-Stage").getFirst());
      point(
          "%s%s/v%d-a%d"
              .formatted(attemptRefs, attempt.nodeId(), attempt.visit(), attempt.number()),
          latest.get(),
          attempt + " was repeated");
    }
  }

  private boolean isOnBranch(RevCommit commit) throws IOException {
    try (RevWalk walk = new RevWalk(worktree)) {
      return walk.isMergedInto(
          walk.parseCommit(commit), walk.parseCommit(worktree.resolve(branchRef)));
    }
  }

  /** An agent may have checked out another branch; what it made there is in the files. */
  private void returnToBranch() throws IOException {
    if (!branchRef.equals(worktree.getFullBranch())) {
      mustHaveHappened(worktree.updateRef(Constants.HEAD).link(branchRef), Constants.HEAD);
    }
  }

  private ObjectId stageEverything() throws IOException {
    List<DirCacheEntry> submodules = submodules();
    Commands.call(Git.wrap(worktree).add().addFilepattern(".").setAll(true));
    restore(submodules);
    try (ObjectInserter inserter = worktree.newObjectInserter()) {
      ObjectId tree = worktree.readDirCache().writeTree(inserter);
      inserter.flush();
      return tree;
    }
  }

  private List<DirCacheEntry> submodules() throws IOException {
    DirCache index = worktree.readDirCache();
    return IntStream.range(0, index.getEntryCount())
        .mapToObj(index::getEntry)
        .filter(entry -> FileMode.GITLINK.equals(entry.getRawMode()))
        .toList();
  }

  /** JGit takes a submodule that is not checked out for one that was deleted; git does not. */
  private void restore(List<DirCacheEntry> submodules) throws IOException {
    if (submodules.isEmpty()) {
      return;
    }
    DirCache index = worktree.lockDirCache();
    try {
      DirCacheEditor editor = index.editor();
      submodules.stream()
          .filter(entry -> index.findEntry(entry.getPathString()) < 0)
          .forEach(entry ->
              editor.add(
                  new DirCacheEditor.PathEdit(entry.getPathString()) {
                    @Override
                    public void apply(DirCacheEntry restored) {
                      restored.copyMetaData(entry);
                    }
                  }));
      editor.commit();
    } finally {
      index.unlock();
    }
  }

  private ObjectId write(ObjectId tree, StageCommit stage) throws IOException {
    PersonIdent person = new PersonIdent(author(), stage.at(), ZoneOffset.UTC);
    CommitBuilder commit = new CommitBuilder();
    commit.setTreeId(tree);
    commit.setParentId(worktree.resolve(branchRef));
    commit.setAuthor(person);
    commit.setCommitter(person);
    commit.setMessage(stage.message());
    try (ObjectInserter inserter = worktree.newObjectInserter()) {
      ObjectId id = inserter.insert(commit);
      inserter.flush();
      return id;
    }
  }

  private PersonIdent author() {
    UserConfig user = worktree.getConfig().get(UserConfig.KEY);
    return user.isAuthorNameImplicit() || user.isAuthorEmailImplicit()
        ? FALLBACK
        : new PersonIdent(user.getAuthorName(), user.getAuthorEmail());
  }

  @Override
  public void advanceTo(Attempt attempt, String commit) {
    try {
      RefUpdate update = worktree.updateRef(branchRef);
      update.setNewObjectId(ObjectId.fromString(commit));
      update.setRefLogMessage("attractor: " + attempt, false);
      mustHaveHappened(update.update(), branchRef); // a fast-forward, or nothing
    } catch (IOException e) {
      throw failed("move " + branchRef, e);
    }
  }

  @Override
  public void rollBackTo(String head, String files) {
    try {
      point(branchRef, ObjectId.fromString(head), "put back");
      LinkedWorktree.makeFiles(worktree, ObjectId.fromString(files));
    } catch (IOException e) {
      throw failed("put the work tree back to " + files, e);
    }
  }

  @Override
  public Workspace within(String scope) {
    worktree.incrementOpen(); // each closes once
    return new JGitWorkspace(worktree, branchRef, attemptRefs + "parts/" + scope + "/");
  }

  @Override
  public Workspace fork(String runId, String branch, String base, Path folder) {
    try {
      return open(worktree, runId, branch, base, folder);
    } catch (IOException e) {
      throw failed("make the work tree " + folder, e);
    }
  }

  @Override
  public void discardFork(String runId, Path folder) {
    try {
      LinkedWorktree.remove(worktree, runId, folder);
    } catch (IOException e) {
      throw failed("remove the work tree " + folder, e);
    }
  }

  @Override
  public void fastForward(String commit) {
    try {
      ObjectId target = ObjectId.fromString(commit);
      RefUpdate update = worktree.updateRef(branchRef);
      update.setNewObjectId(target);
      update.setRefLogMessage("attractor: fast-forward", false);
      mustHaveHappened(update.update(), branchRef); // no force: work must not be lost
      LinkedWorktree.makeFiles(worktree, target);
    } catch (IOException e) {
      throw failed("fast-forward to " + commit, e);
    }
  }

  @Override
  public long recordedUpTo(String runId) {
    try {
      return RecordRefs.seq(worktree, runId);
    } catch (IOException e) {
      throw failed("read the record of " + runId, e);
    }
  }

  @Override
  public void keepRecord(RunRecord news, long seq, boolean anew) {
    Durability.ensure(worktree);
    try {
      RecordRefs.add(worktree, news, seq, anew);
    } catch (IOException e) {
      throw failed("keep the record of " + news.runId(), e);
    }
  }

  @Override
  public String diff(String from, String to) {
    try {
      return Patch.between(worktree, ObjectId.fromString(from), ObjectId.fromString(to));
    } catch (IOException e) {
      throw failed("compare %s and %s".formatted(from, to), e);
    }
  }

  @Override
  public void close() {
    worktree.close();
  }

  static void mustHaveHappened(RefUpdate.Result result, String ref) throws IOException {
    switch (result) {
      case NEW, FAST_FORWARD, FORCED, NO_CHANGE -> {}
      case LOCK_FAILURE,
          IO_FAILURE,
          NOT_ATTEMPTED,
          REJECTED,
          REJECTED_CURRENT_BRANCH,
          REJECTED_MISSING_OBJECT,
          REJECTED_OTHER_REASON,
          RENAMED ->
          throw new IOException("git did not update %s: %s".formatted(ref, result));
    }
  }

  private AttractorException failed(String what, Exception e) {
    return AttractorException.machine(
        "git could not %s in %s: %s".formatted(what, folder(), e.getMessage()),
        "see that the disk has room and nobody else works there, then resume the run",
        e);
  }
}
