package dev.attractor.cli.completion;

import static dev.attractor.cli.terminal.Arguments.parameter;
import static dev.attractor.cli.terminal.Arguments.parameters;

import dev.attractor.cli.terminal.Arguments;
import dev.attractor.cli.terminal.ExitCode;
import dev.attractor.cli.terminal.ProgramCommand;
import dev.attractor.cli.terminal.Terminal;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** {@code attractor completion}. */
final class CompletionCommand implements ProgramCommand {
  /** What is printed. */
  enum What {
    BASH,
    ZSH,
    FISH,
    WORDS
  }

  private final Terminal terminal;
  private final Function<List<String>, List<Candidate>> candidates;

  private What what = What.BASH;
  private List<String> words = List.of();

  CompletionCommand(Terminal terminal, Function<List<String>, List<Candidate>> candidates) {
    this.terminal = terminal;
    this.candidates = candidates;
  }

  @Override
  public Arguments arguments() {
    return Arguments.of(
            this,
            "Prints what has a shell complete commands, options, runs and nodes.",
            "bash: eval \"$(attractor completion bash)\"; zsh, after compinit: eval \"$(attractor"
                + " completion zsh)\"; fish: attractor completion fish | source",
            "words, which those ask, prints what the last of WORD can be, with a tab and what it is; nothing"
                + " where it is a file.")
        .with(
            parameter(What.class, given -> what = given, "bash|zsh|fish|words")
                .arity("1")
                .index("0")
                .description("Which."))
        .with(
            parameters(String.class, given -> words = given, "WORD")
                .index("1..*")
                .description("After words: what was typed after attractor, -- before it."));
  }

  @Override
  public Integer call() {
    if (what == What.WORDS) {
      for (Candidate candidate : candidates.apply(words.isEmpty() ? List.of("") : words)) {
        terminal
            .out()
            .println(
                candidate.note().isEmpty()
                    ? candidate.word()
                    : candidate.word() + "\t" + candidate.note());
      }
    } else {
      terminal.out().print(script(what));
    }
    return ExitCode.SUCCESS.code();
  }

  private static String script(What shell) {
    String name = "attractor." + shell.name().toLowerCase(Locale.ROOT);
    try (InputStream in = CompletionCommand.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is missing from the program");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
