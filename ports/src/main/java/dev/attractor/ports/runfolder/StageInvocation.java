package dev.attractor.ports.runfolder;

import dev.attractor.domain.agent.Usage;
import dev.attractor.ports.spi.Invocation;
import dev.attractor.ports.spi.ProcessResult;
import dev.attractor.ports.spi.ProcessSpec;
import java.nio.file.Path;

/**
 * How the program of a stage was started, and how it ended (SEMANTICS §10). Of its environment only
 * names are told.
 */
public sealed interface StageInvocation {
  /** Returns how the program ended. */
  ProcessResult result();

  /**
   * The program of an agent; becomes {@code cli_invocation.json}.
   *
   * @param session the provider's own id of the session, or empty
   */
  record OfAgent(
      String provider,
      String model,
      Path directory,
      Invocation invocation,
      String session,
      Usage usage)
      implements StageInvocation {
    @Override
    public ProcessResult result() {
      return invocation.result();
    }
  }

  /** A command; becomes {@code tool_invocation.json}. */
  record OfTool(ProcessSpec program, ProcessResult result) implements StageInvocation {}
}
