package dev.attractor.engine.usecase;

import dev.attractor.domain.human.Choice;
import dev.attractor.domain.parallel.BranchName;
import dev.attractor.domain.run.BranchNames;
import dev.attractor.domain.run.RunState;
import dev.attractor.ports.AttractorException;
import dev.attractor.ports.journal.JournalEntry;
import dev.attractor.ports.people.OpenQuestion;
import dev.attractor.ports.people.Question.Meaning;
import dev.attractor.ports.process.Cancellation;
import dev.attractor.ports.process.ProcessSupervisor;
import dev.attractor.ports.runfolder.Driver;
import dev.attractor.ports.runfolder.Manifest;
import dev.attractor.ports.runfolder.RunSnapshot;
import dev.attractor.ports.runfolder.RunStore;
import dev.attractor.ports.time.MonotonicClock;
import dev.attractor.ports.time.Sleeper;
import dev.attractor.ports.usecase.ControlRuns;
import dev.attractor.ports.usecase.InspectRuns;
import dev.attractor.ports.usecase.RunStatus;
import dev.attractor.ports.workspace.GitRepository;
import dev.attractor.ports.workspace.RemovedBranches;
import dev.attractor.ports.workspace.Repositories;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Stops runs, waits for them and clears them away, from another process than their driver. */
public final class RunControl implements ControlRuns {
  private static final int MOST_TOLD = 10;

  private static final String LIST = "attractor answer --list tells what is asked";
  private static final Duration POLL_INTERVAL = Duration.ofMillis(100);
  private static final Duration END_OF_A_KILLED_PROCESS = Duration.ofSeconds(10);

  private final RunStore store;
  private final InspectRuns inspector;
  private final Repositories repositories;
  private final ProcessSupervisor processes;
  private final MonotonicClock clock;
  private final Sleeper sleeper;

  @Inject
  RunControl(
      RunStore store,
      InspectRuns inspector,
      Repositories repositories,
      ProcessSupervisor processes,
      MonotonicClock clock,
      Sleeper sleeper) {
    this.store = store;
    this.inspector = inspector;
    this.repositories = repositories;
    this.processes = processes;
    this.clock = clock;
    this.sleeper = sleeper;
  }

  @Override
  public RunStatus stop(Path location, Duration grace, boolean force, Cancellation cancellation) {
    Optional<Driver> living = store.driver(location);
    if (living.isEmpty()) {
      return endWhatTheDeadLeft(location);
    }
    Driver driver = living.get();
    driver.signal(false);
    if (!hasEnded(driver, grace, cancellation)) {
      if (!force) {
        throw AttractorException.usage(
            "the run in %s has not stopped within %d s".formatted(location, grace.toSeconds()),
            "give it more --grace, or end it with --force: it can be resumed then, too");
      }
      driver.signal(true);
      hasEnded(driver, END_OF_A_KILLED_PROCESS, cancellation);
      store.processRecords(location).forEach(processes::endLeftover);
    }
    return inspector.status(location);
  }

  /** A killed driver has ended nothing; whoever wants the run stopped means that, too. */
  private RunStatus endWhatTheDeadLeft(Path location) {
    RunStatus status = inspector.status(location); // fails when there is no run
    boolean any = false;
    for (Path record : store.processRecords(location)) {
      any |= processes.endLeftover(record);
    }
    if (!any) {
      throw AttractorException.usage(
          "nobody drives the run in " + location,
          "attractor status tells how it stands; attractor resume goes on with it");
    }
    return status;
  }

  private boolean hasEnded(Driver driver, Duration limit, Cancellation cancellation) {
    Duration begin = clock.now();
    while (driver.isAlive()
        && clock.since(begin).compareTo(limit) < 0
        && !cancellation.isRequested()) {
      sleeper.sleep(POLL_INTERVAL, cancellation);
    }
    return !driver.isAlive();
  }

  @Override
  public Optional<RunStatus> await(
      Path location, Optional<Duration> limit, Cancellation cancellation) {
    Duration begin = clock.now();
    while (store.driver(location).isPresent()) {
      if (cancellation.isRequested()
          || limit.filter(time -> clock.since(begin).compareTo(time) >= 0).isPresent()) {
        return Optional.empty();
      }
      sleeper.sleep(POLL_INTERVAL, cancellation);
    }
    return Optional.of(inspector.status(location));
  }

  @Override
  public List<OpenQuestion> questions(Path location) {
    return store.questions(location);
  }

  @Override
  public OpenQuestion answer(Path location, Optional<String> name, String word) {
    OpenQuestion open = theOne(location, name);
    Choice choice =
        switch (open.question().meaningOf(word)) {
          case Meaning.Chosen(Choice chosen) -> chosen;
          case Meaning.None(String why) ->
              throw AttractorException.usage("no answer to %s: %s".formatted(open.id(), why), LIST);
        };
    if (!store.answer(location, open, choice)) {
      throw AttractorException.usage(
          "the question %s was answered or closed by somebody else just now".formatted(open.id()),
          LIST);
    }
    return open;
  }

  private OpenQuestion theOne(Path location, Optional<String> name) {
    List<OpenQuestion> all = store.questions(location);
    List<OpenQuestion> fitting = name.map(text -> named(all, text)).orElse(all);
    if (fitting.size() == 1) {
      return fitting.getFirst();
    }
    throw AttractorException.usage(
        fitting.isEmpty()
            ? "%s is open in %s: it was not asked yet, or is answered, or too late"
                .formatted(name.map(text -> "no question " + text).orElse("no question"), location)
            : "%d questions are open: %s"
                .formatted(
                    fitting.size(),
                    String.join(", ", fitting.stream().map(open -> open.id().text()).toList())),
        LIST);
  }

  /** A question is called by its id, or like the node that asks. */
  private static List<OpenQuestion> named(List<OpenQuestion> all, String name) {
    List<OpenQuestion> exactly =
        all.stream().filter(open -> open.id().text().equals(name)).toList();
    return exactly.isEmpty()
        ? all.stream().filter(open -> open.question().nodeId().value().equals(name)).toList()
        : exactly;
  }

  @Override
  public RemovedBranches removeBranches(Path location) {
    mustBeAtRest(location);
    Manifest manifest = store.glance(location).manifest();
    try (RunStore.Claim _ = store.claim(location);
        GitRepository repository = repositories.open(manifest.repository())) {
      // What a folder says is no proof: whoever sends one may name any branch in it.
      if (repository.records(manifest.runId()).isEmpty()
          || !Restoration.isIn(repository, store, location, manifest)) {
        throw AttractorException.usage(
            "%s keeps no record of the run %s".formatted(repository.root(), manifest.runId()),
            "delete its branches by hand: git branch -D");
      }
      return repository.removeBranches(
          BranchNames.of(manifest.runBranch(), manifest.runId()),
          heads(store.inspect(location)),
          manifest.worktree());
    }
  }

  /** Returns where a run and those inside it have left their git branches, by name. */
  private Map<BranchName, String> heads(RunSnapshot run) {
    Map<BranchName, String> heads = new HashMap<>();
    inspector.inside(run).forEach(inner -> heads.putAll(heads(inner)));
    RunState state = RunState.fold(run.entries().stream().map(JournalEntry::event).toList());
    heads.put(state.origin().runBranch(), state.head());
    state.fanOuts().values().stream()
        .flatMap(pass -> pass.results().stream())
        .forEach(result ->
            result.gitBranch().ifPresent(branch -> heads.putIfAbsent(branch, result.commit())));
    return heads;
  }

  private void mustBeAtRest(Path location) {
    store
        .driver(location)
        .ifPresent(driver -> {
          throw AttractorException.usage(
              "the run in %s is being driven by process %d".formatted(location, driver.pid()),
              "stop it first: attractor stop");
        });
  }

  @Override
  public List<String> uncommitted(Path location) {
    Manifest manifest = store.glance(location).manifest();
    try (GitRepository repository = repositories.open(manifest.repository())) {
      return repository.uncommitted(manifest.worktree(), MOST_TOLD);
    } catch (AttractorException e) {
      return List.of(); // without its repository the work tree tells nothing
    }
  }

  @Override
  public List<String> remove(Path location) {
    mustBeAtRest(location);
    Manifest manifest = store.glance(location).manifest();
    List<String> left = new ArrayList<>();
    try (RunStore.Claim _ = store.claim(location)) {
      store.processRecords(location).forEach(processes::endLeftover);
      forget(manifest).ifPresent(left::add);
      left.addAll(store.remove(location));
    }
    return left;
  }

  @Override
  public List<Path> refused(Instant before) {
    return store.refused(before);
  }

  @Override
  public void removeRefused(Path location) {
    store.removeRefused(location);
  }

  /** A repository that is gone, or cannot be changed, keeps no folder from being removed. */
  private Optional<String> forget(Manifest manifest) {
    try (GitRepository repository = repositories.open(manifest.repository())) {
      repository.forget(manifest.runId(), manifest.worktree());
      return Optional.empty();
    } catch (AttractorException e) {
      return Optional.of(
          "refs/attractor/*/%s in %s: %s"
              .formatted(manifest.runId(), manifest.repository(), e.getMessage()));
    }
  }
}
