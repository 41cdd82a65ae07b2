package dev.attractor.git.workspace;

import dev.attractor.domain.run.RunId;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.AnyObjectId;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;

/**
 * Keeps what is found in a worktree and on its branch that the run does not know, so that nothing
 * is lost when the run puts both to where its journal says (SEMANTICS §11, §12).
 */
final class FoundWork {
  private static final int SHORT_ID = 12;

  private final Worktree files;
  private final Repository worktree;
  private final CommitWriter commits;
  private final Refs refs;
  private final RunId runId;
  private final String branchRef;
  private final String latestRef;

  FoundWork(
      Worktree files,
      Repository worktree,
      CommitWriter commits,
      Refs refs,
      RunId runId,
      String branchRef,
      String latestRef) {
    this.files = files;
    this.worktree = worktree;
    this.commits = commits;
    this.refs = refs;
    this.runId = runId;
    this.branchRef = branchRef;
    this.latestRef = latestRef;
  }

  /** Keeps what lies beyond a commit and the files of another; one sentence for each. */
  List<String> keepBeyond(ObjectId head, ObjectId wanted) throws IOException {
    List<String> kept = new ArrayList<>(endUnfinished());
    keepCommits(head).ifPresent(kept::add);
    keepDetached(head).ifPresent(kept::add);
    kept.addAll(keepFiles(wanted));
    return kept;
  }

  /**
   * Has the checkout be on the run branch, and the branch lead through the commit that the run
   * knows. Commits that are on no branch otherwise are kept.
   *
   * @return a warning for each
   */
  List<String> returnTo(ObjectId head) throws IOException {
    List<String> warnings = new ArrayList<>(endUnfinished());
    Optional<ObjectId> tip = refs.tip(branchRef);
    boolean leadsThere = tip.isPresent() && refs.follows(tip.get(), head);
    if (!leadsThere) {
      if (tip.isPresent()) {
        warnings.add("the run branch was rewritten; what it led to is kept as " + keep(tip.get()));
      }
      refs.point(branchRef, head, "put back");
    }
    ObjectId known = leadsThere ? tip.get() : head;
    keepDetached(known).ifPresent(warnings::add);
    if (!branchRef.equals(worktree.getFullBranch())) {
      refs.checkOut(branchRef);
    }
    return warnings;
  }

  /** A merge or the like that nobody ended is none any more; its files and commits stay. */
  private List<String> endUnfinished() throws IOException {
    Unfinished found = Unfinished.of(files.admin());
    if (found.what().isEmpty()) {
      return List.of();
    }
    List<String> kept = new ArrayList<>();
    for (ObjectId commit : found.commits()) {
      if (refs.isThere(commit) && !refs.isHeldBeside("", commit)) {
        kept.add(keep(commit));
      }
    }
    found.forget();
    return List.of(
        "%s was begun with git and not ended; the files are taken as they are%s"
            .formatted(
                String.join(" and ", found.what()),
                kept.isEmpty()
                    ? ""
                    : ", and commits it held are kept as " + String.join(", ", kept)));
  }

  /** Keeps what an agent has committed without a branch; a merge of ours is held already. */
  private Optional<String> keepDetached(ObjectId known) throws IOException {
    String at = worktree.getFullBranch();
    boolean detached = at != null && ObjectId.isId(at);
    return detached
            && !refs.follows(known, ObjectId.fromString(at))
            && !refs.isHeldBeside(Constants.HEAD, ObjectId.fromString(at))
        ? Optional.of(
            "commits were made on no branch; they are kept as " + keep(ObjectId.fromString(at)))
        : Optional.empty();
  }

  /** Returns the ref that keeps a commit from now on. */
  private String keep(AnyObjectId commit) throws IOException {
    String ref =
        "refs/attractor/found/%s/%s".formatted(runId, commit.name().substring(0, SHORT_ID));
    refs.point(ref, commit, "found");
    return ref;
  }

  /** Keeps commits on the run branch that the run does not know: a person's, or half a stage's. */
  private Optional<String> keepCommits(ObjectId head) throws IOException {
    Optional<ObjectId> tip = refs.tip(branchRef);
    if (tip.isEmpty() || refs.follows(head, tip.get()) || refs.isHeldBeside(branchRef, tip.get())) {
      return Optional.empty();
    }
    return Optional.of(
        "the run branch led to commits that the run does not know; they are kept as "
            + keep(tip.get()));
  }

  /** Keeps files that are in no commit: a person's, or what a stage was just making. */
  List<String> keepFiles(ObjectId wanted) throws IOException {
    List<String> kept = new ArrayList<>();
    files.showAll();
    Optional<ObjectId> staged = files.staged(wanted.name());
    Optional<String> untaken = files.addAll();
    Writing.of(() -> keepIndex(wanted, untaken), () -> files.addAgain(wanted.name()))
        .ifPresent(kept::add);
    if (staged.isPresent() && !files.isTaken(staged.get().name())) {
      keepTree(
              wanted,
              staged.get(),
              "versions of files were staged that differ from the files; they are kept as %s")
          .ifPresent(kept::add);
    }
    return kept;
  }

  private Optional<String> keepIndex(ObjectId wanted, Optional<String> untaken) throws IOException {
    return keepTree(
        wanted,
        files.writeTree(),
        "the work tree had files that are in no commit; they are kept as %s"
            + untaken.map(said -> ", but " + said.replace("%", "%%")).orElse(""));
  }

  /** Keeps a tree that no commit has which the run knows. */
  private Optional<String> keepTree(ObjectId wanted, ObjectId tree, String told)
      throws IOException {
    Optional<RevCommit> latest = refs.commit(latestRef);
    Optional<RevCommit> tip = refs.commit(branchRef);
    try (RevWalk walk = new RevWalk(worktree)) {
      RevCommit target = walk.parseCommit(wanted);
      boolean known =
          tree.equals(target.getTree())
              || latest.filter(commit -> tree.equals(commit.getTree())).isPresent()
              || tip.filter(commit -> tree.equals(commit.getTree())).isPresent();
      if (known) {
        return Optional.empty();
      }
      ObjectId commit =
          commits.write(
              tree.name(),
              tip.orElse(target),
              "attractor(%s): files found in the work tree\n".formatted(runId),
              Instant.ofEpochSecond(target.getCommitTime()));
      String kept = keep(commit);
      StagedFiles.ensure(worktree, target.name(), commit);
      return Optional.of(told.formatted(kept));
    }
  }
}
