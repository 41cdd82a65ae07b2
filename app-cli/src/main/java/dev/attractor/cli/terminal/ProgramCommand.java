package dev.attractor.cli.terminal;

import java.util.concurrent.Callable;

/** A command of the program; it does its work when it is called, and returns the exit code. */
public interface ProgramCommand extends Callable<Integer> {
  /** Returns what it can be given; what is, it is told before it is called. */
  Arguments arguments();
}
