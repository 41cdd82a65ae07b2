package dev.attractor.git.workspace;

import dev.attractor.ports.AttractorException;
import dev.attractor.ports.HostEnvironment;
import dev.attractor.ports.process.Cancellation;
import dev.attractor.ports.process.ProcessSupervisor;
import dev.attractor.ports.workspace.GitRepository;
import dev.attractor.ports.workspace.Repositories;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;

/** Finds repositories the way git does: by asking it. */
public final class JGitRepositories implements Repositories {
  private static final int FACTS = 5;

  private final GitProgram git;
  private final Duration patience;

  /**
   * Makes the repositories of this machine.
   *
   * @param processes knows where git is
   * @param host whose environment git sees
   */
  public JGitRepositories(ProcessSupervisor processes, HostEnvironment host) {
    this(processes, host, Locks.PATIENCE);
  }

  /**
   * Makes the repositories of this machine.
   *
   * @param patience how long the lock of another git program is waited for
   */
  JGitRepositories(ProcessSupervisor processes, HostEnvironment host, Duration patience) {
    this.patience = patience;
    this.git = new GitProgram(host, processes);
  }

  @Override
  public GitRepository open(Path folder) {
    try {
      mustBeNewEnough();
      return open(folder, facts(folder));
    } catch (IOException e) {
      throw AttractorException.machine(
          "cannot open the repository %s: %s".formatted(folder, e.getMessage()), "", e);
    }
  }

  @Override
  public String program() {
    mustBeNewEnough();
    return "git " + git.version();
  }

  private void mustBeNewEnough() {
    GitProgram.Version version = git.version();
    if (version.isBefore(GitProgram.OLDEST)) {
      throw AttractorException.usage(
          "git %s is too old".formatted(version),
          "install git %s or newer".formatted(GitProgram.OLDEST));
    }
  }

  /**
   * What git knows of a repository.
   *
   * @param gitDir of the checkout
   * @param common what all its checkouts share
   * @param top of the work tree
   */
  private record Facts(Path gitDir, Path common, Path top) {}

  private Facts facts(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      throw AttractorException.usage("there is no folder " + folder, "name one with --repo");
    }
    GitProgram.Answer said =
        git.ask(
            GitProgram.Call.of(
                folder.toAbsolutePath().normalize(),
                "rev-parse",
                "--path-format=absolute",
                "--absolute-git-dir",
                "--git-common-dir",
                "--is-bare-repository",
                "--show-object-format",
                "--show-toplevel"),
            new Cancellation());
    List<String> lines = said.text().lines().toList();
    if (said.succeeded() && lines.size() > FACTS) { // a name of a folder may have several lines
      lines =
          List.of(
              alone(folder, "--absolute-git-dir"),
              alone(folder, "--git-common-dir"),
              alone(folder, "--is-bare-repository"),
              alone(folder, "--show-object-format"),
              alone(folder, "--show-toplevel"));
    }
    if (said.succeeded() && lines.size() == FACTS) {
      mustBeUsual("object format", lines.get(3), "sha1", folder);
      return new Facts(Path.of(lines.get(0)), Path.of(lines.get(1)), Path.of(lines.get(4)));
    }
    throw refused(folder, said, lines.size() > 2 && lines.get(2).equals("true"));
  }

  /** Asks for one fact, of which only the last line break is git's. */
  private String alone(Path folder, String fact) throws IOException {
    GitProgram.Answer said =
        git.ask(
            GitProgram.Call.of(
                folder.toAbsolutePath().normalize(), "rev-parse", "--path-format=absolute", fact),
            new Cancellation());
    return new String(said.out(), StandardCharsets.UTF_8).replaceFirst("\\n$", "");
  }

  private static void mustBeUsual(String what, String is, String usual, Path folder) {
    if (!is.equals(usual)) {
      throw AttractorException.usage(
          "the repository %s has the %s %s, which runs cannot use yet".formatted(folder, what, is),
          "use a repository with %s (a clone of it made by git clone keeps its format; git init"
                  .formatted(usual)
              + " makes one with the usual)");
    }
  }

  private static AttractorException refused(Path folder, GitProgram.Answer said, boolean isBare) {
    if (isBare || said.complaint().contains("must be run in a work tree")) {
      return AttractorException.usage(
          "the repository %s has no work tree".formatted(folder), "use a clone that is not bare");
    }
    if (said.complaint().contains("dubious ownership")) {
      return AttractorException.usage(
          "git does not trust the repository %s, which belongs to somebody else".formatted(folder),
          "if you do: git config --global --add safe.directory '%s'".formatted(folder));
    }
    if (said.complaint().contains("refstorage") || said.complaint().contains("extension")) {
      return AttractorException.usage(
          "the repository %s is in a format that this git does not know: %s"
              .formatted(folder, said.said()),
          "use a repository in the usual format");
    }
    return AttractorException.usage(
        "%s is not in a git repository%s"
            .formatted(
                folder,
                said.complaint().contains("not a git repository") ? "" : ": " + said.said()),
        "run it inside a repository, name one with --repo, or make one: git init && git add -A &&"
            + " git commit -m 'first commit'");
  }

  private GitRepository open(Path folder, Facts facts) throws IOException {
    QuietSettings.use(); // here first, since JGit takes its time to begin
    Repository repository =
        new FileRepositoryBuilder()
            .setGitDir(facts.gitDir.toFile())
            .setGitCommonDir(facts.common.toFile())
            .setWorkTree(facts.top.toFile())
            .setMustExist(true)
            .build();
    Cancellation never = new Cancellation();
    try {
      mustBeUsual(
          "ref format",
          Optional.ofNullable(repository.getConfig().getString("extensions", null, "refStorage"))
              .orElse("files"),
          "files",
          folder);
      ObjectId head = repository.resolve("HEAD^{commit}");
      if (head == null) {
        throw AttractorException.usage(
            "the repository %s has no commit yet".formatted(folder),
            "a run starts from a commit: git add -A && git commit -m 'first commit'");
      }
      return new JGitRepository(
          repository,
          head.name(),
          new Git(
              git,
              facts.top,
              Map.of("GIT_DIR", facts.gitDir.toString(), "GIT_WORK_TREE", facts.top.toString()),
              never,
              new Locks(patience, never)));
    } catch (IOException | AttractorException e) {
      repository.close();
      throw e;
    }
  }
}
