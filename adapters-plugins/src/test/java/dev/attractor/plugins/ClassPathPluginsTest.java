package dev.attractor.plugins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attractor.ports.Problem;
import dev.attractor.ports.spi.AgentProvider;
import dev.attractor.ports.spi.AgentResult;
import dev.attractor.ports.spi.AgentRuntime;
import dev.attractor.ports.spi.AgentTask;
import dev.attractor.ports.spi.AttractorPlugin;
import dev.attractor.ports.spi.Finding;
import dev.attractor.ports.spi.ProviderSettings;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ClassPathPluginsTest {
  private record Provider(String name, Set<String> aliases) implements AgentProvider {
    @Override
    public List<Finding> probe(ProviderSettings settings, AgentRuntime runtime) {
      return List.of();
    }

    @Override
    public AgentResult run(AgentTask task, AgentRuntime runtime) {
      throw new AssertionError("nobody runs it here");
    }
  }

  private record Plugin(String name, int spiVersion, List<AgentProvider> agentProviders)
      implements AttractorPlugin {}

  private static Plugin plugin(String name, String provider, String... aliases) {
    return new Plugin(
        name, AttractorPlugin.SPI_VERSION, List.of(new Provider(provider, Set.of(aliases))));
  }

  @Test
  void findsProvidersByNameAndAlias() {
    ClassPathPlugins plugins = ClassPathPlugins.of(List.of(plugin("one", "abc", "xyz")));

    assertThat(plugins.agentProvider("abc")).isPresent();
    assertThat(plugins.agentProvider("xyz")).isEqualTo(plugins.agentProvider("abc"));
    assertThat(plugins.agentProvider("other")).isEmpty();
  }

  @Test
  void aNameThatIsTakenNamesBothPlugins() {
    assertThatThrownBy(
            () -> ClassPathPlugins.of(List.of(plugin("one", "abc"), plugin("two", "xyz", "abc"))))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("one")
        .hasMessageContaining("two");
  }

  @Test
  void aMalformedNameAndAnotherVersionOfTheSpiAreRefused() {
    assertThatThrownBy(() -> ClassPathPlugins.of(List.of(plugin("one", "A b"))))
        .isInstanceOf(Problem.class);
    assertThatThrownBy(() -> ClassPathPlugins.of(List.of(new Plugin("one", 99, List.of()))))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("99");
  }
}
