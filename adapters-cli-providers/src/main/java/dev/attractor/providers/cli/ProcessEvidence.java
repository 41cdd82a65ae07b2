package dev.attractor.providers.cli;

import dev.attractor.domain.outcome.Failure;
import dev.attractor.domain.outcome.FailureClass;
import dev.attractor.ports.spi.ProcessResult;
import java.util.Optional;

/** What the end of an agent's program says about a failure (SEMANTICS §4). */
public final class ProcessEvidence {
  private ProcessEvidence() {}

  /**
   * Returns the failure that the end alone tells of; empty when the program ended by itself with
   * exit code 0, or was ended because its stream had already told enough.
   *
   * @param lastWords what the program printed last on its error output, or empty
   */
  public static Optional<Failure> failureOf(
      String program, ProcessResult result, String lastWords) {
    return switch (result.end()) {
      case ProcessResult.Exited(int code) when code == 0 -> Optional.empty();
      case ProcessResult.Exited(int code) ->
          Optional.of(
              Failure.of(
                  FailureClass.DETERMINISTIC,
                  lastWords.isBlank()
                      ? "%s ended with exit code %d".formatted(program, code)
                      : "%s: %s".formatted(program, lastWords.strip()),
                  "exit code " + code));
      case ProcessResult.NotStarted(String why) ->
          Optional.of(Failure.of(FailureClass.DETERMINISTIC, why, "not started"));
      case ProcessResult.Stopped(ProcessResult.Reason reason) ->
          switch (reason) {
            case TIMEOUT ->
                Optional.of(
                    Failure.of(
                        FailureClass.TRANSIENT_INFRA,
                        "%s was ended after %ds: timeout"
                            .formatted(program, result.duration().toSeconds()),
                        "stage timeout"));
            case IDLE ->
                Optional.of(
                    Failure.of(
                        FailureClass.TRANSIENT_INFRA,
                        "%s was ended because it printed nothing".formatted(program),
                        "idle timeout"));
            case CANCELED ->
                Optional.of(
                    Failure.of(FailureClass.CANCELED, program + " was canceled", "canceled"));
            case ENOUGH -> Optional.empty();
          };
    };
  }
}
