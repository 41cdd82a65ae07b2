package dev.attractor.cli.pipelines;

import static dev.attractor.cli.terminal.Arguments.flag;
import static dev.attractor.cli.terminal.Arguments.option;
import static dev.attractor.cli.terminal.Arguments.parameter;

import dev.attractor.cli.terminal.Arguments;
import dev.attractor.cli.terminal.ExitCode;
import dev.attractor.cli.terminal.ProgramCommand;
import dev.attractor.cli.terminal.ProgressPrinter;
import dev.attractor.cli.terminal.Terminal;
import dev.attractor.cli.wiring.AppComponent;
import dev.attractor.domain.check.PossibleOutcomes;
import dev.attractor.domain.compile.ValidPipeline;
import dev.attractor.domain.outcome.Failure;
import dev.attractor.domain.outcome.Outcome;
import dev.attractor.domain.parallel.FanOut;
import dev.attractor.domain.parallel.Items;
import dev.attractor.domain.pipeline.NodeId;
import dev.attractor.domain.run.Attempt;
import dev.attractor.domain.run.RunEnd;
import dev.attractor.domain.run.RunEvent;
import dev.attractor.domain.run.RunEvent.BranchStarted;
import dev.attractor.domain.simulate.OutcomeScript;
import dev.attractor.domain.simulate.Simulation;
import dev.attractor.ports.AttractorException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** {@code attractor simulate}. */
final class SimulateCommand implements ProgramCommand {
  private static final double SUCCESSES = 0.7;
  private static final String NO_END = "no end";

  private final Terminal terminal;

  private Path file = Path.of("");
  private @Nullable Path script;
  private @Nullable Long seed;
  private int runs = 1;
  private boolean json;

  SimulateCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Arguments arguments() {
    return Arguments.of(
            this,
            "Drives the real planner with invented outcomes, without effects.",
            "One run prints its path; several print how often each node ran and how runs ended.")
        .with(
            parameter(Path.class, given -> file = given, "FILE")
                .arity("1")
                .description("The pipeline."))
        .with(
            option(Path.class, given -> script = given, "FILE", "--script")
                .description("Outcomes by node, YAML: test: [fail, success]. Others succeed."))
        .with(
            option(Long.class, given -> seed = given, "SEED", "--random")
                .description("Draws outcomes; the same seed draws the same."))
        .with(
            option(int.class, given -> runs = given, "N", "--runs")
                .description("How many runs; by default 1."))
        .with(flag(given -> json = given, "--json").description("One JSON object on stdout."));
  }

  @Override
  public Integer call() {
    if (script != null && seed != null) {
      throw AttractorException.usage(
          "--script and --random exclude each other", "leave one of them out");
    }
    if (runs < 1) {
      throw AttractorException.usage("--runs is %d".formatted(runs), "simulate at least one run");
    }
    AppComponent app = AppComponent.of(terminal);
    Optional<ValidPipeline> pipeline = CompiledPipeline.of(terminal, app, file);
    if (pipeline.isEmpty()) {
      return ExitCode.INVALID_PIPELINE.code();
    }
    OutcomeScript outcomes =
        script == null
            ? new OutcomeScript(Map.of())
            : app.outcomeScripts().read(terminal.here(script));
    Draft draft = new Draft(pipeline.get(), outcomes, app.lists().invented(outcomes));
    return (runs == 1 ? one(draft) : many(draft)).code();
  }

  /** What is simulated. */
  private record Draft(
      ValidPipeline pipeline, OutcomeScript outcomes, Function<FanOut, Items> lists) {}

  private Simulation.Result simulate(Draft draft, int run) {
    Function<Attempt, Outcome> source =
        seed == null ? draft.outcomes().start() : drawn(draft.pipeline(), new Random(seed + run));
    return Simulation.run(draft.pipeline(), source, draft.lists(), Map.of(), Simulation.MOST_FACTS);
  }

  private static Function<Attempt, Outcome> drawn(ValidPipeline pipeline, Random random) {
    PossibleOutcomes possible = new PossibleOutcomes(pipeline);
    Map<NodeId, List<Outcome>> byNode = new HashMap<>();
    return attempt -> {
      List<Outcome> all =
          byNode.computeIfAbsent(attempt.nodeId(), id -> possible.of(pipeline.node(id)));
      return random.nextDouble() < SUCCESSES ? all.getFirst() : all.get(random.nextInt(all.size()));
    };
  }

  private ExitCode one(Draft draft) {
    Simulation.Result result = simulate(draft, 0);
    if (json) {
      terminal.fields().json(fields(result));
      return result.state().end().map(ExitCode::of).orElse(ExitCode.RUN_FAILED);
    }
    print(result, new ProgressPrinter(terminal, false));
    return result
        .state()
        .end()
        .map(ExitCode::of)
        .orElseGet(() -> {
          terminal.out().printf("no end after %d facts%n", Simulation.MOST_FACTS);
          return ExitCode.RUN_FAILED;
        });
  }

  private static Map<String, Object> fields(Simulation.Result result) {
    Map<String, Object> fields = new LinkedHashMap<>();
    Optional<RunEnd> end = result.state().end();
    fields.put("status", end.map(RunEnd::status).orElse(NO_END));
    end.flatMap(RunEnd::exitNode).ifPresent(exit -> fields.put("exit_node", exit.value()));
    if (end.orElse(null) instanceof RunEnd.Failed(Failure failure, var _)) {
      fields.put("failure_reason", failure.reason());
      fields.put("failure_class", failure.failureClass().word());
    }
    fields.putAll(way(result));
    return fields;
  }

  /** The hops of a run, and those of its branches. */
  private static Map<String, Object> way(Simulation.Result result) {
    List<BranchStarted> begun =
        result.facts().stream()
            .filter(BranchStarted.class::isInstance)
            .map(BranchStarted.class::cast)
            .toList();
    List<Map<String, Object>> branches = new ArrayList<>();
    for (int i = 0; i < begun.size(); i++) {
      Map<String, Object> branch = new LinkedHashMap<>();
      branch.put("branch", begun.get(i).branch().id());
      branch.putAll(way(result.branches().get(i)));
      branches.add(branch);
    }
    Map<String, Object> way = new LinkedHashMap<>();
    way.put(
        "hops",
        result.facts().stream()
            .filter(RunEvent.EdgeSelected.class::isInstance)
            .map(RunEvent.EdgeSelected.class::cast)
            .map(SimulateCommand::hop)
            .toList());
    way.put("branches", branches);
    return way;
  }

  private static Map<String, String> hop(RunEvent.EdgeSelected selected) {
    Map<String, String> hop = new LinkedHashMap<>();
    hop.put("from_node", selected.from().value());
    hop.put("to_node", selected.to().value());
    hop.put("hop_source", selected.source().word());
    return hop;
  }

  /** Prints the facts of a run; those of a branch stand where the branch began. */
  private void print(Simulation.Result result, ProgressPrinter printer) {
    Iterator<Simulation.Result> branches = result.branches().iterator();
    for (RunEvent fact : result.facts()) {
      if (fact instanceof RunEvent.BranchStarted started) {
        print(branches.next(), printer.inner(started.branch().id(), started.runId()));
      } else if (!(fact instanceof RunEvent.StageAttemptStarted)) {
        String line = printer.line(fact);
        if (!line.isEmpty()) {
          terminal.out().println(line);
        }
      }
    }
  }

  private ExitCode many(Draft draft) {
    Map<String, Integer> ends = new TreeMap<>();
    Map<NodeId, long[]> rows = new TreeMap<>();
    for (int run = 0; run < runs; run++) {
      Simulation.Result result = simulate(draft, run);
      ends.merge(result.state().end().map(RunEnd::status).orElse(NO_END), 1, Integer::sum);
      Map<NodeId, Integer> visits = new HashMap<>();
      countVisits(result, visits);
      visits.forEach((node, count) -> {
        long[] row = rows.computeIfAbsent(node, _ -> new long[2]);
        row[0]++;
        row[1] += count;
      });
    }
    if (json) {
      terminal.fields().json(fields(draft, ends, rows));
      return ExitCode.SUCCESS;
    }
    terminal.out().printf("%-30s %10s %10s%n", "node", "in runs", "visits");
    draft
        .pipeline()
        .graph()
        .nodes()
        .forEach(node -> {
          long[] row = rows.getOrDefault(node.id(), new long[2]);
          terminal.out().printf("%-30s %9.1f%% %10d%n", node.id(), 100.0 * row[0] / runs, row[1]);
        });
    ends.forEach(
        (end, count) -> terminal.out().printf("ended in %s: %d of %d%n", end, count, runs));
    return ExitCode.SUCCESS;
  }

  private Map<String, Object> fields(
      Draft draft, Map<String, Integer> ends, Map<NodeId, long[]> rows) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("runs", runs);
    fields.put("ends", ends);
    fields.put(
        "nodes",
        draft.pipeline().graph().nodes().stream()
            .map(node -> {
              long[] row = rows.getOrDefault(node.id(), new long[2]);
              Map<String, Object> one = new LinkedHashMap<>();
              one.put("node", node.id().value());
              one.put("in_runs", row[0]);
              one.put("visits", row[1]);
              return one;
            })
            .toList());
    return fields;
  }

  private static void countVisits(Simulation.Result result, Map<NodeId, Integer> visits) {
    result
        .state()
        .visits()
        .here()
        .forEach((node, count) -> visits.merge(node, count, Integer::sum));
    result.branches().forEach(branch -> countVisits(branch, visits));
  }
}
