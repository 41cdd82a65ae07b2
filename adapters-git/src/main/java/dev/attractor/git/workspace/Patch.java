package dev.attractor.git.workspace;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.eclipse.jgit.diff.DiffEntry;
import org.eclipse.jgit.diff.DiffFormatter;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;

/** Patches for people; what git holds is the truth. */
final class Patch {
  private static final int LONGEST = 1 << 20;

  private Patch() {}

  static String between(Repository repository, ObjectId from, ObjectId to) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (DiffFormatter formatter = new DiffFormatter(out);
        RevWalk walk = new RevWalk(repository)) {
      formatter.setRepository(repository);
      formatter.setBinaryFileThreshold(LONGEST);
      for (DiffEntry entry :
          formatter.scan(walk.parseCommit(from).getTree(), walk.parseCommit(to).getTree())) {
        formatter.format(entry);
        formatter.flush();
        if (out.size() > LONGEST) {
          return out.toString(StandardCharsets.UTF_8)
              + "\n# the rest is left out: git diff %s %s\n".formatted(from.name(), to.name());
        }
      }
    }
    return out.toString(StandardCharsets.UTF_8);
  }
}
