package dev.attractor.git.workspace;

import static dev.attractor.testkit.process.RealGit.git;

import dev.attractor.domain.parallel.BranchName;
import dev.attractor.domain.run.RunId;
import dev.attractor.ports.HostEnvironment;
import dev.attractor.ports.process.Cancellation;
import dev.attractor.ports.workspace.GitRepository;
import dev.attractor.ports.workspace.Workspace;
import dev.attractor.process.supervision.PosixProcesses;
import dev.attractor.testkit.contract.WorkspaceContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A work tree of git, as {@code GitWorkspace} keeps it, is a workspace. */
class GitWorkspaceContractTest extends WorkspaceContract {
  @TempDir private Path folder = Path.of("");

  @SuppressWarnings("NullAway.Init") // JUnit makes it before each test
  private GitRepository repository;

  @BeforeEach
  void makeRepository() throws IOException {
    folder = folder.toRealPath();
    Path repo = Files.createDirectories(folder.resolve("repo"));
    git(repo, "init", "-q", "-b", "main");
    git(repo, "commit", "-q", "--allow-empty", "-m", "first");
    Files.createDirectories(repo.resolve(".git/info"));
    Files.writeString(repo.resolve(".git/info/exclude"), "ignored/\n");
    repository =
        new JGitRepositories(
                new PosixProcesses(System.getenv("PATH"), InstantSource.system()),
                new HostEnvironment(System.getenv(), Path.of("/"), Path.of("/")))
            .open(repo);
  }

  @AfterEach
  void close() {
    repository.close();
  }

  @Override
  protected Workspace open() {
    return repository.workspace(
        RUN,
        new BranchName("attractor/run/R"),
        repository.head(),
        folder.resolve("logs/worktree"),
        new Cancellation());
  }

  @Override
  protected String head(Workspace workspace) {
    return git(workspace.folder(), "rev-parse", "HEAD");
  }

  @Override
  protected Map<String, String> files(Workspace workspace) {
    Path root = workspace.folder();
    Map<String, String> texts = new TreeMap<>();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        texts.put(root.relativize(file).toString(), Files.readString(file));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    texts.remove(".git"); // where a linked work tree says whose it is
    return texts;
  }

  @Override
  protected void write(Workspace workspace, String name, String text) {
    Path file = workspace.folder().resolve(name);
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  protected void delete(Workspace workspace, String name) {
    try {
      Files.delete(workspace.folder().resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  protected Map<String, String> kept(RunId runId) {
    return repository.records(runId).getFirst().files();
  }
}
