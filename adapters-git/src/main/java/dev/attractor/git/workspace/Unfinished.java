package dev.attractor.git.workspace;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.jgit.lib.ObjectId;

/**
 * What a stage has begun with git in its worktree and not brought to an end, such as a merge with
 * conflicts. Git would go on with it at the next commit of anybody.
 *
 * @param what it is, for people
 * @param commits it would have gone on with
 * @param state the files and folders in which git remembers it
 */
record Unfinished(List<String> what, List<ObjectId> commits, List<Path> state) {
  private static final Map<String, String> KINDS = kinds();

  /** What comes along with one of these. */
  private static final String SIDE_FILES =
      "{MERGE_*,AUTO_MERGE,SQUASH_MSG,REBASE_HEAD,BISECT_*,refs/bisect,refs/rewritten}";

  /** Where they remember commits, each a line that begins with its id. */
  private static final List<String> IDS =
      List.of(
          "MERGE_HEAD",
          "CHERRY_PICK_HEAD",
          "REVERT_HEAD",
          "MERGE_AUTOSTASH",
          "rebase-merge/autostash",
          "rebase-merge/orig-head",
          "rebase-merge/stopped-sha",
          "rebase-apply/autostash",
          "rebase-apply/orig-head");

  private static final int ID = 40;

  private static Map<String, String> kinds() {
    Map<String, String> kinds = new LinkedHashMap<>();
    kinds.put("MERGE_HEAD", "a merge");
    kinds.put("CHERRY_PICK_HEAD", "a cherry-pick");
    kinds.put("REVERT_HEAD", "a revert");
    kinds.put("sequencer", "a series of commits to pick");
    kinds.put("rebase-merge", "a rebase");
    kinds.put("rebase-apply", "a rebase");
    kinds.put("BISECT_START", "a bisect");
    return kinds;
  }

  /**
   * Finds it.
   *
   * @param admin what the repository knows of the worktree
   */
  static Unfinished of(Path admin) throws IOException {
    List<String> what = new ArrayList<>();
    List<Path> state = new ArrayList<>();
    KINDS.forEach((name, kind) -> {
      if (Files.exists(admin.resolve(name), LinkOption.NOFOLLOW_LINKS)) {
        state.add(admin.resolve(name));
        if (!what.contains(kind)) {
          what.add(kind);
        }
      }
    });
    if (what.isEmpty()) {
      return new Unfinished(List.of(), List.of(), List.of());
    }
    for (String folder : List.of("", "refs")) {
      if (Files.isDirectory(admin.resolve(folder))) {
        try (DirectoryStream<Path> side =
            Files.newDirectoryStream(
                admin.resolve(folder),
                entry -> isSideFile(admin.relativize(entry)) && !state.contains(entry))) {
          side.forEach(state::add);
        }
      }
    }
    List<ObjectId> commits = new ArrayList<>();
    for (String name : IDS) {
      if (Files.isRegularFile(admin.resolve(name))) {
        Files.readAllLines(admin.resolve(name)).stream()
            .filter(line -> line.length() >= ID && ObjectId.isId(line.substring(0, ID)))
            .map(line -> ObjectId.fromString(line.substring(0, ID)))
            .forEach(commits::add);
      }
    }
    return new Unfinished(what, commits, state);
  }

  private static boolean isSideFile(Path name) {
    return name.getFileSystem().getPathMatcher("glob:" + SIDE_FILES).matches(name);
  }

  /** Has git forget it; the files stay as they are. */
  void forget() throws IOException {
    for (Path path : state) {
      TreeRemoval.of(path);
    }
  }
}
