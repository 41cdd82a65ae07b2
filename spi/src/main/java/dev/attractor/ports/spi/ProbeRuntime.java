package dev.attractor.ports.spi;

import java.util.List;
import java.util.Map;

/**
 * What a provider may use to find out whether it could work.
 *
 * @since 0.1
 */
public interface ProbeRuntime {
  /**
   * Asks a program about itself, as with {@code --help} or {@code --version}. The answer is
   * remembered until the file of the program changes, also for later runs; a program that did not
   * answer well is asked again. It is ended after a minute.
   *
   * @param argv the command line; the program first, by path or to be found on the PATH
   * @param environment all it sees
   */
  Answer ask(List<String> argv, Map<String, String> environment);

  /** Returns the environment of Attractor itself. */
  Map<String, String> hostEnvironment();

  /**
   * What a program answered.
   *
   * @param end how it ended
   * @param text what it printed to its standard output, at most a million characters
   */
  record Answer(ProcessResult.End end, String text) {
    /** Returns whether the program ended by itself with exit code 0. */
    public boolean succeeded() {
      return end instanceof ProcessResult.Exited(int code) && code == 0;
    }
  }
}
