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
import java.util.regex.Pattern;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;

/**
 * Merges commits of branches as git does, in the files of the run but beside its branch: the
 * checkout is on no branch meanwhile (SEMANTICS §7, {@code take=all}).
 */
final class Merging {
  private static final int USUAL_MARKER_SIZE = 7;

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
    return digest(Files.readAllBytes(file));
  }

  private static String digest(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
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
    for (String path : touched(tree, conflict)) {
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

  /** Returns what is on neither side as it is now: what was to resolve, and what more was done. */
  private Set<String> touched(String tree, Merge.Conflicting conflict) throws IOException {
    Set<String> touched = changed(conflict.ours(), tree);
    touched.retainAll(changed(conflict.theirs(), tree));
    touched.addAll(conflict.names());
    return touched;
  }

  /** A marker counts that neither side had. A line of equals signs may be a heading of either. */
  private boolean isMarked(String tree, String path, Merge.Conflicting conflict)
      throws IOException {
    int size = markerSize(path);
    String now = text(tree, path);
    String ours = text(conflict.ours(), path);
    String theirs = text(conflict.theirs(), path);
    for (String sign : List.of("<", "|", ">")) {
      Pattern marker = Pattern.compile("^" + Pattern.quote(sign.repeat(size)) + "(?: |\\r?$)");
      if (count(marker, now) > Math.max(count(marker, ours), count(marker, theirs))) {
        return true;
      }
    }
    Pattern middle = Pattern.compile("^" + "=".repeat(size) + "\\r?$");
    return count(middle, now) > count(middle, ours) + count(middle, theirs);
  }

  private static long count(Pattern marker, String text) {
    return text.lines().filter(line -> marker.matcher(line).find()).count();
  }

  /** Attributes may say so, for files that have such lines themselves. */
  private int markerSize(String path) throws IOException {
    List<String> said =
        files.git().must("check-attr", "-z", "conflict-marker-size", "--", path).names();
    String size = said.isEmpty() ? "" : said.getLast();
    return size.matches("[1-9][0-9]{0,2}") ? Integer.parseInt(size) : USUAL_MARKER_SIZE;
  }

  /** Returns a file, each byte a sign; empty when there is none. */
  private String text(String tree, String path) throws IOException {
    GitProgram.Answer blob = files.git().ask("cat-file", "blob", tree + ":" + path);
    return blob.succeeded() ? new String(blob.out(), StandardCharsets.ISO_8859_1) : "";
  }

  /**
   * Returns the paths at which the work of a side is undone: a file that only one side changed is
   * what it was on the other, or a file that both sides have is not there.
   */
  private Set<String> gone(String tree, Merge.Conflicting conflict) throws IOException {
    String base = files.git().must("merge-base", conflict.ours(), conflict.theirs()).text();
    Set<String> byOurs = changed(base, conflict.ours());
    Set<String> byTheirs = changed(base, conflict.theirs());
    Set<String> gone = undone(conflict.ours(), byOurs, byTheirs, conflict);
    gone.removeAll(changed(conflict.theirs(), tree)); // ours is still to be seen there
    Set<String> lostTheirs = undone(conflict.theirs(), byTheirs, byOurs, conflict);
    lostTheirs.removeAll(changed(conflict.ours(), tree));
    gone.addAll(lostTheirs);
    Set<String> ofBoth = new TreeSet<>(byOurs);
    ofBoth.retainAll(byTheirs);
    ofBoth.addAll(conflict.names());
    for (String path : ofBoth) {
      if (exists(conflict.ours(), path) && exists(conflict.theirs(), path) && !exists(tree, path)) {
        gone.add(path);
      }
    }
    return gone;
  }

  /** Returns what one side alone did and nobody was asked about, where it did it or elsewhere. */
  private Set<String> undone(
      String side, Set<String> bySide, Set<String> byOther, Merge.Conflicting conflict)
      throws IOException {
    Set<String> alone = new TreeSet<>(bySide);
    alone.removeAll(byOther);
    alone.removeAll(conflict.files().keySet());
    Set<String> asked = new TreeSet<>();
    for (String path : alone) {
      GitProgram.Answer blob = files.git().ask("cat-file", "blob", side + ":" + path);
      if (blob.succeeded() && conflict.files().containsValue(digest(blob.out()))) {
        asked.add(path); // git has found it a new place
      }
    }
    alone.removeAll(asked);
    return alone;
  }

  private Set<String> changed(String from, String to) throws IOException {
    return new TreeSet<>(
        files.git().must("diff-tree", "-r", "--no-renames", "--name-only", "-z", from, to).names());
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
