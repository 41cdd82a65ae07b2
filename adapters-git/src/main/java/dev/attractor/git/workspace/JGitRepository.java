package dev.attractor.git.workspace;

import dev.attractor.domain.run.BranchNames;
import dev.attractor.ports.AttractorException;
import dev.attractor.ports.process.Cancellation;
import dev.attractor.ports.workspace.GitRepository;
import dev.attractor.ports.workspace.RunRecord;
import dev.attractor.ports.workspace.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.Status;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.RefUpdate;

/** A person's repository; only read, but for branches and refs of runs. */
final class JGitRepository implements GitRepository {
  private final org.eclipse.jgit.lib.Repository repository;
  private final String head;
  private final GitProgram git;

  JGitRepository(org.eclipse.jgit.lib.Repository repository, String head, GitProgram git) {
    this.repository = repository;
    this.head = head;
    this.git = git;
  }

  @Override
  public Path root() {
    return repository.getWorkTree().toPath();
  }

  @Override
  public String head() {
    return head;
  }

  @Override
  public List<String> changes(int limit) {
    try {
      Status status = Commands.call(Git.wrap(repository).status());
      TreeSet<String> paths = new TreeSet<>(status.getUncommittedChanges());
      paths.addAll(status.getUntracked());
      return paths.stream().limit(limit).toList();
    } catch (IOException e) {
      throw AttractorException.machine(
          "cannot tell whether %s is clean: %s".formatted(root(), e.getMessage()), "", e);
    }
  }

  @Override
  public boolean hasBranch(String branch) {
    try {
      return repository.exactRef(Constants.R_HEADS + branch) != null;
    } catch (IOException e) {
      throw AttractorException.machine(
          "cannot read the branches of %s: %s".formatted(root(), e.getMessage()), "", e);
    }
  }

  @Override
  public List<RunRecord> records(String runId) {
    try {
      return RecordRefs.read(repository, runId);
    } catch (IOException e) {
      throw AttractorException.machine(
          "git could not read the record of %s: %s".formatted(runId, e.getMessage()), "", e);
    }
  }

  @Override
  public void removeBranches(String prefix, Set<String> except) {
    try {
      for (Ref ref : repository.getRefDatabase().getRefsByPrefix(Constants.R_HEADS + prefix)) {
        if (!except.contains(ref.getName().substring(Constants.R_HEADS.length()))) {
          RefUpdate update = repository.updateRef(ref.getName());
          update.setForceUpdate(true);
          update.delete();
        }
      }
    } catch (IOException e) {
      throw AttractorException.machine(
          "git could not remove branches below %s: %s".formatted(prefix, e.getMessage()), "", e);
    }
  }

  @Override
  public void putBranch(String branch, String commit) {
    try {
      // A driver that was killed may have left it locked, and nobody else works on it.
      Files.deleteIfExists(
          repository.getCommonDirectory().toPath().resolve(Constants.R_HEADS + branch + ".lock"));
      RefUpdate update = repository.updateRef(Constants.R_HEADS + branch);
      update.setNewObjectId(ObjectId.fromString(commit));
      update.setRefLogMessage("attractor: put back", false);
      JGitWorkspace.mustHaveHappened(update.forceUpdate(), branch);
    } catch (IOException e) {
      throw AttractorException.machine(
          "git could not put %s to %s: %s".formatted(branch, commit, e.getMessage()), "", e);
    }
  }

  @Override
  public String diff(String from, String to) {
    try {
      return Patch.between(repository, ObjectId.fromString(from), ObjectId.fromString(to));
    } catch (IOException e) {
      throw AttractorException.machine(
          "git could not compare %s and %s: %s".formatted(from, to, e.getMessage()), "", e);
    }
  }

  @Override
  public Optional<String> push(String remote, BranchNames run) {
    return git.run(
        root(),
        new Cancellation(), // the run may have been canceled, and is to be found there all the same
        List.of(
            "push",
            "--quiet",
            remote,
            "%1$s%2$s:%1$s%2$s".formatted(Constants.R_HEADS, run.run()),
            RecordRefs.refspec(run.runId())));
  }

  @Override
  public Optional<String> fetch(BranchNames run, Cancellation cancellation) {
    return git.run(
        root(),
        cancellation,
        List.of(
            "fetch",
            "--quiet",
            Constants.DEFAULT_REMOTE_NAME,
            RecordRefs.refspec(run.runId()),
            "+%1$s%2$s*:%1$s%2$s*".formatted(Constants.R_HEADS, run.run()),
            "+%1$s%2$s*:%1$s%2$s*".formatted(Constants.R_HEADS, run.ofFanOuts())));
  }

  @Override
  public void forget(String runId, Path worktree) {
    try {
      LinkedWorktree.removeAll(repository, runId, worktree);
      for (Ref ref :
          repository.getRefDatabase().getRefsByPrefix("refs/attractor/attempts/" + runId + "/")) {
        RefUpdate update = repository.updateRef(ref.getName());
        update.setForceUpdate(true);
        update.delete();
      }
      RecordRefs.remove(repository, runId);
    } catch (IOException e) {
      throw AttractorException.machine(
          "git could not forget the run %s: %s".formatted(runId, e.getMessage()), "try again", e);
    }
  }

  @Override
  public Workspace workspace(String runId, String branch, String base, Path folder) {
    if (!org.eclipse.jgit.lib.Repository.isValidRefName(Constants.R_HEADS + branch)) {
      throw AttractorException.usage(
          "'%s' cannot be the name of a branch".formatted(branch),
          "change git.run_branch_prefix or --run-id");
    }
    try {
      return JGitWorkspace.open(repository, runId, branch, base, folder);
    } catch (IOException e) {
      throw AttractorException.machine(
          "cannot make the work tree %s: %s".formatted(folder, e.getMessage()),
          "free space or rights there, then resume the run",
          e);
    }
  }

  @Override
  public void close() {
    repository.close();
  }
}
