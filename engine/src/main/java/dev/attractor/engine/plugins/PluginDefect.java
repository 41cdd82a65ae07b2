package dev.attractor.engine.plugins;

import dev.attractor.domain.outcome.Failure;
import dev.attractor.domain.outcome.FailureClass;
import dev.attractor.ports.AttractorException;
import java.io.UncheckedIOException;
import java.util.function.Function;
import java.util.function.Supplier;

/** What it means when code of a plugin throws. */
public final class PluginDefect {
  private PluginDefect() {}

  /**
   * Does something by a plugin.
   *
   * @param what the plugin's part, for people
   * @param failed what a defect of it comes to: the stage fails, the run goes on by its rules
   * @throws AttractorException when the machine, not the plugin, is in trouble
   */
  public static <T> T guarded(String what, Supplier<T> work, Function<Failure, T> failed) {
    try {
      return work.get();
    } catch (AttractorException e) {
      throw e;
    } catch (UncheckedIOException e) {
      throw AttractorException.machine(
          "%s cannot read or write: %s".formatted(what, e.getMessage()),
          "free space or rights there, then resume the run",
          e);
    } catch (RuntimeException | LinkageError e) {
      return failed.apply(
          Failure.of(
              FailureClass.DETERMINISTIC, "%s has a defect: %s".formatted(what, e), "exception"));
    }
  }
}
