package dev.attractor.engine.run;

import dev.attractor.ports.Problem;
import dev.attractor.ports.people.OpenQuestion;
import dev.attractor.ports.people.Question;
import dev.attractor.ports.process.Cancellation;
import dev.attractor.ports.process.ProcessSupervisor;
import dev.attractor.ports.runfolder.Driver;
import dev.attractor.ports.runfolder.Manifest;
import dev.attractor.ports.runfolder.RunStore;
import dev.attractor.ports.time.Sleeper;
import dev.attractor.ports.usecase.ControlRuns;
import dev.attractor.ports.usecase.InspectRuns;
import dev.attractor.ports.usecase.RunStatus;
import dev.attractor.ports.workspace.Repositories;
import dev.attractor.ports.workspace.Repository;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Stops runs, waits for them and clears them away, from another process than their driver. */
public final class RunControl implements ControlRuns {
  private static final Duration GLANCE = Duration.ofMillis(100);
  private static final Duration END_OF_A_KILLED_PROCESS = Duration.ofSeconds(10);

  private final RunStore store;
  private final InspectRuns inspector;
  private final Repositories repositories;
  private final ProcessSupervisor processes;
  private final InstantSource clock;
  private final Sleeper sleeper;

  @Inject
  RunControl(
      RunStore store,
      InspectRuns inspector,
      Repositories repositories,
      ProcessSupervisor processes,
      InstantSource clock,
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
    Driver driver =
        store
            .driver(location)
            .orElseThrow(() ->
                Problem.usage(
                    "nobody drives the run in " + location,
                    "attractor status tells how it stands; attractor resume goes on with it"));
    driver.signal(false);
    if (!hasEnded(driver, grace, cancellation)) {
      if (!force) {
        throw Problem.usage(
            "the run in %s has not stopped within %d s".formatted(location, grace.toSeconds()),
            "give it more --grace, or end it with --force: it can be resumed then, too");
      }
      driver.signal(true);
      hasEnded(driver, END_OF_A_KILLED_PROCESS, cancellation);
      store.processRecords(location).forEach(processes::endLeftover);
    }
    return inspector.status(location);
  }

  private boolean hasEnded(Driver driver, Duration limit, Cancellation cancellation) {
    Instant deadline = clock.instant().plus(limit);
    while (driver.isAlive() && clock.instant().isBefore(deadline) && !cancellation.isRequested()) {
      sleeper.sleep(GLANCE, cancellation);
    }
    return !driver.isAlive();
  }

  @Override
  public Optional<RunStatus> await(
      Path location, Optional<Duration> limit, Cancellation cancellation) {
    Optional<Instant> deadline = limit.map(time -> clock.instant().plus(time));
    while (store.driver(location).isPresent()) {
      if (cancellation.isRequested()
          || deadline.filter(time -> !clock.instant().isBefore(time)).isPresent()) {
        return Optional.empty();
      }
      sleeper.sleep(GLANCE, cancellation);
    }
    return Optional.of(inspector.status(location));
  }

  @Override
  public List<OpenQuestion> questions(Path location) {
    return store.questions(location);
  }

  @Override
  public OpenQuestion answer(Path location, Optional<String> id, String word) {
    List<OpenQuestion> fitting =
        store.questions(location).stream()
            .filter(open -> id.map(open.id()::equals).orElse(true))
            .toList();
    if (fitting.size() != 1) {
      throw Problem.usage(
          fitting.isEmpty()
              ? "no such question is open in %s".formatted(location)
              : "%d questions are open".formatted(fitting.size()),
          "attractor answer --list tells which are open");
    }
    OpenQuestion open = fitting.getFirst();
    Question.Choice choice =
        open.question()
            .choiceOf(word)
            .orElseThrow(() ->
                Problem.usage(
                    "'%s' is no choice of the question %s".formatted(word, open.id()),
                    "the choices are "
                        + open.question().choices().stream()
                            .map(one -> "%s (%s)".formatted(one.key(), one.label()))
                            .collect(Collectors.joining(", "))));
    store.answer(open, choice);
    return open;
  }

  @Override
  public void remove(Path location) {
    store
        .driver(location)
        .ifPresent(driver -> {
          throw Problem.usage(
              "the run in %s is being driven by process %d".formatted(location, driver.pid()),
              "stop it first: attractor stop");
        });
    store.processRecords(location).forEach(processes::endLeftover);
    Manifest manifest = store.inspect(location).manifest();
    try (Repository repository = repositories.open(manifest.repository())) {
      repository.forget(manifest.runId(), manifest.worktree());
    }
    store.remove(location);
  }
}
