package dev.attractor.engine.preflight;

import dev.attractor.ports.HostEnvironment;
import dev.attractor.ports.config.RunConfig;
import dev.attractor.ports.plugins.PluginCatalog;
import dev.attractor.ports.process.Cancellation;
import dev.attractor.ports.process.ProbeMemory;
import dev.attractor.ports.process.ProcessSupervisor;
import dev.attractor.ports.runfolder.PreflightReport;
import dev.attractor.ports.runfolder.PreflightReport.Check;
import dev.attractor.ports.runfolder.RunStore;
import dev.attractor.ports.spi.Finding;
import dev.attractor.ports.spi.Finding.Level;
import dev.attractor.ports.spi.ProbeRuntime;
import dev.attractor.ports.usecase.ExamineMachine;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Looks at the whole machine, whatever pipeline may come. */
public final class Doctor implements ExamineMachine {
  private static final long MEGABYTE = 1_000_000;
  private static final long LITTLE_ROOM = 2_000 * MEGABYTE;

  /** It plays scripts and asks no model. */
  private static final String NO_REAL_AGENT = "scripted";

  private final AgentChecks agents;
  private final PluginCatalog plugins;
  private final ProcessSupervisor processes;
  private final ProbeMemory memory;
  private final RunStore store;
  private final HostEnvironment host;
  private final GitCheck git;

  @Inject
  Doctor(
      AgentChecks agents,
      PluginCatalog plugins,
      ProcessSupervisor processes,
      ProbeMemory memory,
      RunStore store,
      HostEnvironment host,
      GitCheck git) {
    this.agents = agents;
    this.git = git;
    this.plugins = plugins;
    this.processes = processes;
    this.memory = memory;
    this.store = store;
    this.host = host;
  }

  @Override
  public PreflightReport examine(RunConfig config, Cancellation cancellation) {
    ProbeRuntime probe =
        new Probe(processes, memory, cancellation, host.directory(), host.variables());
    List<Check> checks = new ArrayList<>();
    checks.add(check(Finding.pass("java", "Java " + Runtime.version())));
    checks.add(git.check());
    checks.add(
        check(
            tool(
                probe,
                "setsid",
                "without it a stop looks for the children of a stage one by one, and may miss one"
                    + " that detached itself; it comes with util-linux")));
    checks.add(check(room()));
    List<Check> ofAgents = agents.checkAll(config, cancellation);
    checks.add(check(someAgent(ofAgents)));
    ofAgents.forEach(one -> checks.add(new Check(one.provider(), doubt(one.finding()))));
    checks.add(
        check(
            Finding.pass(
                "plugins",
                "plugins: "
                    + plugins.plugins().stream()
                        .map(plugin -> plugin.name())
                        .collect(Collectors.joining(", ")))));
    checks.addAll(agents.brokenPlugins());
    return new PreflightReport(checks);
  }

  private static Check check(Finding finding) {
    return new Check("", finding);
  }

  private Finding tool(ProbeRuntime probe, String name, String remedy) {
    ProbeRuntime.Answer answer = probe.ask(List.of(name, "--version"), host.variables());
    return answer.succeeded()
        ? Finding.pass(name, answer.text().lines().findFirst().orElse(name + " answers"))
        : Finding.warn(name, "there is no working " + name, remedy);
  }

  private Finding room() {
    long free = store.room();
    String message = "%d MB free for the folders of runs".formatted(free / MEGABYTE);
    return free >= LITTLE_ROOM
        ? Finding.pass("disk", message)
        : Finding.warn("disk", message, "a run keeps a work tree and logs: free some space");
  }

  private static Finding someAgent(List<Check> checks) {
    Set<String> unable =
        checks.stream()
            .filter(check -> check.finding().level() == Level.FAIL)
            .map(Check::provider)
            .collect(Collectors.toSet());
    List<String> able =
        checks.stream()
            .map(Check::provider)
            .distinct()
            .filter(name -> !unable.contains(name) && !name.equals(NO_REAL_AGENT))
            .toList();
    return able.isEmpty()
        ? Finding.fail("agents", "no agent can work here", "see below what each of them lacks")
        : Finding.pass("agents", "able to work: " + String.join(", ", able));
  }

  private static Finding doubt(Finding finding) {
    return finding.level() == Level.FAIL
        ? Finding.warn(finding.check(), finding.message(), finding.remedy())
        : finding;
  }
}
