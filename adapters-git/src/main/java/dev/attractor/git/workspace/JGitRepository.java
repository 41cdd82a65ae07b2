package dev.attractor.git.workspace;

import dev.attractor.domain.parallel.BranchName;
import dev.attractor.domain.run.BranchNames;
import dev.attractor.domain.run.RunId;
import dev.attractor.ports.AttractorException;
import dev.attractor.ports.process.Cancellation;
import dev.attractor.ports.workspace.GitRepository;
import dev.attractor.ports.workspace.Merge;
import dev.attractor.ports.workspace.RemovedBranches;
import dev.attractor.ports.workspace.RunRecord;
import dev.attractor.ports.workspace.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;

/** A person's repository; only read, but for branches and refs of runs. */
final class JGitRepository implements GitRepository {
  /** How long what stands before a path is in a line of a status. */
  private static final int STATUS = 3;

  private final org.eclipse.jgit.lib.Repository repository;
  private final String head;
  private final Git git;
  private final Refs refs;

  JGitRepository(org.eclipse.jgit.lib.Repository repository, String head, Git git) {
    this.repository = repository;
    this.head = head;
    this.git = git;
    this.refs = new Refs(repository, git.locks());
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
      return git
          .must("--no-optional-locks", "status", "--porcelain=v1", "-z", "--no-renames")
          .fields()
          .stream()
          .filter(entry -> entry.length() > STATUS)
          .map(entry -> entry.substring(STATUS))
          .limit(limit)
          .toList();
    } catch (IOException e) {
      throw AttractorException.machine(
          "cannot tell whether %s is clean: %s".formatted(root(), e.getMessage()), "", e);
    }
  }

  @Override
  public Optional<String> branch() {
    try {
      return Optional.ofNullable(repository.getFullBranch())
          .filter(name -> name.startsWith(Constants.R_HEADS))
          .map(name -> name.substring(Constants.R_HEADS.length()));
    } catch (IOException e) {
      throw AttractorException.machine(
          "cannot tell which branch %s is on: %s".formatted(root(), e.getMessage()), "", e);
    }
  }

  @Override
  public String summary(String commit) {
    try {
      return git.must("diff", "--stat", "--no-color", "--no-ext-diff", "HEAD..." + commit).text();
    } catch (IOException e) {
      throw AttractorException.machine(
          "git could not compare %s in %s: %s".formatted(commit, root(), e.getMessage()), "", e);
    }
  }

  @Override
  public Merge merge(String commit, String message, boolean squash) {
    try {
      return new CheckoutMerge(git).merge(commit, message, squash);
    } catch (IOException e) {
      throw AttractorException.usage(
          "git did not merge %s in %s: %s".formatted(commit, root(), e.getMessage()),
          "see git status there; nothing was merged");
    }
  }

  @Override
  public Optional<String> authorOf(String commit) {
    try (RevWalk walk = new RevWalk(repository)) {
      Optional<ObjectId> id =
          ObjectId.isId(commit)
              ? Optional.of(ObjectId.fromString(commit))
              : refs.tip(Constants.R_HEADS + commit);
      if (id.isEmpty() || !repository.getObjectDatabase().has(id.get())) {
        return Optional.empty();
      }
      PersonIdent author = walk.parseCommit(id.get()).getAuthorIdent();
      return Optional.of("%s <%s>".formatted(author.getName(), author.getEmailAddress()));
    } catch (IOException e) {
      throw AttractorException.machine(
          "git could not read %s in %s: %s".formatted(commit, root(), e.getMessage()), "", e);
    }
  }

  @Override
  public Optional<String> tipOf(BranchName branch) {
    try {
      return refs.tip(Constants.R_HEADS + branch).map(ObjectId::getName);
    } catch (IOException e) {
      throw AttractorException.machine(
          "cannot read the branches of %s: %s".formatted(root(), e.getMessage()), "", e);
    }
  }

  @Override
  public Optional<String> claim(RunId runId, String place, Predicate<String> isTaken) {
    mustBeWritable();
    try {
      return BegunAt.claim(refs, runId, place, isTaken);
    } catch (IOException e) {
      throw AttractorException.machine(
          "git could not note in %s that the run %s begins: %s"
              .formatted(root(), runId, e.getMessage()),
          "try it again; if it stays so, look at the repository with git fsck",
          e);
    }
  }

  private void mustBeWritable() {
    Path common = repository.getCommonDirectory().toPath();
    for (String part : List.of(Constants.OBJECTS, "refs")) {
      if (!Files.isWritable(common.resolve(part))) {
        throw AttractorException.usage(
            "nothing can be written to %s, where the commits of a run go"
                .formatted(common.resolve(part)),
            "ask whom it belongs to for the right, or clone the repository and run it there");
      }
    }
  }

  @Override
  public Optional<String> begunAt(RunId runId) {
    try {
      return BegunAt.of(refs, runId);
    } catch (IOException e) {
      throw AttractorException.machine(
          "cannot read in %s where the run %s began: %s".formatted(root(), runId, e.getMessage()),
          "",
          e);
    }
  }

  @Override
  public Optional<String> inTheWayOf(BranchName branch) {
    try {
      return refs.inTheWayOf(Constants.R_HEADS + branch)
          .map(org.eclipse.jgit.lib.Repository::shortenRefName);
    } catch (IOException e) {
      throw AttractorException.machine(
          "cannot read the branches of %s: %s".formatted(root(), e.getMessage()), "", e);
    }
  }

  @Override
  public List<RunRecord> records(RunId runId) {
    try {
      return RecordRefs.read(repository, runId);
    } catch (IllegalArgumentException e) {
      throw AttractorException.usage(
          "the record of %s is damaged: %s".formatted(runId, e.getMessage()),
          "remove the ref of that name below refs/attractor/meta");
    } catch (IOException e) {
      throw AttractorException.machine(
          "git could not read the record of %s: %s".formatted(runId, e.getMessage()), "", e);
    }
  }

  @Override
  public void putBack(BranchName branch, String commit) {
    try {
      if (refs.tip(Constants.R_HEADS + branch).isEmpty()) {
        Checkouts.mustBeFree(repository, Constants.R_HEADS + branch, root());
        // A driver that was killed may have left it locked, and nobody else works on it.
        refs.free(Constants.R_HEADS + branch);
        refs.make(Constants.R_HEADS + branch, ObjectId.fromString(commit));
      }
    } catch (IOException e) {
      throw AttractorException.machine(
          "git could not put %s to %s: %s".formatted(branch, commit, e.getMessage()), "", e);
    }
  }

  @Override
  public String diff(String from, String to) {
    mustBeCommit(from);
    mustBeCommit(to);
    try {
      return Patch.between(git, from, to);
    } catch (IOException e) {
      throw AttractorException.machine(
          "git could not compare %s and %s: %s".formatted(from, to, e.getMessage()), "", e);
    }
  }

  /** What a journal calls a commit may be an option of git. */
  private static void mustBeCommit(String text) {
    if (!ObjectId.isId(text)) {
      throw AttractorException.machine(
          "'%s' is no commit, though the journal of the run says so".formatted(text),
          "the journal was changed or damaged; compare with git what is on the run branch");
    }
  }

  @Override
  public List<String> remotes() {
    try {
      return git.must("remote").text().lines().toList();
    } catch (IOException e) {
      throw AttractorException.machine(
          "cannot read the remotes of %s: %s".formatted(root(), e.getMessage()), "", e);
    }
  }

  @Override
  public Optional<String> push(String remote, BranchNames run) {
    String branch = Constants.R_HEADS + run.run();
    Cancellation never = new Cancellation(); // also of a run that was canceled
    return pushLargeFiles(remote, branch, never)
        .or(() ->
            exchange(
                never,
                "push",
                "--quiet",
                remote,
                "%1$s:%1$s".formatted(branch),
                RecordRefs.refspec(run.runId())));
  }

  /** What a hook of git-lfs would do, which is not run: else nobody could check the branch out. */
  private Optional<String> pushLargeFiles(String remote, String branch, Cancellation cancellation) {
    try {
      boolean mayBeThere = git.ask("config", "--get", "filter.lfs.clean").succeeded();
      return mayBeThere && !git.ask("lfs", "ls-files", "--name-only", branch).text().isEmpty()
          ? exchange(cancellation, "lfs", "push", remote, branch)
          : Optional.empty(); // also where git-lfs was there once
    } catch (IOException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public Optional<String> fetch(BranchNames run, Cancellation cancellation) {
    return exchange(
        cancellation,
        "fetch",
        "--quiet",
        Constants.DEFAULT_REMOTE_NAME,
        "%1$s:%1$s".formatted(RecordRefs.ref(run.runId())),
        "%1$s.*:%1$s.*".formatted(RecordRefs.ref(run.runId())),
        "+%s%s*:%srun*".formatted(Constants.R_HEADS, run.run(), fetched(run)),
        "+%s%s*:%sparallel/*".formatted(Constants.R_HEADS, run.ofFanOuts(), fetched(run)),
        "+%s%s*:%schild/*".formatted(Constants.R_HEADS, run.ofChildren(), fetched(run)));
  }

  /** Beside the refs of attempts; no node is called so. */
  private static String fetched(BranchNames run) {
    return "refs/attractor/attempts/%s/from-origin/".formatted(run.runId());
  }

  /** Talks to another machine; how it is reached, and with which credentials, git knows. */
  private Optional<String> exchange(Cancellation cancellation, String... arguments) {
    try {
      GitProgram.Answer said =
          git.program()
              .ask(
                  GitProgram.Call.of(root(), arguments)
                      .with(git.variables())
                      .within(GitProgram.NETWORK),
                  cancellation);
      return said.succeeded() ? Optional.empty() : Optional.of(said.said());
    } catch (IOException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public List<String> uncommitted(Path worktree, int most) {
    try {
      return Uncommitted.in(repository, git, worktree).stream().limit(most).toList();
    } catch (IOException e) {
      throw AttractorException.machine(
          "cannot tell what is in no commit in %s: %s".formatted(worktree, e.getMessage()), "", e);
    }
  }

  @Override
  public void forget(RunId runId, Path worktree) {
    try {
      Worktree.removeAll(repository, worktree);
      String attempts = "refs/attractor/attempts/" + runId;
      for (Ref ref : repository.getRefDatabase().getRefsByPrefix(attempts + "/", attempts + ".")) {
        refs.remove(ref.getName()); // those of its branches, too
      }
      RecordRefs.remove(refs, runId);
    } catch (IOException e) {
      throw AttractorException.machine(
          "git could not forget the run %s: %s".formatted(runId, e.getMessage()), "try again", e);
    }
  }

  @Override
  public RemovedBranches removeBranches(
      BranchNames run, Map<BranchName, String> known, Path worktree) {
    List<String> deleted = new ArrayList<>();
    List<String> left = new ArrayList<>();
    try {
      for (Ref ref : repository.getRefDatabase().getRefsByPrefix(Constants.R_HEADS)) {
        Optional<BranchName> branch =
            BranchName.of(org.eclipse.jgit.lib.Repository.shortenRefName(ref.getName()))
                .filter(run::has);
        Optional<RevCommit> tip =
            branch.isPresent() ? refs.commit(ref.getName()) : Optional.empty();
        if (branch.isPresent() && tip.isPresent()) {
          Optional<String> kept = whyItStays(branch.get(), tip.get(), known, worktree);
          kept.ifPresent(why -> left.add(branch.get() + ": " + why));
          if (kept.isEmpty()) {
            refs.remove(ref.getName());
            deleted.add("%s (was %s)".formatted(branch.get(), tip.get().name()));
          }
        }
      }
      return new RemovedBranches(deleted, left);
    } catch (IOException e) {
      throw AttractorException.machine(
          "git could not delete the branches of %s: %s".formatted(run.runId(), e.getMessage()),
          "try again",
          e);
    }
  }

  /** An amended commit says that it is a stage's, and is not. */
  private Optional<String> whyItStays(
      BranchName branch, RevCommit tip, Map<BranchName, String> known, Path worktree)
      throws IOException {
    try {
      Checkouts.mustBeFree(repository, Constants.R_HEADS + branch, worktree);
    } catch (AttractorException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
    return tip.name().equals(known.get(branch))
        ? Optional.empty()
        : Optional.of("it leads to commits of somebody else");
  }

  @Override
  public Workspace workspace(
      RunId runId, BranchName branch, String base, Path folder, Cancellation cancellation) {
    try {
      return GitWorkspace.open(repository, git.of(cancellation), runId, branch, base, folder);
    } catch (IOException e) {
      throw Trouble.with("cannot make the work tree " + folder, folder, e);
    }
  }

  @Override
  public void close() {
    repository.close();
  }
}
