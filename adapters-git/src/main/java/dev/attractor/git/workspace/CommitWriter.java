package dev.attractor.git.workspace;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.Repository;

/** Writes commits in the name of those whom git would take there. */
final class CommitWriter {
  private final Worktree files;
  private final Repository worktree;
  private Optional<Identity> identity = Optional.empty();

  CommitWriter(Worktree files, Repository worktree) {
    this.files = files;
    this.worktree = worktree;
  }

  /** Writes a commit, which no ref holds yet. */
  ObjectId write(String tree, ObjectId parent, String message, Instant at) throws IOException {
    return write(tree, List.of(parent), message, at);
  }

  /** Writes a commit with several parents, which no ref holds yet. */
  ObjectId write(String tree, List<ObjectId> parents, String message, Instant at)
      throws IOException {
    Identity people = identity().at(at);
    CommitBuilder commit = new CommitBuilder();
    commit.setTreeId(ObjectId.fromString(tree));
    commit.setParentIds(parents);
    commit.setAuthor(people.author());
    commit.setCommitter(people.committer());
    commit.setMessage(message);
    return Writing.of(() -> {
      try (ObjectInserter inserter = worktree.newObjectInserter()) {
        ObjectId id = inserter.insert(commit);
        inserter.flush();
        Sharing.of(worktree).open(List.of(id));
        return id;
      }
    });
  }

  /** Returns the variables by which git commits in the same name at a time. */
  Map<String, String> inTheNameOf(Instant at) throws IOException {
    Identity people = identity();
    String time = "@" + at.getEpochSecond() + " +0000"; // small numbers, too
    return Map.of(
        "GIT_AUTHOR_NAME", people.author().getName(),
        "GIT_AUTHOR_EMAIL", people.author().getEmailAddress(),
        "GIT_AUTHOR_DATE", time,
        "GIT_COMMITTER_NAME", people.committer().getName(),
        "GIT_COMMITTER_EMAIL", people.committer().getEmailAddress(),
        "GIT_COMMITTER_DATE", time);
  }

  private Identity identity() throws IOException {
    Identity known = identity.isPresent() ? identity.get() : Identity.of(files);
    identity = Optional.of(known);
    return known;
  }
}
