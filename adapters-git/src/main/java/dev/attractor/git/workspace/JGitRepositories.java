package dev.attractor.git.workspace;

import dev.attractor.ports.AttractorException;
import dev.attractor.ports.HostEnvironment;
import dev.attractor.ports.process.ProcessSupervisor;
import dev.attractor.ports.workspace.GitRepository;
import dev.attractor.ports.workspace.Repositories;
import java.io.IOException;
import java.nio.file.Path;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;

/** Finds repositories the way git does. */
public final class JGitRepositories implements Repositories {
  private final GitProgram git;

  /**
   * Makes the repositories of this machine.
   *
   * @param processes runs git where other machines are talked to
   * @param host whose environment git sees
   */
  public JGitRepositories(ProcessSupervisor processes, HostEnvironment host) {
    this.git = new GitProgram(processes, host);
  }

  @Override
  public GitRepository open(Path folder) {
    FileRepositoryBuilder builder =
        new FileRepositoryBuilder().findGitDir(folder.toAbsolutePath().normalize().toFile());
    if (builder.getGitDir() == null) {
      throw AttractorException.usage(
          "%s is not in a git repository".formatted(folder),
          "run it inside a repository, name one with --repo, or make one: git init && git add -A &&"
              + " git commit -m 'first commit'");
    }
    try {
      org.eclipse.jgit.lib.Repository repository = builder.setMustExist(true).build();
      if (repository.isBare()) {
        repository.close();
        throw AttractorException.usage(
            "the repository %s has no work tree".formatted(folder), "use a clone that is not bare");
      }
      ObjectId head = repository.resolve("HEAD^{commit}");
      if (head == null) {
        repository.close();
        throw AttractorException.usage(
            "the repository %s has no commit yet".formatted(folder),
            "a run starts from a commit: git add -A && git commit -m 'first commit'");
      }
      return new JGitRepository(repository, head.name(), git);
    } catch (IOException e) {
      throw AttractorException.machine(
          "cannot open the repository %s: %s".formatted(folder, e.getMessage()), "", e);
    }
  }
}
