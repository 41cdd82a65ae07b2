package dev.attractor.git.workspace;

import dev.attractor.domain.run.RunId;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.TreeFormatter;
import org.eclipse.jgit.revwalk.RevCommit;

/**
 * {@code refs/attractor/attempts/<run>/begun-at}: a commit without files that says in which folder
 * the run with this id begins, or goes on. Git changes a ref only from the value that is expected,
 * so of any number of processes one notes its folder.
 */
final class BegunAt {
  /** No node is called so: its refs lie in a folder of its name beside this one. */
  private static final String NAME = "begun-at";

  private static final String END_OF_CHANCE = "\n\n";
  private static final PersonIdent WRITER =
      new PersonIdent("Attractor", "attractor@localhost", Instant.EPOCH, ZoneOffset.UTC);

  private BegunAt() {}

  /** Notes a folder; see {@link dev.attractor.ports.workspace.GitRepository#claim}. */
  static Optional<String> claim(Refs refs, RunId runId, String place, Predicate<String> isTaken)
      throws IOException {
    Durability.ensure(refs.repository());
    return Writing.of(() -> claimOnce(refs, ref(runId), place, isTaken));
  }

  private static Optional<String> claimOnce(
      Refs refs, String name, String place, Predicate<String> isTaken) throws IOException {
    while (true) {
      Optional<ObjectId> tip = refs.tip(name);
      Optional<RevCommit> before =
          tip.isPresent() && refs.isThere(tip.get()) ? refs.commit(name) : Optional.empty();
      Optional<String> other =
          before.map(BegunAt::place).filter(there -> !there.equals(place)).filter(isTaken);
      if (other.isPresent()) {
        return other;
      }
      // Also over a note of this same folder: who has just found that nobody is here fails then.
      ObjectId own = write(refs.repository(), place, before);
      if (refs.swap(name, tip, own, "begins")) {
        refs.letHousekeepingEnd();
        if (refs.isThere(own)) { // and nobody had begun to prune before
          return Optional.empty();
        }
      }
    }
  }

  /** Returns the folder that is noted; empty when none is. */
  static Optional<String> of(Refs refs, RunId runId) throws IOException {
    return refs.commit(ref(runId)).map(BegunAt::place);
  }

  private static String ref(RunId runId) {
    return "refs/attractor/attempts/%s/%s".formatted(runId, NAME);
  }

  private static String place(RevCommit commit) {
    String message = commit.getFullMessage();
    int end = message.indexOf(END_OF_CHANCE);
    return end < 0 ? "" : message.substring(end + END_OF_CHANCE.length());
  }

  /** Writes a commit that is equal to none before it, and leads to the one before. */
  private static ObjectId write(Repository repository, String place, Optional<RevCommit> before)
      throws IOException {
    try (ObjectInserter inserter = repository.newObjectInserter()) {
      CommitBuilder commit = new CommitBuilder();
      ObjectId tree = inserter.insert(Constants.OBJ_TREE, new TreeFormatter().toByteArray());
      commit.setTreeId(tree);
      before.ifPresent(commit::setParentId);
      commit.setAuthor(WRITER);
      commit.setCommitter(WRITER);
      commit.setMessage(UUID.randomUUID() + END_OF_CHANCE + place);
      ObjectId id = inserter.insert(commit);
      inserter.flush();
      Sharing.of(repository).open(List.of(tree, id));
      return id;
    }
  }
}
