package dev.attractor.domain.run;

import dev.attractor.domain.outcome.Failure;
import dev.attractor.domain.pipeline.NodeId;
import java.util.Optional;

/** How a run ended. */
public sealed interface RunEnd {
  /** Returns {@code success}, {@code fail} or {@code canceled}, as in {@code final.json}. */
  String status();

  /** Returns the exit the run came to; empty when it came to none. */
  Optional<NodeId> exitNode();

  /** Returns whether nobody can go on with the run; one that was only canceled can be resumed. */
  default boolean isFinal() {
    return switch (this) {
      case Succeeded _, Failed _ -> true;
      case Canceled _ -> false;
    };
  }

  /**
   * An exit was reached, every goal gate was satisfied and no failure stood (SEMANTICS §6).
   *
   * @param exitNode the exit; empty for a branch, which ends at its join, and where nobody wrote it
   *     down
   */
  record Succeeded(Optional<NodeId> exitNode) implements RunEnd {
    @Override
    public String status() {
      return "success";
    }
  }

  /**
   * There was no way to success.
   *
   * @param exitNode the exit the run came to; empty when it came to none
   */
  record Failed(Failure failure, Optional<NodeId> exitNode) implements RunEnd {
    /** Makes the end of a run that came to no exit. */
    public Failed(Failure failure) {
      this(failure, Optional.empty());
    }

    @Override
    public String status() {
      return "fail";
    }
  }

  /** Somebody asked for the end; the run can be resumed. */
  record Canceled(String reason) implements RunEnd {
    @Override
    public Optional<NodeId> exitNode() {
      return Optional.empty();
    }

    @Override
    public String status() {
      return "canceled";
    }
  }
}
