package dev.attractor.cli.pipelines;

import static dev.attractor.cli.terminal.Arguments.flag;
import static dev.attractor.cli.terminal.Arguments.option;
import static dev.attractor.cli.terminal.Arguments.parameter;

import dev.attractor.cli.terminal.Arguments;
import dev.attractor.cli.terminal.ExitCode;
import dev.attractor.cli.terminal.ProgramCommand;
import dev.attractor.cli.terminal.Terminal;
import dev.attractor.ports.AttractorException;
import dev.attractor.ports.config.TestCases;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** {@code attractor init}. */
final class InitCommand implements ProgramCommand {
  private final Terminal terminal;

  private String word = Template.LINEAR.word();
  private @Nullable Path out;
  private boolean stdout;
  private boolean list;
  private boolean json;

  InitCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Arguments arguments() {
    return Arguments.of(
            this,
            "Writes a commented pipeline to begin with into the current folder, and its cases for",
            "attractor test beside it. A file that is there already is never overwritten.")
        .with(
            parameter(String.class, given -> word = given, "TEMPLATE")
                .completionCandidates(new Template.Words())
                .description("Which one; by default linear. --list tells all."))
        .withOneOf(
            option(Path.class, given -> out = given, "FILE", "-o")
                .description("Where it is written; by default TEMPLATE.dot.")
                .build(),
            flag(given -> stdout = given, "--stdout")
                .description("Prints it and writes no file.")
                .build(),
            flag(given -> list = given, "--list")
                .description("Tells which templates there are.")
                .build())
        .with(flag(given -> json = given, "--json").description("One line of JSON on stdout."));
  }

  @Override
  public Integer call() {
    if (list) {
      list();
      return ExitCode.SUCCESS.code();
    }
    Template template = Template.named(word);
    if (stdout) {
      print(template);
    } else {
      write(template, out == null ? Path.of(template.word() + ".dot") : out);
    }
    return ExitCode.SUCCESS.code();
  }

  private void list() {
    if (json) {
      terminal.fields().json(Arrays.stream(Template.values()).map(InitCommand::fields).toList());
    } else {
      for (Template template : Template.values()) {
        terminal.out().printf("%-10s %s%n", template.word(), template.summary());
      }
    }
  }

  private static Map<String, String> fields(Template template) {
    return new TreeMap<>(Map.of("name", template.word(), "summary", template.summary()));
  }

  private void print(Template template) {
    if (json) {
      throw AttractorException.usage(
          "--stdout and --json exclude each other: a pipeline is no JSON", "leave one of them out");
    }
    terminal.out().print(template.text());
  }

  private void write(Template template, Path file) {
    NewFile pipeline = new NewFile(terminal, file);
    if (!pipeline.write(template.text())) {
      throw pipeline.taken("name another file with -o FILE, or look at the template with --stdout");
    }
    Path tests = TestCases.beside(file);
    boolean withTests = new NewFile(terminal, tests).write(template.cases());
    if (json) {
      Map<String, String> fields =
          new TreeMap<>(Map.of("template", template.word(), "file", file.toString()));
      if (withTests) {
        fields.put("tests", tests.toString());
      }
      terminal.fields().json(fields);
    } else {
      terminal.out().println("written: " + file);
      if (withTests) {
        terminal.out().println("written: " + tests);
      } else {
        terminal.err().printf("%s is there already, and stays as it is.%n", tests);
      }
      tellWhatIsNext(file, tests);
    }
  }

  private void tellWhatIsNext(Path file, Path tests) {
    PrintWriter err = terminal.err();
    err.println("Its first lines say what to change. Then:");
    err.printf("  attractor validate %s%n", file);
    err.printf("  attractor check %s%n", file);
    err.printf("  attractor test %s%n", file);
    err.printf("  attractor simulate %s%n", file);
    err.println("and, since a run begins with what is committed:");
    err.printf("  git add %1$s %2$s && git commit -m 'Add %1$s'%n", file, tests);
    err.printf("  attractor run %s%n", file);
  }
}
