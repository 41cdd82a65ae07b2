package dev.attractor.plugins.loading;

import java.util.ServiceConfigurationError;

/** Why a plugin could not be loaded, in words for those who have it, not for its author alone. */
final class LoadingTrouble {
  private LoadingTrouble() {}

  /** Returns what was wrong, and where that is known, what helps. */
  static String told(Throwable trouble) {
    return switch (trouble) {
      case ServiceConfigurationError e when e.getCause() != null -> told(e.getCause());
      case ServiceConfigurationError e -> // "<service>: <what is wrong with the jar>"
          message(e).replaceFirst("^[\\w.$]+: ", "")
              + ", but META-INF/services in its jar names it";
      case UnsupportedClassVersionError e ->
          "it was compiled for a newer Java than this one, %s: %s"
              .formatted(Runtime.version().feature(), message(e));
      case NoClassDefFoundError e ->
          "the class %s is missing: put the libraries it needs beside its jar, in a folder of its own"
              .formatted(message(e).replace('/', '.'));
      case IncompatibleClassChangeError e ->
          "it was built against another version of Attractor, or of a library: " + message(e);
      case ExceptionInInitializerError e when e.getCause() != null -> told(e.getCause());
      default -> "it has a defect: " + trouble;
    };
  }

  private static String message(Throwable trouble) {
    return String.valueOf(trouble.getMessage());
  }
}
