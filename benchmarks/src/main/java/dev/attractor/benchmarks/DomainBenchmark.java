package dev.attractor.benchmarks;

import dev.attractor.domain.check.CheckReport;
import dev.attractor.domain.check.StaticCheck;
import dev.attractor.domain.compile.Compilation;
import dev.attractor.domain.compile.PipelineCompiler;
import dev.attractor.domain.compile.PipelineSource;
import dev.attractor.domain.compile.ValidPipeline;
import dev.attractor.domain.lint.StandardRules;
import dev.attractor.domain.outcome.FailureClass;
import dev.attractor.domain.outcome.Outcome;
import dev.attractor.domain.run.RunEvent;
import dev.attractor.domain.run.RunState;
import dev.attractor.domain.simulate.Simulation;
import dev.attractor.domain.source.SourceText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Reading, checking, planning and folding. Each method's name says what is measured. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class DomainBenchmark {
  private static final int FACTS = 100_000;

  private PipelineSource tenThousandNodes = new PipelineSource(new SourceText("", ""), Map.of());
  private List<ValidPipeline> fiveThousandNodes = List.of();
  private List<ValidPipeline> hundredNodes = List.of();
  private List<RunEvent> facts = List.of();

  /** Makes the pipelines and a long journal. */
  @Setup
  public void make() {
    tenThousandNodes = source(10_000);
    fiveThousandNodes = List.of(compile(source(5_000)));
    ValidPipeline hundred = compile(source(100));
    hundredNodes = List.of(hundred);
    facts = manyFacts(hundred);
  }

  /** A chain of stages with a test and a way back every few nodes. */
  private static PipelineSource source(int nodes) {
    StringBuilder dot = new StringBuilder("digraph g {\n goal=\"x\"\n");
    dot.append(" start [shape=Mdiamond]\n exit [shape=Msquare]\n start -> n0\n");
    for (int i = 0; i < nodes; i++) {
      String next = i + 1 < nodes ? "n" + (i + 1) : "exit";
      if (i % 5 == 4) {
        dot.append(" n%d [shape=diamond]\n".formatted(i));
        dot.append(" n%d -> %s [condition=\"outcome=success\"]\n".formatted(i, next));
        dot.append(" n%d -> n%d [condition=\"outcome=fail\"]\n".formatted(i, i - 3));
      } else {
        dot.append(" n%d [prompt=\"Reach $goal, step %d\", max_retries=2]\n".formatted(i, i));
        dot.append(" n%d -> %s\n".formatted(i, next));
      }
    }
    return new PipelineSource(new SourceText("bench.dot", dot.append("}\n").toString()), Map.of());
  }

  private static ValidPipeline compile(PipelineSource source) {
    return switch (new PipelineCompiler(StandardRules.all()).compile(source)) {
      case Compilation.Compiled compiled -> compiled.pipeline();
      case Compilation.Rejected rejected ->
          throw new IllegalStateException(rejected.diagnostics().toString());
    };
  }

  private static List<RunEvent> manyFacts(ValidPipeline pipeline) {
    List<RunEvent> facts =
        new ArrayList<>(
            Simulation.run(
                    pipeline,
                    attempt ->
                        attempt
                                .nodeId()
                                .value()
                                .equals("n98") // so that the run goes round at its end
                            ? Outcome.fail(
                                FailureClass.DETERMINISTIC, "reason " + word(attempt.visit()))
                            : Outcome.success(),
                    FACTS)
                .facts());
    return facts.subList(0, Math.min(FACTS, facts.size()));
  }

  /** A word that no two visits share, so that the cycle breaker has nothing to count. */
  private static String word(int visit) {
    return Integer.toString(visit, 26)
        .chars()
        .map(c -> Character.isDigit(c) ? 'q' + (c - '0') : c)
        .mapToObj(Character::toString)
        .reduce("", String::concat);
  }

  /** Parse and lint of a file of 10,000 nodes. */
  @Benchmark
  public Compilation parseAndLintTenThousandNodes() {
    return new PipelineCompiler(StandardRules.all()).compile(tenThousandNodes);
  }

  /** Static check of 5,000 nodes. */
  @Benchmark
  public CheckReport checkFiveThousandNodes() {
    return StaticCheck.check(fiveThousandNodes.getFirst());
  }

  /** 100,000 facts planned and applied on 100 nodes; divided by 100,000 it is one fact's time. */
  @Benchmark
  public RunState planAndApplyHundredThousandFacts() {
    return Simulation.run(
            hundredNodes.getFirst(),
            attempt ->
                attempt.nodeId().value().equals("n98")
                    ? Outcome.fail(FailureClass.DETERMINISTIC, "reason " + word(attempt.visit()))
                    : Outcome.success(),
            FACTS)
        .state();
  }

  /** Fold of a journal of 100,000 facts. */
  @Benchmark
  public RunState foldHundredThousandFacts() {
    return RunState.fold(facts);
  }
}
