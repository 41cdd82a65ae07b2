package dev.attractor.git.workspace;

import static dev.attractor.testkit.process.RealGit.git;
import static org.assertj.core.api.Assertions.assertThat;

import dev.attractor.domain.parallel.BranchName;
import dev.attractor.domain.pipeline.NodeId;
import dev.attractor.domain.run.Attempt;
import dev.attractor.domain.run.RunId;
import dev.attractor.ports.HostEnvironment;
import dev.attractor.ports.process.Cancellation;
import dev.attractor.ports.workspace.GitRepository;
import dev.attractor.ports.workspace.Merge;
import dev.attractor.ports.workspace.StageCommit;
import dev.attractor.ports.workspace.Workspace;
import dev.attractor.process.supervision.PosixProcesses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * SEMANTICS §7, {@code take=all}: generated histories are merged as {@code git merge} merges them.
 * {@code -Dattractor.merges=300} tries as many.
 */
class MergedHistoriesTest {
  private static final Instant AT = Instant.parse("2026-11-29T10:00:00Z");

  @TempDir private Path folder = Path.of("");

  static Stream<Integer> seeds() {
    return IntStream.rangeClosed(1, Integer.getInteger("attractor.merges", 24)).boxed();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void aMergeIsWhatGitMakesOfTheSameCommits(int seed) throws IOException {
    Random random = new Random(seed);
    Path repo = Files.createDirectories(folder.toRealPath().resolve("repo"));
    git(repo, "init", "-q", "-b", "main");
    if (random.nextInt(4) == 0) {
      git(repo, "config", "merge.conflictStyle", "diff3");
    }
    if (random.nextInt(4) == 0) {
      git(repo, "config", "merge.renames", "false");
    }
    new History(repo, random).begin();
    String base = commit(repo);
    List<String> branches = new ArrayList<>();
    for (int branch = 0; branch < 2 + random.nextInt(2); branch++) {
      git(repo, "checkout", "-q", "--detach", base);
      for (int commits = random.nextInt(3); commits >= 0; commits--) {
        new History(repo, random).change(branch);
        commit(repo);
      }
      if (branch > 0 && random.nextInt(8) == 0) { // one that merged another by itself
        git(repo, "merge", "-q", "-s", "ours", "-m", "by itself", branches.getFirst());
      }
      branches.add(git(repo, "rev-parse", "HEAD"));
    }
    git(repo, "checkout", "-q", "main");

    assertThat(byWorkspace(repo, base, branches)).isEqualTo(byGit(repo, branches));
  }

  private static String commit(Path repo) {
    git(repo, "add", "-A");
    git(repo, "commit", "-q", "--allow-empty", "-m", "x");
    return git(repo, "rev-parse", "HEAD");
  }

  /** Returns the tree, or the branch with a conflict and its files. */
  private static String byWorkspace(Path repo, String base, List<String> branches) {
    try (GitRepository repository =
            new JGitRepositories(
                    new PosixProcesses(System.getenv("PATH"), InstantSource.system()),
                    new HostEnvironment(System.getenv(), Path.of("/"), Path.of("/")))
                .open(repo);
        Workspace workspace =
            repository.workspace(
                new RunId("R"),
                new BranchName("attractor/run/R"),
                base,
                repo.resolveSibling("logs/worktree"),
                new Cancellation())) {
      StageCommit says =
          new StageCommit(new RunId("R"), Attempt.first(new NodeId("join"), 1), "merged", 7, AT);
      String merged = branches.getFirst();
      for (String branch : branches.subList(1, branches.size())) {
        switch (workspace.merge(says, merged, branch)) {
          case Merge.Merged(String commit) -> merged = commit;
          case Merge.Conflicting conflict -> {
            workspace.abandonMerge();
            assertThat(git(workspace.folder(), "status", "--porcelain")).isEmpty();
            return branch + " " + conflict.names();
          }
          case Merge.Unresolved unresolved -> throw new AssertionError(unresolved);
        }
      }
      workspace.fastForward(merged);
      assertThat(git(workspace.folder(), "status", "--porcelain")).isEmpty();
      assertThat(git(workspace.folder(), "rev-parse", "HEAD^{tree}"))
          .isEqualTo(git(repo, "rev-parse", merged + "^{tree}"));
      git(repo, "fsck", "--strict", "--no-dangling");
      return git(repo, "rev-parse", merged + "^{tree}");
    }
  }

  private static String byGit(Path repo, List<String> branches) {
    git(repo, "checkout", "-q", "--detach", branches.getFirst());
    for (String branch : branches.subList(1, branches.size())) {
      String said =
          git(
              repo,
              "-c",
              "alias.m=!git merge -q --no-edit -m x " + branch + " || echo conflict",
              "m");
      if (said.contains("conflict") || said.contains("CONFLICT")) {
        List<String> files =
            git(repo, "diff", "--name-only", "--diff-filter=U").lines().sorted().toList();
        return branch + " " + files;
      }
    }
    return git(repo, "rev-parse", "HEAD^{tree}");
  }

  /** Files that come, change and go. */
  private static final class History {
    private final Path repo;
    private final Random random;

    History(Path repo, Random random) {
      this.repo = repo;
      this.random = random;
    }

    void begin() throws IOException {
      Files.writeString(repo.resolve(".gitattributes"), "*.crlf text eol=crlf\n*.u merge=union\n");
      for (int i = 0; i < 6; i++) {
        write("f" + i + ending(i), lines(20, i));
      }
      write("dir/inner.txt", lines(10, 99));
      Files.createSymbolicLink(repo.resolve("link"), Path.of("f0.txt"));
      Files.write(repo.resolve("data.bin"), new byte[] {0, 1, 2, 3, 0, (byte) seedByte()});
    }

    private int seedByte() {
      return random.nextInt(256);
    }

    private static String ending(int i) {
      return switch (i % 4) {
        case 1 -> ".crlf";
        case 2 -> ".u";
        default -> ".txt";
      };
    }

    private String lines(int count, int from) {
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < count; i++) {
        text.append("line ").append(from).append(' ').append(i).append('\n');
      }
      return text.toString();
    }

    private void write(String name, String text) throws IOException {
      Path file = repo.resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    }

    /** Changes something; different branches often, not always, different things. */
    void change(int branch) throws IOException {
      int target =
          random.nextInt(3) == 0 ? random.nextInt(6) : (branch * 2 + random.nextInt(2)) % 6;
      Path file = repo.resolve("f" + target + ending(target));
      switch (random.nextInt(11)) {
        case 0, 1, 2 -> edit(file);
        case 3 -> write("new" + random.nextInt(4) + "-" + branch + ".txt", lines(5, branch));
        case 4 -> Files.deleteIfExists(file);
        case 5 -> {
          if (Files.exists(file)) {
            Files.move(
                file,
                repo.resolve("moved" + target + "-" + random.nextInt(2) + ".txt"),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
          }
        }
        case 6 -> {
          if (Files.exists(file)) {
            Files.setPosixFilePermissions(file, Set.of(PosixFilePermission.values()));
          }
        }
        case 7 -> {
          Files.deleteIfExists(repo.resolve("link"));
          Files.createSymbolicLink(repo.resolve("link"), Path.of("f" + random.nextInt(3)));
        }
        case 8 -> Files.write(repo.resolve("data.bin"), new byte[] {0, (byte) random.nextInt(4)});
        case 9 -> {
          Path place = repo.resolve("place");
          if (random.nextBoolean()) {
            if (!Files.isDirectory(place)) {
              Files.writeString(place, "a file\n");
            }
          } else if (!Files.exists(place)) {
            write("place/inside.txt", "in a folder\n");
          }
        }
        default -> {} // an empty commit
      }
    }

    private void edit(Path file) throws IOException {
      if (!Files.exists(file)) {
        return;
      }
      List<String> lines = new ArrayList<>(Files.readAllLines(file));
      int at = random.nextInt(lines.size());
      switch (random.nextInt(3)) {
        case 0 -> lines.set(at, "changed " + random.nextInt(3));
        case 1 -> lines.add(at, "added " + random.nextInt(1000));
        default -> lines.remove(at);
      }
      Files.write(file, lines);
    }
  }
}
