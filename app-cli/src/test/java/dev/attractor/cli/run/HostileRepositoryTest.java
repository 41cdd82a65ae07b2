package dev.attractor.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attractor.cli.workbench.Workbench;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * docs/security.md: a repository that somebody has sent has settings that run programs where git is
 * asked for what a run does not need, and refs and a record that were made to harm. No program of
 * theirs begins, and every canary lives.
 */
@Timeout(value = 2, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HostileRepositoryTest {
  @RegisterExtension private final Workbench bench = new Workbench();

  /** Settings, a line {@code key=value} each; {@code MARK} is a program that leaves a mark. */
  record Settings(String name, List<String> settings) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Settings settings(String... settings) {
    return new Settings(settings[0].substring(0, settings[0].indexOf('=')), List.of(settings));
  }

  static Stream<Settings> settings() {
    return Stream.of(
        settings("core.fsmonitor=MARK"),
        settings("core.fsmonitor=MARK", "core.fsmonitorHookVersion=2"),
        settings("core.hooksPath=HOOKS"),
        settings("core.editor=MARK"),
        settings("core.pager=MARK", "pager.diff=MARK", "pager.log=MARK"),
        settings("core.askPass=MARK"),
        settings("core.sshCommand=MARK"),
        settings("core.gitProxy=MARK"),
        settings("core.alternateRefsCommand=MARK"),
        settings("core.attributesFile=/not/there"),
        settings("credential.helper=!MARK"),
        settings("alias.add=!MARK", "alias.diff=!MARK", "alias.worktree=!MARK", "alias.push=!MARK"),
        settings("diff.external=MARK"),
        settings("diff.mine.command=MARK", "diff.mine.textconv=MARK"),
        settings("difftool.x.cmd=MARK", "diff.tool=x", "mergetool.x.cmd=MARK", "merge.tool=x"),
        settings("sequence.editor=MARK"),
        settings("commit.gpgSign=true", "gpg.program=MARK"),
        settings("tag.gpgSign=true", "gpg.ssh.program=MARK", "gpg.format=ssh"),
        settings("gpg.ssh.defaultKeyCommand=MARK"),
        settings("remote.origin.url=ext::MARK", "remote.origin.vcs=x"),
        settings("url.ext::MARK.insteadOf=https://x/", "remote.origin.url=https://x/y"),
        settings("url.ext::MARK.pushInsteadOf=https://x/", "remote.origin.url=https://x/y"),
        settings("remote.origin.uploadpack=MARK", "remote.origin.url=file:///nowhere"),
        settings("remote.origin.receivepack=MARK", "remote.origin.url=/nowhere"),
        settings("submodule.sub.update=!MARK", "submodule.recurse=true"),
        settings("submodule.sub.url=ext::MARK", "submodule.sub.active=true"),
        settings("include.path=INCLUDED"),
        settings("includeIf.gitdir:**.path=INCLUDED"),
        settings("uploadpack.packObjectsHook=MARK"),
        settings("receive.procReceiveRefs=refs/attractor"),
        settings("gc.auto=1", "gc.recentObjectsHook=MARK"),
        settings("maintenance.auto=true", "maintenance.strategy=incremental"),
        settings("trailer.x.command=MARK", "trailer.x.key=X"),
        settings("interactive.diffFilter=MARK"),
        settings("browser.x.cmd=MARK", "web.browser=x"),
        settings("man.viewer=x", "man.x.cmd=MARK"),
        settings("sendemail.sendmailCmd=MARK"),
        settings("core.worktree=CANARIES"),
        settings("core.bare=true"),
        settings("core.logAllRefUpdates=always", "core.sharedRepository=world"));
  }

  /** Settings that are of no use to a run, which says so. */
  private static final Set<String> UNUSABLE = Set.of("core.worktree", "core.bare");

  @ParameterizedTest
  @MethodSource("settings")
  void noProgramOfTheRepositoryBegins(Settings sent) throws IOException {
    try (HarmedRun run = HarmedRun.in(bench)) {
      Path mark = set(sent, run);

      int resumed = code("resume", "--logs-root=" + run.logs());
      code("diff", "night");
      code("status", "night");
      Workbench.remove(run.logs());
      int restored =
          code("resume", "--run-branch=attractor/run/night", "--trust", "--into=" + run.logs());
      code("clean", "night", "--yes", "--branches");

      assertThat(mark).doesNotExist();
      assertThat(run.canaries().resolve("file")).hasContent("keep\n");
      if (!UNUSABLE.contains(sent.name)) {
        assertThat(List.of(resumed, restored)).containsOnly(0);
      }
    }
  }

  static Stream<Settings> origins() {
    return Stream.of(
        settings("remote.origin.url=ext::MARK"),
        settings("url.ext::MARK.insteadOf=https://x/", "remote.origin.url=https://x/y"),
        settings("remote.origin.url=--upload-pack=MARK"),
        settings("remote.origin.url=fd::0"));
  }

  @ParameterizedTest
  @MethodSource("origins")
  void noProgramBeginsWhereTheRecordIsFetchedFrom(Settings sent) throws IOException {
    try (HarmedRun run = HarmedRun.in(bench)) {
      for (String ref : bench.git("for-each-ref", "--format=%(refname)").lines().toList()) {
        if (ref.contains("night")) {
          bench.git("update-ref", "-d", ref);
        }
      }
      Workbench.remove(run.logs());
      Path mark = set(sent, run);
      run.holdCanaries();

      Workbench.Result result =
          run.meets(
              "resume", "--run-branch=attractor/run/night", "--trust", "--into=" + run.logs());

      assertThat(result.err()).contains("keep anything of the run night");
      assertThat(mark).doesNotExist();
    }
  }

  /** Has the repository say so; returns the file that is there when a program has begun. */
  private Path set(Settings sent, HarmedRun run) throws IOException {
    Path mark = bench.path("mark");
    Path program =
        Files.writeString(bench.path("program"), "#!/bin/sh\ntouch '%s'\nexit 1\n".formatted(mark));
    assertThat(program.toFile().setExecutable(true)).isTrue();
    Path hooks = Files.createDirectories(bench.path("hooks"));
    for (String hook :
        List.of("post-checkout", "pre-commit", "reference-transaction", "post-index-change")) {
      Files.createSymbolicLink(hooks.resolve(hook), program);
    }
    Path included =
        Files.writeString(
            bench.path("included"),
            "[core]\n fsmonitor = %1$s\n pager = %1$s\n hooksPath = %2$s\n"
                .formatted(program, hooks));
    String config = bench.repo().resolve(".git/config").toString();
    for (String setting : sent.settings) {
      List<String> pair =
          List.of(
              setting
                  .replace("MARK", program.toString())
                  .replace("HOOKS", hooks.toString())
                  .replace("INCLUDED", included.toString())
                  .replace("CANARIES", run.canaries().toString())
                  .split("=", 2));
      bench.git("config", "--file", config, pair.getFirst(), pair.getLast());
    }
    Files.writeString(
        bench.repo().resolve(".git/info/attributes"), "* diff=mine merge=mine filter=missing\n");
    return mark;
  }

  private int code(String... arguments) {
    Workbench.Result result = bench.attractor(arguments);
    assertThat(result.err())
        .as(String.join(" ", arguments))
        .doesNotContain("internal error", "\tat ");
    if (result.code() > 1) {
      assertThat(result.err()).contains("error: ", "hint: ");
    }
    return result.code();
  }
}
