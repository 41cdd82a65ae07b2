package dev.attractor.ports;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the program finds around it, and gives to those that it starts. */
class HostEnvironmentTest {
  private static HostEnvironment with(Map<String, String> variables) {
    return new HostEnvironment(variables, Path.of("/home/ada"), Path.of("/work"));
  }

  @Test
  void foldersAreTheUsualOnesUnlessOthersAreNamed() {
    assertThat(with(Map.of()).state()).isEqualTo(Path.of("/home/ada/.local/state/attractor"));
    assertThat(with(Map.of("XDG_STATE_HOME", "/state")).state())
        .isEqualTo(Path.of("/state/attractor"));
    assertThat(with(Map.of("XDG_STATE_HOME", "state")).state())
        .as("one that would be another in each folder")
        .isEqualTo(Path.of("/home/ada/.local/state/attractor"));
  }

  @Test
  void aProgramIsGivenExactlyWhatIsWanted() {
    Map<String, String> given = new HashMap<>(Map.of("A", "1", "B", "2", "C", "3"));

    HostEnvironment.give(given, Map.of("A", "1", "B", "another", "D", "4"));

    assertThat(given).isEqualTo(Map.of("A", "1", "B", "another", "D", "4"));
  }
}
