package dev.attractor.cli.plugin;

import dev.attractor.domain.agent.Usage;
import dev.attractor.domain.outcome.Outcome;
import dev.attractor.ports.spi.AgentProvider;
import dev.attractor.ports.spi.AgentResult;
import dev.attractor.ports.spi.AgentRuntime;
import dev.attractor.ports.spi.AgentTask;
import dev.attractor.ports.spi.AttractorPlugin;
import dev.attractor.ports.spi.CustomStageHandler;
import dev.attractor.ports.spi.Finding;
import dev.attractor.ports.spi.ProbeRuntime;
import dev.attractor.ports.spi.ProviderSettings;
import dev.attractor.ports.spi.StageRuntime;
import dev.attractor.ports.spi.StageTask;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/**
 * An agent and a stage type that do what the attribute {@code how} of a node says, all of it bad.
 */
@SuppressWarnings("NullAway") // as code that no compiler has held to say so
public final class UnrulyPlugin implements AttractorPlugin {
  @Override
  public String name() {
    return "unruly";
  }

  @Override
  public int spiVersion() {
    return SPI_VERSION;
  }

  @Override
  public List<AgentProvider> agentProviders() {
    return List.of(new Agent());
  }

  @Override
  public List<CustomStageHandler> stageHandlers() {
    return List.of(new Stage());
  }

  /** See {@link UnrulyPlugin}; its probe gives null where the environment says so. */
  public static final class Agent implements AgentProvider {
    @Override
    public String name() {
      return "unruly";
    }

    @Override
    public List<Finding> probe(ProviderSettings settings, ProbeRuntime runtime) {
      return runtime.hostEnvironment().containsKey("NO_FINDINGS") ? null : List.of();
    }

    @Override
    public AgentResult run(AgentTask task, AgentRuntime runtime) {
      String how = task.attributes().getOrDefault("how", "");
      if (how.equals("null_inside")) {
        return result(null);
      }
      return misbehave(how) ? result("done") : null;
    }

    private static AgentResult result(String response) {
      return new AgentResult(
          Optional.empty(), true, response, Optional.empty(), Usage.NONE, Optional.empty());
    }
  }

  /** See {@link UnrulyPlugin}. */
  public static final class Stage implements CustomStageHandler {
    @Override
    public String type() {
      return "unruly";
    }

    @Override
    public Outcome execute(StageTask task, StageRuntime runtime) {
      String how = task.attributes().getOrDefault("how", "");
      if (how.equals("null_inside")) {
        return Outcome.of(null);
      }
      return misbehave(how) ? Outcome.success() : null;
    }
  }

  /** Returns whether there is to be a result. */
  private static boolean misbehave(String how) {
    switch (how) {
      case "overflow" -> System.setProperty("unruly.depth", Integer.toString(depth(0)));
      case "missing_class" -> throw new NoClassDefFoundError("com/example/Gone");
      case "print" -> System.out.println("status=made-up");
      case "wait" -> waitForNothing();
      default -> {
        return false;
      }
    }
    return true;
  }

  private static int depth(int n) {
    return n < 0 ? n : depth(n + 1) + 1;
  }

  private static void waitForNothing() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
