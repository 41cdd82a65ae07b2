package dev.attractor.plugins.loading;

import dev.attractor.ports.spi.AgentProvider;
import dev.attractor.ports.spi.AgentResult;
import dev.attractor.ports.spi.AgentRuntime;
import dev.attractor.ports.spi.AgentTask;
import dev.attractor.ports.spi.AttractorPlugin;
import dev.attractor.ports.spi.Finding;
import dev.attractor.ports.spi.ProbeRuntime;
import dev.attractor.ports.spi.ProviderSettings;
import dev.attractor.ports.spi.graph.Graph;
import dev.attractor.ports.spi.graph.GraphFinding;
import dev.attractor.ports.spi.graph.GraphRule;
import dev.attractor.ports.spi.graph.GraphTransform;
import java.util.List;

/** Plugins to put into jars. */
final class Plugins {
  private Plugins() {}

  /** Tells by which loaders it was loaded and is called. */
  public static final class Telling implements AttractorPlugin {
    @Override
    public String name() {
      return "telling";
    }

    @Override
    public int spiVersion() {
      return SPI_VERSION;
    }

    @Override
    public List<GraphRule> lintRules() {
      return List.of(new TellsLoaders());
    }
  }

  /** See {@link Telling}. */
  public static final class TellsLoaders implements GraphRule {
    @Override
    public String id() {
      return "tells_loaders";
    }

    @Override
    public List<GraphFinding> check(Graph graph) {
      ClassLoader own = TellsLoaders.class.getClassLoader();
      return List.of(
          told(graph, "own=" + own.getName().equals("a")),
          told(graph, "context=" + own.equals(Thread.currentThread().getContextClassLoader())),
          told(graph, "program_visible=" + sees(own, "dev.attractor.ports.AttractorException")));
    }

    private static GraphFinding told(Graph graph, String what) {
      return new GraphFinding(GraphFinding.Severity.INFO, graph, what, "");
    }

    private static boolean sees(ClassLoader loader, String name) {
      try {
        loader.loadClass(name);
        return true;
      } catch (ClassNotFoundException e) {
        return false;
      }
    }
  }

  /** Has a transform that throws. */
  public static final class Second implements AttractorPlugin {
    @Override
    public String name() {
      return "second";
    }

    @Override
    public int spiVersion() {
      return SPI_VERSION;
    }

    @Override
    public List<GraphTransform> transforms() {
      return List.of(new Throwing());
    }
  }

  /** See {@link Second}. */
  public static final class Throwing implements GraphTransform {
    @Override
    public String name() {
      return "throwing";
    }

    @Override
    public Graph apply(Graph graph) {
      throw new IllegalStateException("thrown by the plugin");
    }
  }

  /** Adds nothing. */
  public static final class Third implements AttractorPlugin {
    @Override
    public String name() {
      return "third";
    }

    @Override
    public int spiVersion() {
      return SPI_VERSION;
    }
  }

  /** Has a lint rule with a name of the program's own. */
  public static final class TakesAName implements AttractorPlugin {
    @Override
    public String name() {
      return "takes_a_name";
    }

    @Override
    public int spiVersion() {
      return SPI_VERSION;
    }

    @Override
    public List<GraphRule> lintRules() {
      return List.of(new Named("dead_end"));
    }
  }

  /** A rule that finds nothing. */
  public record Named(String id) implements GraphRule {
    @Override
    public List<GraphFinding> check(Graph graph) {
      return List.of();
    }
  }

  /** Was made for an SPI that is not this one. */
  public static final class OfAnotherVersion implements AttractorPlugin {
    @Override
    public String name() {
      return "of_another_version";
    }

    @Override
    public int spiVersion() {
      return 99;
    }
  }

  /** Cannot be made. */
  public static final class Breaking implements AttractorPlugin {
    /** Throws. */
    public Breaking() {
      throw new IllegalStateException("cannot even begin");
    }

    @Override
    public String name() {
      return "breaking";
    }

    @Override
    public int spiVersion() {
      return SPI_VERSION;
    }
  }

  /** Has a name that is none. */
  public static final class Misnamed implements AttractorPlugin {
    @Override
    public String name() {
      return "Not A Name";
    }

    @Override
    public int spiVersion() {
      return SPI_VERSION;
    }
  }

  /** Has an agent that is not as the compiler would have it. */
  public static final class NamesNoModel implements AttractorPlugin {
    @Override
    public String name() {
      return "names_no_model";
    }

    @Override
    public int spiVersion() {
      return SPI_VERSION;
    }

    @Override
    public List<AgentProvider> agentProviders() {
      return List.of(new WithoutModel());
    }
  }

  /** See {@link NamesNoModel}. */
  public static final class WithoutModel implements AgentProvider {
    @Override
    public String name() {
      return "without_model";
    }

    @Override
    @SuppressWarnings("NullAway") // as code that no compiler has held to say so
    public String defaultModel() {
      return null;
    }

    @Override
    public List<Finding> probe(ProviderSettings settings, ProbeRuntime runtime) {
      return List.of();
    }

    @Override
    public AgentResult run(AgentTask task, AgentRuntime runtime) {
      throw new AssertionError("nobody asks it");
    }
  }
}
