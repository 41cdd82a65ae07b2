package dev.attractor.cli.run;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.SoftAssertions.assertSoftly;

import dev.attractor.cli.workbench.Workbench;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * SEMANTICS §12: the program is killed before each of its effects on files, git and processes, and
 * resumed; at every second point it is killed once more while it is resumed. A few points are tried
 * in each build, all with {@code -Dattractor.kills=1}, every n-th with {@code -Dattractor.kills=n},
 * from {@code -Dattractor.first=m} on, so that n searches are the whole; {@code
 * -Dattractor.kinds=MERGED,LISTED} tries those alone.
 */
@Timeout(36_000)
class CrashMatrixTest {
  private static final int A_FEW = 2;

  @RegisterExtension private final Workbench benches = new Workbench();

  static Stream<CrashKind> kinds() {
    return CrashKind.wanted();
  }

  private CrashTrial trial(String name, CrashKind kind) throws IOException {
    return new CrashTrial(benches.another(name), kind);
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void aRunThatWasKilledBeforeAnyEffectEndsLikeOneThatWasNot(CrashKind kind) throws Exception {
    CrashTrial undisturbed = trial("undisturbed", kind);
    assertThat(undisturbed.run(0)).isZero();
    Map<String, Object> expected = undisturbed.whatCameOfIt();
    long points = undisturbed.points();
    assertThat(points).as("effects that are seen").isGreaterThan(100);

    long step = Long.getLong("attractor.kills", points / A_FEW);
    long first = Long.getLong("attractor.first", step == 1 ? 1 : step / 2);
    AtomicInteger tried = new AtomicInteger();
    try (ExecutorService atOnce =
        Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors() + 1)) {
      List<Future<Void>> trials =
          LongStream.iterate(first, point -> point <= points, p -> p + step)
              .mapToObj(point ->
                  atOnce.submit(() -> {
                    if (killed(kind, point, point / step % 2 == 1, expected)) {
                      tried.incrementAndGet();
                    }
                    return (Void) null;
                  }))
              .toList();
      assertSoftly(softly ->
          trials.forEach(trial -> softly.assertThatCode(trial::get).doesNotThrowAnyException()));
    }
    System.out.printf("%s: killed before %d of %d effects%n", kind, tried.get(), points);
    assertThat(tried.get()).isPositive();
  }

  /** Returns whether it was killed; some effects only a busier machine comes to. */
  private boolean killed(CrashKind kind, long effect, boolean twice, Map<String, Object> expected)
      throws Exception {
    CrashTrial trial = trial("killed-" + effect, kind);
    try {
      boolean killed = trial.run(effect) != 0;
      if (killed) {
        if (twice) {
          trial.resumeAndKill(effect);
        }
        trial.resume();
      }
      trial.assertEndedLike(expected);
      return killed;
    } catch (AssertionError e) {
      throw new AssertionError("%s, killed before effect %d".formatted(kind, effect), e);
    }
  }

  /** Where nobody knows better a commit of a person stays on the branch, below what follows. */
  private static String withoutThePerson(Object commits) {
    return String.valueOf(commits).replace("by a person, ", "");
  }

  /** Nothing finished is lost or done again, and no commit of a person is without a ref. */
  @ParameterizedTest
  @EnumSource
  void aRunThatWasKilledAndDisturbedEndsLikeOneThatWasNot(CrashDisturbance disturbance)
      throws Exception {
    CrashTrial undisturbed = trial("undisturbed", CrashKind.RETRY_LOOP);
    assertThat(undisturbed.run(0)).isZero();
    long points = undisturbed.points();
    long step = Long.getLong("attractor.kills", points / (A_FEW + 1));
    int tried = 0;
    for (long point = step; point < points; point += step) {
      CrashTrial trial = trial("killed-" + point, CrashKind.RETRY_LOOP);
      String when = "%s, killed before effect %d of %d".formatted(disturbance, point, points);
      if (trial.run(point) == 0 || !trial.isUnderWay()) {
        continue; // it was over, or had not begun: there is nothing to disturb
      }
      trial.disturbAndResume(disturbance);
      tried++;
      Map<String, Object> expected = undisturbed.whatCameOfIt();
      Map<String, Object> found = trial.whatCameOfIt();
      for (String what : List.of("commits", "tree", "path", "end")) {
        assertThat(withoutThePerson(requireNonNull(found.get(what))))
            .as(when)
            .isEqualTo(withoutThePerson(requireNonNull(expected.get(what))));
      }
      trial.assertNothingFinishedTwice();
      trial.assertGitIsSound();
    }
    assertThat(tried).isPositive();
  }
}
