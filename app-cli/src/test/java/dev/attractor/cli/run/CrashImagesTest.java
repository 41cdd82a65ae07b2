package dev.attractor.cli.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.SoftAssertions.assertSoftly;

import dev.attractor.cli.workbench.Workbench;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * SEMANTICS §12, as in {@link CrashMatrixTest}, but the program is killed once for all points: what
 * is on the disk before each effect of a run is kept, and each time the run goes on from that. At
 * every eighth point the run that goes on is killed in truth. Few points are tried in each build,
 * all with {@code -Dattractor.images=1}, every n-th with {@code -Dattractor.images=n}, from {@code
 * -Dattractor.first=m} on; {@code -Dattractor.kinds=MERGED,LISTED} tries those alone.
 */
@Timeout(36_000)
class CrashImagesTest {
  private static final long IN_A_BUILD = 500;
  private static final int TWICE = 8;

  @RegisterExtension private final Workbench benches = new Workbench();

  static Stream<CrashKind> kinds() {
    return CrashKind.wanted();
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void aRunGoesOnFromWhatIsOnTheDiskBeforeAnyEffect(CrashKind kind) throws Exception {
    CrashTrial trial = new CrashTrial(benches.another("run"), kind);
    Path images = Files.createDirectory(benches.path("images"));
    long step = Long.getLong("attractor.images", IN_A_BUILD);
    trial.runWithImages(Long.getLong("attractor.first", (step + 1) / 2), step, images);
    Map<String, Object> expected = trial.whatCameOfIt();

    List<Long> effects = effects(images);
    assertThat(effects).isNotEmpty();
    assertSoftly(softly -> {
      for (Long effect : effects) {
        softly
            .assertThatCode(() -> {
              trial.putBack(images.resolve(effect.toString()));
              if (effect / step % TWICE == 1) {
                trial.resumeAndKill(effect);
              }
              trial.resume();
              trial.assertEndedLike(expected);
            })
            .as("%s, from before effect %d", kind, effect)
            .doesNotThrowAnyException();
      }
    });
    System.out.printf("%s: went on from before %d effects%n", kind, effects.size());
  }

  private static List<Long> effects(Path images) throws Exception {
    try (Stream<Path> all = Files.list(images)) {
      return all.map(image -> Long.valueOf(image.getFileName().toString())).sorted().toList();
    }
  }
}
