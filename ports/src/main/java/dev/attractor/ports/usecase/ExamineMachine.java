package dev.attractor.ports.usecase;

import dev.attractor.ports.config.RunConfig;
import dev.attractor.ports.process.Cancellation;
import dev.attractor.ports.runfolder.PreflightReport;

/** Tells what of this machine Attractor can work with. */
@FunctionalInterface
public interface ExamineMachine {
  /**
   * Checks everything a run could need: tools, disk, agents, plugins. An agent that cannot work is
   * only a doubt, since no pipeline needs them all; that none can is a failure.
   */
  PreflightReport examine(RunConfig config, Cancellation cancellation);
}
