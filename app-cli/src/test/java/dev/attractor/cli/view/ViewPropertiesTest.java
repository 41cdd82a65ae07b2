package dev.attractor.cli.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attractor.cli.screen.Screen;
import dev.attractor.domain.compile.Compilation;
import dev.attractor.domain.compile.PipelineCompiler;
import dev.attractor.domain.compile.PipelineSource;
import dev.attractor.domain.compile.ValidPipeline;
import dev.attractor.domain.lint.StandardRules;
import dev.attractor.domain.pipeline.NodeId;
import dev.attractor.domain.run.QuestionId;
import dev.attractor.domain.run.RunEvent;
import dev.attractor.domain.run.RunId;
import dev.attractor.domain.simulate.Simulation;
import dev.attractor.domain.source.SourceText;
import dev.attractor.ports.journal.JournalEntry;
import dev.attractor.testkit.generate.Generator;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What holds for every run on every screen: generated ones, by seed. */
class ViewPropertiesTest {
  private static final int RUNS = 150;
  private static final int MOST_FACTS = 400;
  private static final Instant BEGIN = Instant.parse("2026-11-24T10:00:00Z");
  private static final List<String> WORDS =
      List.of(
          "short",
          "世界 and so on, which is wide: 世界世界世界世界世界世界世界世界世界世界世界世界世界世界",
          "e\u0301\u0301 combined \uD83D\uDC69\u200D\uD83D\uDCBB and \u2764\uFE0F",
          "\u001b[2J\u001b[31mred\u0007\n\ttwo lines, \u202eturned",
          "x".repeat(500));

  /** A fact, and the runs it lies in. */
  private record Fact(List<RunId> within, JournalEntry entry) {}

  private static List<Fact> facts(long seed) {
    Random random = new Random(seed);
    Generator generator = new Generator(seed);
    String text = generator.pipeline(1 + random.nextInt(12));
    ValidPipeline pipeline =
        ((Compilation.Compiled)
                new PipelineCompiler(StandardRules.all())
                    .compile(new PipelineSource(new SourceText("p.dot", text), Map.of())))
            .pipeline();
    List<Fact> facts = new ArrayList<>();
    add(Simulation.run(pipeline, _ -> generator.outcome(), MOST_FACTS), List.of(), facts, random);
    return facts;
  }

  private static void add(
      Simulation.Result run, List<RunId> within, List<Fact> facts, Random random) {
    long seq = 0;
    for (RunEvent event : run.facts()) {
      facts.add(fact(within, ++seq, event, random));
      if (event instanceof RunEvent.StageAttemptStarted(var attempt) && random.nextBoolean()) {
        String words = WORDS.get(random.nextInt(WORDS.size()));
        facts.add(fact(within, ++seq, new RunEvent.AgentProgress(attempt, "text", words), random));
        if (random.nextInt(4) == 0) {
          facts.add(
              fact(
                  within,
                  ++seq,
                  new RunEvent.InterviewStarted(
                      attempt.nodeId(),
                      words,
                      List.of("Y", words),
                      Optional.of(new QuestionId("id")),
                      "token"),
                  random));
        }
      }
    }
    for (Simulation.Result branch : run.branches()) {
      RunId id = branch.state().origin().runId();
      add(branch, Stream.concat(within.stream(), Stream.of(id)).toList(), facts, random);
    }
  }

  private static Fact fact(List<RunId> within, long seq, RunEvent event, Random random) {
    return new Fact(
        within, new JournalEntry(seq, BEGIN.plusMillis(random.nextInt(10_000_000)), event));
  }

  private static RunView fold(RunView view, List<Fact> facts) {
    RunView all = view;
    for (Fact fact : facts) {
      all = all.apply(fact.within(), fact.entry());
    }
    return all;
  }

  private static List<String> lines(RunView view, int columns, int rows) {
    return Told.lines(
        view, new Tree(BEGIN.plus(Duration.ofHours(3)), true), new Screen.Size(columns, rows));
  }

  @Test
  void nothingIsWiderOrLongerThanTheScreenNorCommandsIt() {
    for (long seed = 1; seed <= RUNS; seed++) {
      Random random = new Random(seed);
      List<Fact> facts = facts(seed);
      RunView view = fold(RunView.NOTHING, facts.subList(0, 1 + random.nextInt(facts.size())));
      for (int n = 0; n < 20; n++) {
        int columns = random.nextInt(130);
        int rows = random.nextInt(40);
        List<String> lines = lines(view, columns, rows);
        String as = "seed %d, %dx%d: %s".formatted(seed, columns, rows, lines);
        assertThat(lines).as(as).hasSizeLessThanOrEqualTo(rows);
        assertThat(Told.widest(lines)).as(as).isLessThanOrEqualTo(columns);
        assertThat(String.join("", lines).chars().noneMatch(Character::isISOControl))
            .as(as)
            .isTrue();
      }
    }
  }

  @Test
  void whereThereIsRoomEveryNodeThatHasBegunHasItsLine() {
    for (long seed = 1; seed <= RUNS; seed++) {
      RunView view = fold(RunView.NOTHING, facts(seed));
      List<String> lines = lines(view, 120, 10_000);
      for (NodeId node : view.stages().keySet()) {
        assertThat(lines).as("seed " + seed).anyMatch(line -> line.contains(" " + node + " "));
      }
    }
  }

  @Test
  void whatWorksOrHasFailedIsSeenAsLongAsThereIsRoomForIt() {
    for (long seed = 1; seed <= RUNS; seed++) {
      RunView view = fold(RunView.NOTHING, facts(seed));
      Tree tree = new Tree(BEGIN.plus(Duration.ofHours(3)), true);
      List<Row> rows = tree.rows(view);
      int others = (int) rows.stream().filter(row -> !row.canBeFolded()).count();
      // Headings of branches that are done may keep a failure in its place.
      int deepest = rows.stream().mapToInt(Row::depth).max().orElse(0);
      Folding folding = new Folding(rows, others * (1 + deepest) + 2);
      assertThat(folding.cut()).as("seed " + seed).isZero();
      assertThat(folding.kept().stream().filter(row -> !row.canBeFolded()))
          .as("seed " + seed)
          .hasSize(others);
    }
  }

  @Test
  void factsThatComeAgainOrRunsInAnotherOrderMakeNoDifference() {
    for (long seed = 1; seed <= RUNS; seed++) {
      Random random = new Random(seed);
      List<Fact> facts = facts(seed);
      List<String> atOnce = lines(fold(RunView.NOTHING, facts), 100, 50);

      int cut = random.nextInt(facts.size());
      RunView first = fold(RunView.NOTHING, facts.subList(0, cut));
      assertThat(lines(fold(first, facts), 100, 50)).as("seed " + seed).isEqualTo(atOnce);

      assertThat(lines(fold(RunView.NOTHING, mixed(facts, random)), 100, 50))
          .as("seed " + seed)
          .isEqualTo(atOnce);
    }
  }

  /** Facts of one run stay in their order; which run is heard next is drawn. */
  private static List<Fact> mixed(List<Fact> facts, Random random) {
    Map<List<RunId>, List<Fact>> byRun = new HashMap<>();
    facts.forEach(fact -> byRun.computeIfAbsent(fact.within(), _ -> new ArrayList<>()).add(fact));
    List<List<Fact>> left = new ArrayList<>(byRun.values());
    List<Fact> mixed = new ArrayList<>();
    while (!left.isEmpty()) {
      List<Fact> run = left.get(random.nextInt(left.size()));
      mixed.add(run.removeFirst());
      left.removeIf(List::isEmpty);
    }
    return mixed;
  }
}
