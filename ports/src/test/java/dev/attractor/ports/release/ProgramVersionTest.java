package dev.attractor.ports.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProgramVersionTest {
  @Test
  void aLaterOneIsGreater() {
    List<ProgramVersion> inOrder =
        Stream.of(
                "0.9.0",
                "1.0.0-SNAPSHOT",
                "1.0.0",
                "1.9.0",
                "1.9.9",
                "1.10.0-alpha.9",
                "1.10.0-alpha.10",
                "1.10.0-beta",
                "1.10.0",
                "2.0.0",
                "10.0.0")
            .map(ProgramVersion::new)
            .toList();

    assertThat(inOrder.reversed().stream().sorted()).containsExactlyElementsOf(inOrder);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "v1", "1.", "1.0-", "1.0-a..b", "1 0", "1.0\n", "12345678901"})
  void whatIsNoVersionIsRefused(String text) {
    assertThatThrownBy(() -> new ProgramVersion(text)).isInstanceOf(IllegalArgumentException.class);
  }
}
