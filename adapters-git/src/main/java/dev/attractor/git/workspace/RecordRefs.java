package dev.attractor.git.workspace;

import dev.attractor.domain.run.RunId;
import dev.attractor.ports.AttractorException;
import dev.attractor.ports.workspace.RunRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.TreeFormatter;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.TreeWalk;

/**
 * {@code refs/attractor/meta/<run>}: a chain of commits. Each holds only what is new since the one
 * before, so that adding costs the same however long the chain is; files of one name are read one
 * after the other.
 */
final class RecordRefs {
  static final String PREFIX = "refs/attractor/meta/";

  /**
   * Returns how a remote and this repository exchange what is kept of a run and those inside it.
   */
  static String refspec(RunId runId) {
    return "+%1$s%2$s*:%1$s%2$s*".formatted(PREFIX, runId);
  }

  private static final String SEQ = "Attractor-Seq";
  private static final String HEAD = "Attractor-Head";
  private static final PersonIdent WRITER =
      new PersonIdent("Attractor", "attractor@localhost", Instant.EPOCH, ZoneOffset.UTC);

  private RecordRefs() {}

  static String ref(RunId runId) {
    return PREFIX + runId;
  }

  /** Returns the number of the last line that is kept; 0 when nothing is. */
  static long seq(Refs refs, RunId runId) throws IOException {
    try (RevWalk walk = new RevWalk(refs.repository())) {
      Optional<RevCommit> tip = tip(refs, walk, runId);
      return tip.isEmpty() ? 0 : Long.parseLong(footer(tip.get(), SEQ, runId));
    }
  }

  private static Optional<RevCommit> tip(Refs refs, RevWalk walk, RunId runId) throws IOException {
    Optional<ObjectId> tip = refs.tip(ref(runId));
    return tip.isEmpty() ? Optional.empty() : Optional.of(walk.parseCommit(tip.get()));
  }

  /** A ref may have been led to anything. */
  private static String footer(RevCommit commit, String name, RunId runId) {
    return commit.getFooterLines(name).stream()
        .findFirst()
        .orElseThrow(() ->
            AttractorException.usage(
                "%s leads to the commit %s, which is no record of a run"
                    .formatted(ref(runId), commit.name()),
                "fetch refs/attractor/* from a clone that has the record, or remove that ref"));
  }

  /** Adds to what is kept, or begins anew. */
  static void add(Refs refs, RunRecord record, long seq, boolean anew) throws IOException {
    Optional<ObjectId> before = anew ? Optional.empty() : refs.tip(ref(record.runId()));
    Writing.of(() -> {
      ObjectId id = write(refs.repository(), record, seq, before);
      refs.point(ref(record.runId()), id, "record");
      return files(refs.repository(), List.of(id));
    });
  }

  private static ObjectId write(
      Repository repository, RunRecord record, long seq, Optional<ObjectId> before)
      throws IOException {
    try (ObjectInserter inserter = repository.newObjectInserter()) {
      TreeFormatter tree = new TreeFormatter();
      List<ObjectId> made = new ArrayList<>();
      for (Map.Entry<String, String> file : new TreeMap<>(record.files()).entrySet()) {
        byte[] content = file.getValue().getBytes(StandardCharsets.UTF_8);
        made.add(inserter.insert(Constants.OBJ_BLOB, content));
        tree.append(file.getKey(), FileMode.REGULAR_FILE, made.getLast());
      }
      CommitBuilder commit = new CommitBuilder();
      made.add(inserter.insert(tree));
      commit.setTreeId(made.getLast());
      before.ifPresent(commit::setParentId);
      commit.setAuthor(WRITER);
      commit.setCommitter(WRITER);
      commit.setMessage(
          "attractor(%s): record\n\n%s: %d\n%s: %s\n"
              .formatted(record.runId(), SEQ, seq, HEAD, record.head()));
      made.add(inserter.insert(commit));
      inserter.flush();
      Sharing.of(repository).open(made);
      return made.getLast();
    }
  }

  /**
   * Returns what is kept of a run and of those inside it, the run itself first.
   *
   * @throws IllegalArgumentException when a ref is there that no run inside it can have
   */
  static List<RunRecord> read(Repository repository, RunId runId) throws IOException {
    List<RunRecord> records = new ArrayList<>();
    for (Ref ref : refs(repository, runId)) {
      ObjectId tip = ref.getObjectId();
      if (tip != null) {
        records.add(record(repository, new RunId(ref.getName().substring(PREFIX.length())), tip));
      }
    }
    return records;
  }

  private static List<Ref> refs(Repository repository, RunId runId) throws IOException {
    String own = ref(runId);
    return repository.getRefDatabase().getRefsByPrefix(own).stream()
        .filter(ref -> ref.getName().equals(own) || ref.getName().startsWith(own + "."))
        .toList();
  }

  private static RunRecord record(Repository repository, RunId id, ObjectId tip)
      throws IOException {
    Deque<ObjectId> oldestFirst = new ArrayDeque<>();
    try (RevWalk walk = new RevWalk(repository)) {
      RevCommit last = walk.parseCommit(tip);
      walk.markStart(last);
      for (RevCommit commit : walk) {
        oldestFirst.addFirst(commit.getId());
      }
      return new RunRecord(id, footer(last, HEAD, id), files(repository, oldestFirst));
    }
  }

  /** Returns the files of commits; those of one name one after the other. */
  private static Map<String, String> files(Repository repository, Collection<ObjectId> commits)
      throws IOException {
    try (RevWalk walk = new RevWalk(repository);
        ObjectReader reader = repository.newObjectReader()) {
      Map<String, StringBuilder> files = new LinkedHashMap<>();
      for (ObjectId commit : commits) {
        try (TreeWalk tree = new TreeWalk(repository, reader)) {
          tree.addTree(walk.parseTree(commit));
          while (tree.next()) {
            files
                .computeIfAbsent(tree.getNameString(), _ -> new StringBuilder())
                .append(
                    new String(
                        reader.open(tree.getObjectId(0)).getBytes(), StandardCharsets.UTF_8));
          }
        }
      }
      Map<String, String> texts = new LinkedHashMap<>();
      files.forEach((name, text) -> texts.put(name, text.toString()));
      return texts;
    }
  }

  /** Removes what is kept of a run and of those inside it. */
  static void remove(Refs refs, RunId runId) throws IOException {
    for (Ref ref : refs(refs.repository(), runId)) {
      refs.remove(ref.getName());
    }
  }
}
