package dev.attractor.git.workspace;

import java.io.IOException;
import java.time.Instant;
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
    Identity people = identity().at(at);
    CommitBuilder commit = new CommitBuilder();
    commit.setTreeId(ObjectId.fromString(tree));
    commit.setParentId(parent);
    commit.setAuthor(people.author());
    commit.setCommitter(people.committer());
    commit.setMessage(message);
    return Writing.of(() -> {
      try (ObjectInserter inserter = worktree.newObjectInserter()) {
        ObjectId id = inserter.insert(commit);
        inserter.flush();
        return id;
      }
    });
  }

  private Identity identity() throws IOException {
    Identity known = identity.isPresent() ? identity.get() : Identity.of(files);
    identity = Optional.of(known);
    return known;
  }
}
