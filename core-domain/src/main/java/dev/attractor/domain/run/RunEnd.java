package dev.attractor.domain.run;

import dev.attractor.domain.outcome.Failure;

/** How a run ended. */
public sealed interface RunEnd {
  /** Returns {@code success}, {@code fail} or {@code canceled}, as in {@code final.json}. */
  String status();

  /** Returns whether nobody can go on with the run; one that was only canceled can be resumed. */
  default boolean isFinal() {
    return switch (this) {
      case Succeeded _, Failed _ -> true;
      case Canceled _ -> false;
    };
  }

  /** The exit was reached and every goal gate was satisfied. */
  record Succeeded() implements RunEnd {
    @Override
    public String status() {
      return "success";
    }
  }

  /** There was no way to success. */
  record Failed(Failure failure) implements RunEnd {
    @Override
    public String status() {
      return "fail";
    }
  }

  /** Somebody asked for the end; the run can be resumed. */
  record Canceled(String reason) implements RunEnd {
    @Override
    public String status() {
      return "canceled";
    }
  }
}
