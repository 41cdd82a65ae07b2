package dev.attractor.ports.process;

import dev.attractor.ports.spi.ProcessListener;
import dev.attractor.ports.spi.ProcessResult;
import dev.attractor.ports.spi.ProcessSpec;
import java.nio.file.Path;
import java.util.Optional;

/** Starts programs and makes sure that they end; the only place where processes start. */
public interface ProcessSupervisor {
  /**
   * Runs a program as {@link dev.attractor.ports.spi.ProcessRunner#run} promises, and ends it when
   * the cancellation is requested.
   */
  ProcessResult run(ProcessSpec spec, ProcessListener listener, Cancellation cancellation);

  /**
   * Starts a program that outlives this one: in a session of its own, with an empty input.
   *
   * @param output gets what it prints
   * @throws dev.attractor.ports.AttractorException when it is missing or cannot be started
   */
  DetachedProgram startDetached(ProcessSpec spec, Path output);

  /** Returns the file of the program that {@link #run} would start; empty when there is none. */
  Optional<Path> locate(ProcessSpec spec);

  /**
   * Ends what a dead driver left running, if this record of it is still there and its process is
   * still the same one (SEMANTICS §12). Returns when nothing of it runs any more.
   *
   * @return whether something had to be ended
   */
  boolean endLeftover(Path record);

  /**
   * Ends the processes that were started with this variable in their environment, and what they
   * have started. Returns when nothing of them runs any more.
   *
   * @return whether something had to be ended; false where environments cannot be seen
   */
  boolean endMarked(String name, String value);
}
