package dev.attractor.git.workspace;

import dev.attractor.ports.workspace.NewContent;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.TreeWalk;

/** What commits bring, also those whose work a later one has taken back. */
final class Brought {
  /** A stage that merges all of another history is not looked through to its beginning. */
  private static final int MOST_COMMITS = 500;

  private final Repository repository;
  private final List<NewContent> all = new ArrayList<>();
  private final Set<String> seen = new HashSet<>();

  private Brought(Repository repository) {
    this.repository = repository;
  }

  static List<NewContent> by(Repository repository, ObjectId head, ObjectId last)
      throws IOException {
    Brought brought = new Brought(repository);
    try (RevWalk walk = new RevWalk(repository)) {
      walk.markStart(walk.parseCommit(last));
      walk.markUninteresting(walk.parseCommit(head));
      int commits = 0;
      for (RevCommit commit = walk.next();
          commit != null && commits < MOST_COMMITS;
          commit = walk.next()) {
        brought.add(walk, commit);
        if (!commit.equals(last)) { // that one's is ours
          brought.addMessage(commit);
        }
        commits++;
      }
    }
    return List.copyOf(brought.all);
  }

  private void add(RevWalk walk, RevCommit commit) throws IOException {
    try {
      ObjectId before =
          commit.getParentCount() == 0
              ? ObjectId.zeroId()
              : walk.parseCommit(commit.getParent(0)).getTree().toObjectId();
      for (Changed file : Changed.between(repository, before, commit.getTree().toObjectId())) {
        if (file.isFile() && seen.add(file.content().name() + file.path())) {
          all.add(
              new NewContent(
                  file.path(),
                  file.size(repository),
                  () -> open(file.content()),
                  () -> openIn(before, file.path())));
        }
      }
    } catch (MissingObjectException e) { // in a clone that has not everything
      all.add(
          new NewContent(
              "commit " + commit.name(),
              0,
              () -> {
                throw e;
              },
              NewContent.Content.NONE));
    }
  }

  private void addMessage(RevCommit commit) {
    byte[] message = commit.getFullMessage().getBytes(StandardCharsets.UTF_8);
    all.add(
        new NewContent(
            "the message of commit " + commit.name(),
            message.length,
            () -> new ByteArrayInputStream(message),
            NewContent.Content.NONE));
  }

  private InputStream open(ObjectId content) throws IOException {
    ObjectReader reader = repository.newObjectReader();
    return new ClosingReader(reader.open(content).openStream(), reader);
  }

  private InputStream openIn(ObjectId tree, String path) throws IOException {
    if (tree.equals(ObjectId.zeroId())) {
      return InputStream.nullInputStream();
    }
    try (TreeWalk found = TreeWalk.forPath(repository, path, tree)) {
      return found == null ? InputStream.nullInputStream() : open(found.getObjectId(0));
    }
  }

  /** A stream that takes its reader along. */
  private static final class ClosingReader extends FilterInputStream {
    private final ObjectReader reader;

    ClosingReader(InputStream stream, ObjectReader reader) {
      super(stream);
      this.reader = reader;
    }

    @Override
    public void close() throws IOException {
      super.close();
      reader.close();
    }
  }
}
