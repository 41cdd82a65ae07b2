package dev.attractor.providers.cli;

import dev.attractor.ports.spi.AgentTask;
import dev.attractor.ports.spi.Finding;
import dev.attractor.ports.spi.ProviderSettings;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What is special about one command line; {@link CliAgent} does the rest. */
public interface Cli {
  /** Returns the provider's canonical name. */
  String name();

  /** Returns its other names. */
  Set<String> aliases();

  /** Returns the program, as found on the PATH. */
  String program();

  /** Returns the npm package that brings the program. */
  String npmPackage();

  /** Returns the arguments with which the program tells what {@link #needed} it knows. */
  List<String> helpArguments();

  /** Returns the words that its help must have. */
  List<String> needed();

  /** Returns whether there is a key or a login. */
  Finding credentials(Map<String, String> host, ProviderSettings settings);

  /**
   * Returns the arguments for a task.
   *
   * @param byStdin whether the prompt comes by standard input
   */
  List<String> arguments(AgentTask task, Map<String, String> host, boolean byStdin);

  /**
   * Returns what the program sees beside the environment of the task; settings of the provider come
   * on top.
   */
  Map<String, String> environment(AgentTask task, Map<String, String> host);

  /**
   * Makes what the program has to find when it starts. Called before each start; what is there
   * already may be made again.
   */
  default void prepare(AgentTask task, Map<String, String> host) {}

  /** Returns a reader for what one run of the program prints. */
  AgentStream stream();
}
