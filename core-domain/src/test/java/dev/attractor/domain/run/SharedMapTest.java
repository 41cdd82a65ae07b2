package dev.attractor.domain.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SharedMapTest {
  @Test
  void behavesLikeAHashMapAndOldCopiesNeverChange() {
    for (long seed = 1; seed <= 50; seed++) {
      Random random = new Random(seed);
      Map<String, Integer> expected = new HashMap<>();
      SharedMap<String, Integer> map = SharedMap.empty();
      for (int step = 0; step < 500; step++) {
        String key = key(random);
        SharedMap<String, Integer> before = map;
        Map<String, Integer> expectedBefore = Map.copyOf(expected);
        if (random.nextInt(5) == 0) {
          map = map.without(key);
          expected.remove(key);
        } else {
          map = map.with(key, step);
          expected.put(key, step);
        }
        assertThat(map).hasSize(expected.size()).isEqualTo(expected);
        assertThat(before).isEqualTo(expectedBefore);
        assertThat(map.get(key)).isEqualTo(expected.get(key));
      }
    }
  }

  /** Some keys have the same hash: "Aa" and "BB" do, and so does every mix of them. */
  private static String key(Random random) {
    StringBuilder key = new StringBuilder();
    for (int i = random.nextInt(4); i >= 0; i--) {
      key.append(List.of("Aa", "BB", "x", "y").get(random.nextInt(4)));
    }
    return key.toString();
  }
}
