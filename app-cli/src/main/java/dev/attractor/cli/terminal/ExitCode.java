package dev.attractor.cli.terminal;

import dev.attractor.domain.run.RunEnd;

/** The exit codes of the program; documented in the README. */
public enum ExitCode {
  SUCCESS(0),
  RUN_FAILED(1),
  USAGE(2),
  INVALID_PIPELINE(3),
  PREFLIGHT_FAILED(4),
  CANCELED(5),
  /** Of a run that is followed. */
  DRIVER_DIED(7),
  INTERNAL_ERROR(70),
  NOT_YET(75);

  private final int code;

  ExitCode(int code) {
    this.code = code;
  }

  /** Returns it as the shell sees it. */
  public int code() {
    return code;
  }

  /** Returns the one with which a run ends. */
  public static ExitCode of(RunEnd end) {
    return switch (end) {
      case RunEnd.Succeeded _ -> SUCCESS;
      case RunEnd.Failed _ -> RUN_FAILED;
      case RunEnd.Canceled _ -> CANCELED;
    };
  }
}
