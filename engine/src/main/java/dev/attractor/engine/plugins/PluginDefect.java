package dev.attractor.engine.plugins;

import dev.attractor.domain.outcome.Failure;
import dev.attractor.domain.outcome.FailureClass;
import dev.attractor.ports.AttractorException;
import java.io.UncheckedIOException;
import java.util.ServiceConfigurationError;
import java.util.function.Function;
import java.util.function.Supplier;

/** What it means when code of a plugin throws, or gives nothing. */
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
      T result = work.get();
      return result == null // by code that no compiler has held to say so
          ? failed.apply(failure(what, "it gave null"))
          : result;
    } catch (AttractorException e) {
      throw e;
    } catch (UncheckedIOException e) {
      throw AttractorException.machine(
          "%s cannot read or write: %s".formatted(what, e.getMessage()),
          "free space or rights there, then resume the run",
          e);
    } catch (Throwable e) {
      if (!isOne(e)) {
        throw e;
      }
      return failed.apply(failure(what, e.toString()));
    }
  }

  private static Failure failure(String what, String why) {
    return Failure.of(
        FailureClass.DETERMINISTIC, "%s has a defect: %s".formatted(what, why), "exception");
  }

  /**
   * Returns whether what code of a plugin has thrown is a fault of that code: all but what says
   * that the machine cannot go on.
   */
  public static boolean isOne(Throwable thrown) {
    return thrown instanceof Exception
        || thrown instanceof LinkageError
        || thrown instanceof ServiceConfigurationError
        || thrown instanceof AssertionError
        || thrown instanceof StackOverflowError;
  }
}
