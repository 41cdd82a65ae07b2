package dev.attractor.ports.runfolder;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What an attempt has left beside its facts (SEMANTICS §10). All of it is text of others, without
 * secrets; programs of the stage may have written there, too.
 *
 * @param prompt what its agent was asked
 * @param preamble what its agent was told of the run so far
 * @param response what its agent said last
 * @param stdout what its program printed
 * @param stderr what its program printed as errors
 * @param status how it ended, as it is kept
 * @param patch what it changed
 * @param program what was started for it, and how that ended
 * @param calls which tools its agent called, in their order
 */
public record StageEvidence(
    Optional<Excerpt> prompt,
    Optional<Excerpt> preamble,
    Optional<Excerpt> response,
    Optional<Excerpt> stdout,
    Optional<Excerpt> stderr,
    Optional<Excerpt> status,
    Optional<Excerpt> patch,
    Optional<Program> program,
    List<ToolCall> calls) {
  public StageEvidence {
    calls = List.copyOf(calls);
  }

  /**
   * The beginning of a text.
   *
   * @param whole whether it is all of it
   * @param file where the rest is
   */
  public record Excerpt(String text, boolean whole, Path file) {}

  /**
   * A program that was started.
   *
   * @param provider of an agent; empty for a command
   * @param model of an agent, as it was asked for; may be empty
   * @param exit missing when it was ended by force or did not start
   * @param trouble why it has no exit code; empty when it has one
   */
  public record Program(
      String provider, String model, List<String> argv, OptionalInt exit, String trouble) {
    public Program {
      argv = List.copyOf(argv);
    }

    /** Returns what was run: of a command its text. */
    public String command() {
      return argv.isEmpty() ? "" : argv.getLast().strip();
    }

    public boolean hasEndedWell() {
      return exit.isPresent() && exit.getAsInt() == 0;
    }

    /** Returns how it ended, in a few words. */
    public String ending() {
      return exit.isPresent() ? "exit " + exit.getAsInt() : trouble;
    }
  }

  /**
   * A tool that an agent called.
   *
   * @param input the agent's own JSON
   * @param failed whether the tool said so; empty when it was not heard of again
   */
  public record ToolCall(String tool, String input, Optional<Boolean> failed) {}
}
