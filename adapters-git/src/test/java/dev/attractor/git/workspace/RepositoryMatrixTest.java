package dev.attractor.git.workspace;

import static dev.attractor.testkit.process.RealGit.git;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.attractor.domain.parallel.BranchName;
import dev.attractor.domain.run.Attempt;
import dev.attractor.domain.run.RunId;
import dev.attractor.ports.process.Cancellation;
import dev.attractor.ports.workspace.Capture;
import dev.attractor.ports.workspace.GitRepository;
import dev.attractor.ports.workspace.StageCommit;
import dev.attractor.ports.workspace.Workspace;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A run from its begin to its removal in repositories as they are. Git judges: bare git has made
 * the same tree of the same work, sees the same files as clean, and servers take the branches.
 */
class RepositoryMatrixTest extends GitBench {
  private static final String USUAL =
      "echo new >new.txt; echo more >>a.txt; rm -f gone.txt; chmod -x run.sh";

  /**
   * A repository and a stage in it.
   *
   * @param setup run by a shell in the repository
   * @param stage run by a shell in the files
   */
  record Situation(String name, String setup, String stage) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Situation setting(String setting) {
    String[] words = setting.split(" ", 2);
    return new Situation(setting, "git config %s '%s'".formatted(words[0], words[1]), USUAL);
  }

  private static Situation repository(String name, String setup) {
    return new Situation(name, setup, USUAL);
  }

  private static Situation stage(String name, String stage) {
    return new Situation(name, "", stage);
  }

  private static Situation attributes(String line, String setup) {
    String write = "printf '%s\\n' >.gitattributes; ".formatted(line);
    return new Situation(
        "attributes " + line,
        setup + write + "git add -A; git commit -qm attributes; git checkout -q -f HEAD",
        USUAL + "; printf 'x\\r\\ny\\n' >mixed.txt; printf '\\0\\1' >bytes.bin");
  }

  static Stream<Situation> settings() {
    return Stream.of(
            "core.splitIndex true",
            "core.untrackedCache true",
            "index.version 4",
            "feature.manyFiles true",
            "core.fsmonitor true",
            "core.autocrlf true",
            "core.autocrlf input",
            "core.eol crlf",
            "core.safecrlf true",
            "core.ignoreCase true",
            "core.precomposeUnicode true",
            "core.fileMode false",
            "core.symlinks false",
            "core.trustctime false",
            "core.checkStat minimal",
            "core.quotePath false",
            "core.sharedRepository group",
            "core.logAllRefUpdates always",
            "core.bigFileThreshold 1",
            "core.compression 0",
            "core.commitGraph false",
            "core.preloadIndex false",
            "core.editor false",
            "core.pager false",
            "core.abbrev 40",
            "core.commentChar auto",
            "core.hooksPath hooks",
            "commit.gpgSign true",
            "commit.template /nowhere",
            "commit.cleanup verbatim",
            "user.useConfigOnly true",
            "status.showUntrackedFiles no",
            "status.relativePaths false",
            "diff.noprefix true",
            "diff.mnemonicPrefix true",
            "diff.external /bin/false",
            "diff.algorithm patience",
            "diff.renames copies",
            "diff.ignoreSubmodules all",
            "color.ui always",
            "merge.conflictStyle zdiff3",
            "merge.ff only",
            "submodule.recurse true",
            "fetch.prune true",
            "fetch.fsckObjects true",
            "transfer.fsckObjects true",
            "gc.auto 1",
            "gc.pruneExpire now",
            "maintenance.auto true",
            "push.default nothing",
            "pull.rebase true",
            "extensions.worktreeConfig true",
            "extensions.preciousObjects true",
            "checkout.workers 4",
            "checkout.guess false",
            "log.showSignature true",
            "i18n.commitEncoding ISO-8859-1")
        .map(RepositoryMatrixTest::setting);
  }

  static Stream<Situation> repositories() {
    return Stream.of(
        repository("index split", "git update-index --split-index"),
        repository("sparse in cones", "git sparse-checkout set --cone d"),
        repository("sparse by patterns", "git sparse-checkout set --no-cone '/*' '!/d/'"),
        repository("sparse index", "git sparse-checkout set --cone --sparse-index d"),
        repository("packed", "git repack -adq --write-bitmap-index; git pack-refs --all"),
        repository(
            "graph of commits",
            "git repack -adq; git commit-graph write --reachable; git multi-pack-index write"),
        repository("detached head", "git checkout -q --detach"),
        repository(
            "replaced commit", "git replace -f HEAD \"$(git commit-tree -m r 'HEAD^{tree}')\""),
        repository("name of a branch", "git checkout -q -b 'gr\u00fc\u00df/dich'"),
        repository("hooks that fail", hooks()),
        repository(
            "settings of another file",
            "git config --unset user.name; git config include.path inc;"
                + " git config -f .git/inc user.name Inc"),
        repository(
            "settings by folder",
            "git config --unset user.name;"
                + " git config 'includeIf.gitdir:**/repo/.git.path' inc; git config -f .git/inc user.name Inc"),
        repository("excluded by the person", "echo '*.log' >.git/info/exclude; echo x >x.log"),
        repository("tracked and ignored", "echo new.txt >.gitignore; git add -A; git commit -qm i"),
        attributes("* text=auto", ""),
        attributes("*.txt text eol=crlf", ""),
        attributes("*.txt -text", ""),
        attributes("*.txt ident", ""),
        attributes("*.txt binary", ""),
        new Situation(
            "attributes working-tree-encoding",
            "echo 'u.txt working-tree-encoding=UTF-16LE-BOM' >.gitattributes;"
                + " printf '\\377\\376a\\0\\n\\0' >u.txt; git add -A; git commit -qm u",
            USUAL + "; printf 'b\\0\\n\\0' >>u.txt"),
        attributes("*.txt merge=union export-ignore whitespace=trailing-space", ""),
        attributes("*.txt diff=no", "git config diff.no.textconv false; "),
        attributes(
            "*.txt filter=up",
            "git config filter.up.clean 'tr a-z A-Z';"
                + " git config filter.up.smudge 'tr A-Z a-z'; git config filter.up.required true; "),
        attributes("*.txt filter=absent", "git config filter.other.clean /nowhere; "),
        new Situation(
            "lfs",
            "git lfs install --local >/dev/null; git lfs track '*.bin' >/dev/null;"
                + " echo large >old.bin; git add -A; git commit -qm lfs",
            USUAL + "; echo larger >new.bin; test \"$(cat old.bin)\" = large"));
  }

  private static String hooks() {
    return Stream.of(
            "pre-commit",
            "commit-msg",
            "post-checkout",
            "reference-transaction",
            "post-index-change")
        .map(hook ->
            "printf '#!/bin/sh\\nexit 1\\n' >.git/hooks/%1$s; chmod +x .git/hooks/%1$s"
                .formatted(hook))
        .reduce("mkdir -p .git/hooks", (all, one) -> all + "; " + one);
  }

  static Stream<Situation> stages() {
    return Stream.of(
        stage("nothing", ":"),
        stage("name that is no text", "printf x >\"$(printf 'lat\\374n')\""),
        stage("name with a new line", "printf x >\"$(printf 'a\\nb')\""),
        stage(
            "names with quotes, dashes and stars",
            "echo x >\"q\\\"'t\"; echo x >./-n; echo x >'*'; echo x >':(top)y'"),
        stage("name of 200 letters", "echo x >\"$(printf 'n%.0s' $(seq 200))\""),
        stage("deep folders", "p=$(printf 'd/%.0s' $(seq 60)); mkdir -p $p; echo x >$p/f"),
        stage("pipe", "mkfifo pipe; echo x >new.txt"),
        stage("links", "ln -s a.txt l; ln -s nowhere m; ln -s d n; ln -sf / o"),
        stage("bits", "chmod +x a.txt; chmod 600 d/b.txt; echo x >new; chmod 755 new"),
        stage("empty folders", "mkdir -p e/f/g; echo x >new.txt"),
        stage("file becomes folder", "rm a.txt; mkdir a.txt; echo x >a.txt/x"),
        stage("folder becomes file", "rm -r d; echo x >d"),
        stage("all is gone", "rm -rf *"),
        stage("case of a name", "mv a.txt A.TXT"),
        stage(
            "repository inside",
            "git init -q in; cd in; git -c user.name=x -c user.email=x@y commit -q --allow-empty -m x"),
        stage("folder that is closed", "mkdir s; echo x >s/f; chmod 500 s"),
        stage("what is ignored", "echo '*.o' >.gitignore; echo x >x.o; echo x >x.c"),
        stage("added by hand", "echo x >x; git add x; echo y >x; git rm -q --cached a.txt"),
        stage("intended to be added", "echo x >x; git add -N x"),
        stage(
            "assumed unchanged",
            "git update-index --assume-unchanged a.txt; echo x >>a.txt; echo y >y"),
        stage("many files", "for i in $(seq 1200); do echo $i >f$i; done"));
  }

  private static void bash(Path folder, String script) {
    git(
        folder,
        "-c",
        "alias.do=!cd '"
            + folder
            + "' && unset $(git rev-parse --local-env-vars) && { "
            + script
            + " ; } >/dev/null 2>&1",
        "do");
  }

  @ParameterizedTest
  @MethodSource({"settings", "repositories", "stages"})
  void aRunInIt(Situation situation) throws IOException {
    assumeThat(situation.name().equals("lfs") && !hasLfs())
        .as("git-lfs is not installed")
        .isFalse();
    bash(
        repo,
        "mkdir d; echo b >d/b.txt; echo g >gone.txt; echo r >run.sh; chmod +x run.sh;"
            + " git add -A; git commit -qm more");
    if (!situation.setup().isEmpty()) {
      bash(repo, "set -e; " + situation.setup());
    }
    String base;
    String last;
    try (GitRepository repository = REPOSITORIES.open(repo);
        Workspace workspace =
            repository.workspace(
                new RunId("R"), BRANCH, repository.head(), worktree, new Cancellation())) {
      base = repository.head();
      bash(worktree, situation.stage());
      String done = stage(workspace, base, "a#1.1", 3);
      sameAsByGit(situation, base, done);
      last = fanOut(workspace, done);
    }
    resume(base, last);
    gitIsContent();
    clean(base);
  }

  private static boolean hasLfs() {
    return Stream.of(System.getenv("PATH").split(":", -1))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "git-lfs")));
  }

  private static String stage(Workspace workspace, String head, String attempt, long seq) {
    Capture files = workspace.capture(head, Optional.empty());
    assertThat(files.trouble()).isEmpty();
    Attempt done = Attempt.parse(attempt);
    String commit =
        workspace.commit(
            new StageCommit(new RunId("R"), done, "success", seq, Instant.EPOCH), files);
    assertThat(files.patch()).doesNotContain("\u001b");
    workspace.advanceTo(done, commit);
    return commit;
  }

  /** Bare git does the same work in a worktree of its own. */
  private void sameAsByGit(Situation situation, String base, String done) throws IOException {
    Path bare = folder.resolve("bare");
    String quiet = "core.hooksPath=/dev/null";
    git(repo, "-c", quiet, "worktree", "add", "-q", "-f", "--detach", bare.toString(), base);
    bash(bare, situation.stage());
    git(bare, "-c", quiet, "-c", "advice.addEmbeddedRepo=false", "add", "-A", "--sparse");
    List<String> ofGit =
        git(repo, "ls-tree", "-r", git(bare, "write-tree").lines().toList().getLast())
            .lines()
            .toList();
    // A commit of a repository inside carries the time at which it was made.
    assertThat(git(repo, "ls-tree", "-r", done).lines().filter(line -> !line.contains(" commit ")))
        .isEqualTo(ofGit.stream().filter(line -> !line.contains(" commit ")).toList());
    TreeRemoval.open(bare); // git cannot enter all that a stage may leave
    git(repo, "worktree", "remove", "--force", "--force", bare.toString());
  }

  private String fanOut(Workspace workspace, String head) throws IOException {
    Path place = folder.resolve("logs/branch");
    String commit;
    try (Workspace branch =
        workspace.fork(
            new RunId("R.b"), new BranchName(BRANCH + "-b"), head, place, new Cancellation())) {
      bash(place, "rm -f gone.txt; mkdir -p d2; echo branch >d2/branch.txt");
      commit = stage(branch, head, "b#1.1", 3);
    }
    workspace.fastForward(commit);
    workspace.discardFork(new RunId("R.b"), head, place);
    assertThat(place).doesNotExist();
    return commit;
  }

  /** A driver was killed in the middle of a stage. */
  private void resume(String base, String last) throws IOException {
    try (GitRepository repository = REPOSITORIES.open(repo);
        Workspace workspace =
            repository.workspace(new RunId("R"), BRANCH, base, worktree, new Cancellation())) {
      bash(worktree, "echo half >half.txt");
      assertThat(workspace.rollBackTo(last, last)).singleElement().asString().contains("found");
      assertThat(worktree.resolve("half.txt")).doesNotExist();
    }
  }

  private void clean(String base) throws IOException {
    try (GitRepository repository = REPOSITORIES.open(repo)) {
      repository.forget(new RunId("R"), worktree);
      git(repo, "for-each-ref", "--format=%(refname:short)", "refs/heads/attractor")
          .lines()
          .forEach(
              branch -> git(repo, "-c", "core.hooksPath=/dev/null", "branch", "-q", "-D", branch));
      assertThat(worktree).doesNotExist();
      assertThat(git(repo, "worktree", "list").lines()).hasSize(1);
      assertThat(git(repo, "branch", "--list", "attractor/*")).isEmpty();
      assertThat(git(repo, "rev-parse", "HEAD")).isEqualTo(base);
    }
  }

  @Test
  void aSocketIsLeftOut() throws IOException {
    try (ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      Done done =
          run(files -> {
            socket.bind(UnixDomainSocketAddress.of(files.resolve("s")));
            Files.writeString(files.resolve("new.txt"), "x\n");
          });
      assertThat(done.files().trouble()).isEmpty();
    }
    assertThat(changed()).isEqualTo("A\tnew.txt");
  }
}
