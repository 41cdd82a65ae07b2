package dev.attractor.git.workspace;

import dev.attractor.ports.workspace.Merge;
import dev.attractor.ports.workspace.StageCommit;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;

/**
 * Merges commits of branches as git does, in the files of the run but beside its branch: the
 * checkout is on no branch meanwhile (SEMANTICS §7, {@code take=all}).
 */
final class Merging {
  private static final List<String> MARKERS = List.of("<<<<<<< ", "||||||| ", ">>>>>>> ");

  private final Worktree files;
  private final Repository worktree;
  private final CommitWriter commits;
  private final Refs refs;
  private final String ref;

  /**
   * Makes one.
   *
   * @param ref holds what was merged last until the run branch does
   */
  Merging(Worktree files, Repository worktree, CommitWriter commits, Refs refs, String ref) {
    this.files = files;
    this.worktree = worktree;
    this.commits = commits;
    this.refs = refs;
    this.ref = ref;
  }

  Merge merge(StageCommit stage, String ours, String theirs) throws IOException {
    ObjectId into = ObjectId.fromString(ours);
    ObjectId other = ObjectId.fromString(theirs);
    if (refs.follows(other, into)) {
      return new Merge.Merged(theirs);
    }
    if (refs.follows(into, other)) {
      return new Merge.Merged(ours);
    }
    return Writing.of(() -> mergeOnce(stage, into, other));
  }

  private Merge mergeOnce(StageCommit stage, ObjectId into, ObjectId other) throws IOException {
    String ours = into.name();
    String theirs = other.name();
    stand(into);
    GitProgram.Answer said =
        files
            .git()
            .with(commits.inTheNameOf(stage.at()))
            .ask(
                "-c",
                "merge.verifySignatures=false",
                "-c",
                "rerere.enabled=false",
                "-c",
                "i18n.commitEncoding=UTF-8",
                "merge",
                "--quiet",
                "--no-ff",
                "--no-edit",
                "--no-log",
                "--no-stat",
                "--no-gpg-sign",
                "--cleanup=verbatim",
                "-m",
                stage.message(),
                theirs);
    if (said.succeeded()) {
      return held(into, refs.tip(Constants.HEAD).orElseThrow());
    }
    List<String> unmerged = files.git().unmerged();
    if (unmerged.isEmpty()) {
      throw new IOException(
          "git did not merge %s into %s: %s".formatted(theirs, ours, said.said()));
    }
    Map<String, String> marks = new TreeMap<>();
    for (String path : unmerged) {
      marks.put(path, mark(path));
    }
    return new Merge.Conflicting(ours, theirs, marks);
  }

  /** Has the checkout stand at a commit without a branch, with its files. */
  private void stand(ObjectId commit) throws IOException {
    forget();
    if (refs.tip(Constants.HEAD).filter(commit::equals).isEmpty() || !isDetached()) {
      refs.detach(commit);
      files.makeFiles(commit.name());
    }
  }

  private boolean isDetached() throws IOException {
    return ObjectId.isId(String.valueOf(worktree.getFullBranch()));
  }

  private Merge.Merged held(ObjectId into, ObjectId commit) throws IOException {
    refs.point(ref, commit, "merged");
    StagedFiles.ensure(worktree, into.name(), commit);
    return new Merge.Merged(commit.name());
  }

  /** Has git know of no merge that goes on. */
  private void forget() throws IOException {
    Unfinished.of(files.admin()).forget();
  }

  /** Tells what lies at a path from everything else that might. */
  private String mark(String path) throws IOException {
    Path file = files.folder().resolve(path);
    if (Files.isSymbolicLink(file)) {
      return "link " + Files.readSymbolicLink(file);
    }
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return Files.exists(file, LinkOption.NOFOLLOW_LINKS) ? "folder" : "nothing";
    }
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(Files.readAllBytes(file)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  // --- what somebody has made of a conflict ---

  Merge resolve(StageCommit stage, Merge.Conflicting conflict) throws IOException {
    List<String> untouched = new ArrayList<>();
    for (String path : files.git().unmerged()) {
      if (mark(path).equals(conflict.files().get(path))) {
        untouched.add(path);
      }
    }
    if (!untouched.isEmpty()) {
      return unresolved("left as git had left it", untouched);
    }
    Optional<String> untaken = files.addAll();
    if (untaken.isPresent()) {
      return new Merge.Unresolved(untaken.get());
    }
    return Writing.of(() -> commitResolved(stage, conflict), () -> files.addAgain(conflict.ours()));
  }

  private Merge commitResolved(StageCommit stage, Merge.Conflicting conflict) throws IOException {
    String tree = files.writeTree().name();
    List<String> marked = new ArrayList<>();
    for (String path : conflict.names()) {
      if (isMarked(tree, path, conflict)) {
        marked.add(path);
      }
    }
    if (!marked.isEmpty()) {
      return unresolved("conflict markers are left in it", marked);
    }
    Set<String> gone = gone(tree, conflict);
    if (!gone.isEmpty()) {
      return unresolved("what one side did to it is gone", List.copyOf(gone));
    }
    ObjectId commit =
        commits.write(
            tree,
            List.of(ObjectId.fromString(conflict.ours()), ObjectId.fromString(conflict.theirs())),
            stage.message(),
            stage.at());
    forget();
    refs.detach(commit);
    return held(ObjectId.fromString(conflict.ours()), commit);
  }

  private static Merge.Unresolved unresolved(String what, List<String> paths) {
    return new Merge.Unresolved("%s: %s".formatted(String.join(", ", paths), what));
  }

  /** A marker counts that neither side had. */
  private boolean isMarked(String tree, String path, Merge.Conflicting conflict)
      throws IOException {
    return markers(tree, path)
        > Math.max(markers(conflict.ours(), path), markers(conflict.theirs(), path));
  }

  private long markers(String tree, String path) throws IOException {
    GitProgram.Answer blob = files.git().ask("cat-file", "blob", tree + ":" + path);
    return blob.succeeded()
        ? new String(blob.out(), StandardCharsets.ISO_8859_1)
            .lines()
            .filter(line -> MARKERS.stream().anyMatch(line::startsWith))
            .count()
        : 0;
  }

  /**
   * Returns the paths at which the work of a side is undone: a file that only one side changed is
   * what it was on the other, or a file to resolve that both sides had is not there.
   */
  private Set<String> gone(String tree, Merge.Conflicting conflict) throws IOException {
    String base = files.git().must("merge-base", conflict.ours(), conflict.theirs()).text();
    Set<String> byOurs = changed(base, conflict.ours());
    Set<String> byTheirs = changed(base, conflict.theirs());
    Set<String> gone = new TreeSet<>();
    for (String path : byOurs) {
      if (!byTheirs.contains(path) && !conflict.files().containsKey(path)) {
        gone.add(path);
      }
    }
    gone.removeAll(changed(conflict.theirs(), tree)); // ours is still to be seen there
    Set<String> lostTheirs = new TreeSet<>(byTheirs);
    lostTheirs.removeAll(byOurs);
    lostTheirs.removeAll(conflict.files().keySet());
    lostTheirs.removeAll(changed(conflict.ours(), tree));
    gone.addAll(lostTheirs);
    for (String path : conflict.names()) {
      if (exists(conflict.ours(), path) && exists(conflict.theirs(), path) && !exists(tree, path)) {
        gone.add(path);
      }
    }
    return gone;
  }

  private Set<String> changed(String from, String to) throws IOException {
    return new TreeSet<>(
        files
            .git()
            .must("diff-tree", "-r", "--no-renames", "--name-only", "-z", from, to)
            .fields()
            .stream()
            .filter(name -> !name.isEmpty())
            .toList());
  }

  private boolean exists(String tree, String path) throws IOException {
    return files.git().ask("cat-file", "-e", tree + ":" + path).succeeded();
  }

  /** Has the checkout be on the run branch again, with the files of its commit. */
  void abandon(String branchRef) throws IOException {
    forget();
    refs.checkOut(branchRef);
    files.makeFiles(refs.tip(branchRef).orElseThrow().name());
  }
}
