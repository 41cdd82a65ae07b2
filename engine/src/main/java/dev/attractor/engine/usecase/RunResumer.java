package dev.attractor.engine.usecase;

import dev.attractor.domain.compile.Compilation;
import dev.attractor.domain.compile.ValidPipeline;
import dev.attractor.domain.parallel.BranchName;
import dev.attractor.domain.pipeline.Attributes;
import dev.attractor.domain.pipeline.Node;
import dev.attractor.domain.run.RunEvent;
import dev.attractor.domain.run.RunId;
import dev.attractor.engine.preflight.Preflight;
import dev.attractor.engine.run.RunDriver;
import dev.attractor.ports.AttractorException;
import dev.attractor.ports.config.RunConfig;
import dev.attractor.ports.process.Cancellation;
import dev.attractor.ports.runfolder.PreflightReport;
import dev.attractor.ports.runfolder.RunFolder;
import dev.attractor.ports.runfolder.RunStore;
import dev.attractor.ports.spi.ToolHooks;
import dev.attractor.ports.usecase.ForeignRun;
import dev.attractor.ports.usecase.ResumeRequest;
import dev.attractor.ports.usecase.RunObserver;
import dev.attractor.ports.usecase.RunResult;
import dev.attractor.ports.workspace.GitRepository;
import dev.attractor.ports.workspace.Repositories;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Goes on with runs, with the pipeline that they began with or not at all (SEMANTICS §12). */
final class RunResumer {
  private final PipelineChecks checks;
  private final Repositories repositories;
  private final RunStore store;
  private final Preflight preflight;
  private final RunDriver driver;

  @Inject
  RunResumer(
      PipelineChecks checks,
      Repositories repositories,
      RunStore store,
      Preflight preflight,
      RunDriver driver) {
    this.checks = checks;
    this.repositories = repositories;
    this.store = store;
    this.preflight = preflight;
    this.driver = driver;
  }

  RunResult resume(
      Path location, ResumeRequest how, RunObserver observer, Cancellation cancellation) {
    try (RunFolder folder = store.open(location);
        GitRepository repository = repository(folder, how)) {
      ValidPipeline pipeline = recompile(folder);
      JournalFold.mustFit(location, folder.entries(), pipeline);
      mustBeTrusted(folder, pipeline, repository, how.trust());
      if (!isOver(folder)) {
        mustBeTheOnlyDriver(folder, repository);
      }
      putBranchesBack(folder, repository);
      Optional<PreflightReport> report =
          isOver(folder)
              ? Optional.empty()
              : Optional.of(preflight.again(pipeline, folder, cancellation));
      report.ifPresent(observer::preflight);
      if (report.filter(found -> !found.passed()).isPresent()) {
        store.savePreflight(location, report.get());
        return new RunResult.NotReady(report.get(), location);
      }
      observer.opened(location, folder.manifest());
      return driver.resume(
          new RunDriver.Job(pipeline, folder, repository, observer, cancellation),
          report.map(PreflightReport::fact));
    }
  }

  /** Returns the repository of the run, wherever it is now. */
  private GitRepository repository(RunFolder folder, ResumeRequest how) {
    GitRepository found = open(folder.manifest().repository(), how);
    try {
      if (!found.root().equals(folder.manifest().repository())) {
        mustHaveTheRun(found, folder);
        folder.follow(found.root());
      }
      return found;
    } catch (AttractorException e) {
      found.close();
      throw e;
    }
  }

  private GitRepository open(Path known, ResumeRequest how) {
    if (how.repository().isPresent()) {
      return repositories.open(how.repository().get());
    }
    try {
      return repositories.open(known);
    } catch (AttractorException e) {
      if (how.around().isEmpty()) {
        throw AttractorException.usage(
            String.valueOf(e.getMessage()), "if the repository was moved, name it with --repo");
      }
      return repositories.open(how.around().get());
    }
  }

  private void mustHaveTheRun(GitRepository repository, RunFolder folder) {
    if (!Restoration.isIn(repository, store, folder.location(), folder.manifest())) {
      throw AttractorException.usage(
          "the repository %s is not that of the run: it lacks %s, or keeps another run of this id"
              .formatted(repository.root(), folder.manifest().baseCommit()),
          "name the repository of the run with --repo");
    }
  }

  /** A run from elsewhere does what somebody else has written. */
  private static void mustBeTrusted(
      RunFolder folder,
      ValidPipeline pipeline,
      GitRepository repository,
      ResumeRequest.Trust trust) {
    if (!folder.isStranger()) {
      return;
    }
    ForeignRun run =
        new ForeignRun(
            folder.manifest(),
            repository
                .authorOf(standsAt(folder, repository))
                .orElse("somebody whose commit is not here"),
            would(pipeline, folder.config()));
    if (!trust.grants(run)) {
      throw AttractorException.usage(
          "the run %s did not begin here, and nobody has agreed to what it would run"
              .formatted(folder.manifest().runId()),
          "look at %s; then resume it with --trust".formatted(folder.location()));
    }
    folder.trust();
  }

  /** In a clone its branch is not there yet; what the record came with is. */
  private static String standsAt(RunFolder folder, GitRepository repository) {
    BranchName branch = folder.manifest().runBranch();
    return repository.authorOf(branch.text()).isPresent()
        ? branch.text()
        : folder.toPutBack().getOrDefault(branch, folder.manifest().baseCommit());
  }

  /** The lock is that of a folder, and a run may have several: of those one is at work. */
  private void mustBeTheOnlyDriver(RunFolder folder, GitRepository repository) {
    Path here = folder.location().toAbsolutePath();
    RunId runId = folder.manifest().runId();
    repository
        .claim(runId, here.toString(), other -> store.isDrivenBeside(here, other))
        .ifPresent(other -> {
          throw Restoration.isDriven(runId, other);
        });
  }

  /** Branches that are there go on from where they are; what is beyond the record is kept then. */
  private static void putBranchesBack(RunFolder folder, GitRepository repository) {
    Map<BranchName, String> branches = folder.toPutBack();
    branches.forEach(repository::putBack);
    if (!branches.isEmpty()) {
      folder.putBack();
    }
  }

  /** Whatever somebody else decides about what is run and who is spoken to. */
  private static List<String> would(ValidPipeline pipeline, RunConfig config) {
    List<String> lines = new ArrayList<>();
    config.setup().commands().forEach(command -> lines.add("setup: " + command));
    addStages(lines, "", pipeline);
    new TreeMap<>(config.llm().providers())
        .forEach((name, provider) -> {
          provider
              .executable()
              .ifPresent(program -> lines.add("program of %s: %s".formatted(name, program)));
          new TreeMap<>(provider.environment())
              .forEach((variable, value) ->
                  lines.add("variable of %s: %s=%s".formatted(name, variable, value)));
        });
    config.catalog().url().ifPresent(url -> lines.add("catalog of models fetched from " + url));
    config.git().pushRemote().ifPresent(remote -> lines.add("pushed with git to " + remote));
    return lines;
  }

  private static void addStages(List<String> lines, String within, ValidPipeline pipeline) {
    addHooks(lines, within + "all agents", pipeline.attributes());
    for (Node node : pipeline.graph().nodes()) {
      String name = within + node.id();
      addHooks(lines, name, node.attributes());
      if (node.asksAgent()) {
        lines.add(name + ": an agent");
      }
      String command = node.attributes().text("tool_command");
      if (!command.isEmpty()) {
        lines.add(name + ": " + command);
      }
      if (node.kind().runsPipeline()) {
        addStages(lines, name + "/", pipeline.part(node.id()).pipeline());
      }
    }
  }

  private static void addHooks(List<String> lines, String name, Attributes attributes) {
    for (String hook : List.of(ToolHooks.PRE, ToolHooks.POST)) {
      if (attributes.has(hook)) {
        lines.add("%s, %s: %s".formatted(name, hook, attributes.text(hook)));
      }
    }
  }

  private static boolean isOver(RunFolder folder) {
    return folder.entries().getLast().event() instanceof RunEvent.Ended last
        && last.end().isFinal();
  }

  private ValidPipeline recompile(RunFolder folder) {
    return switch (checks.validate(folder.source())) {
      case Compilation.Compiled compiled -> {
        mustBeTheSame(folder, compiled.pipeline());
        yield compiled.pipeline();
      }
      case Compilation.Rejected(var diagnostics) ->
          throw AttractorException.usage(
              "this version does not accept the pipeline of the run in %s, its graph.dot: %s"
                  .formatted(folder.location(), diagnostics.getFirst().message()),
              "resume the run with the version that began it, %s, and with its plugins: give"
                      .formatted(folder.manifest().version())
                  + " --plugin-path again if it was given");
    };
  }

  private void mustBeTheSame(RunFolder folder, ValidPipeline pipeline) {
    boolean unchanged =
        folder.entries().getFirst().event() instanceof RunEvent.RunStarted started
            && started.graphDigest().equals(checks.digest(folder.source(), pipeline));
    if (!unchanged) {
      throw AttractorException.usage(
          "the copy of the pipeline in %s is not the one the run began with"
              .formatted(folder.location()),
          "restore graph.dot and graph_files.json, and the plugins that change pipelines: give"
              + " --plugin-path again if it was given; or start a new run");
    }
  }
}
