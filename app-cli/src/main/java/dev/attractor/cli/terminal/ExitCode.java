package dev.attractor.cli.terminal;

import dev.attractor.domain.run.RunEnd;

/** The exit codes of the program; documented in the README. */
public enum ExitCode {
  SUCCESS(0, "success"),
  RUN_FAILED(1, "the run failed"),
  USAGE(2, "wrong usage or configuration"),
  INVALID_PIPELINE(3, "invalid pipeline"),
  PREFLIGHT_FAILED(4, "a preflight check failed"),
  CANCELED(5, "the run was canceled"),
  DRIVER_DIED(7, "the driver of a followed run has died"),
  INTERNAL_ERROR(70, "internal error"),
  NOT_YET(75, "not over yet (wait)");

  private final int code;
  private final String meaning;

  ExitCode(int code, String meaning) {
    this.code = code;
    this.meaning = meaning;
  }

  /** Returns what it means, in a few words. */
  public String meaning() {
    return meaning;
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
