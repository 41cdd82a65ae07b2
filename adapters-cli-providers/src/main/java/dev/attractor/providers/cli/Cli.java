package dev.attractor.providers.cli;

import dev.attractor.ports.spi.AgentTask;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

  /** Returns the variables that may hold a key. */
  List<String> keys();

  /** Returns the file that a login leaves. */
  Path login(Map<String, String> host);

  /** Returns whether a login can be seen on this machine. */
  default boolean seesLogin() {
    return true;
  }

  /** Returns how to get a key or a login, for people. */
  String howToLogIn();

  /**
   * Returns the arguments for a task.
   *
   * @param byStdin whether the prompt comes by standard input
   */
  List<String> arguments(AgentTask task, Map<String, String> host, boolean byStdin);

  /**
   * Returns what the program sees beside the environment of the task and the keys; settings of the
   * provider come on top.
   *
   * @param hasKey whether it is used with a key
   */
  Map<String, String> environment(AgentTask task, Map<String, String> host, boolean hasKey);

  /**
   * Makes what the program has to find when it starts. Called before each start; what is there
   * already may be made again.
   *
   * @param hasKey whether it is used with a key
   */
  default void prepare(AgentTask task, boolean hasKey) throws IOException {}

  /** Returns whether it runs the {@link AgentTask#toolHooks tool hooks} of a task. */
  default boolean honoursToolHooks() {
    return false;
  }

  /** Begins to watch the tool hooks of a task that is prepared. */
  default HookWatch hooks(AgentTask task) {
    return HookWatch.NONE;
  }

  /** Returns a reader for what one run of the program prints. */
  AgentStream stream();

  /** Returns those of these variables that the host has. */
  static Map<String, String> passOn(Map<String, String> host, List<String> names) {
    Map<String, String> passed = new LinkedHashMap<>();
    names.forEach(
        name -> Optional.ofNullable(host.get(name)).ifPresent(value -> passed.put(name, value)));
    return passed;
  }

  /** Returns a file below the home folder. */
  static Path inHome(Map<String, String> host, String first, String... more) {
    return Path.of(host.getOrDefault("HOME", "/"), first).resolve(Path.of("", more));
  }
}
