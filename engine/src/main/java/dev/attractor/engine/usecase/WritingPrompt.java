package dev.attractor.engine.usecase;

import dev.attractor.domain.source.Diagnostic;
import dev.attractor.domain.source.SourceText;
import dev.attractor.ports.usecase.IngestRequest;
import dev.attractor.ports.usecase.PipelineDraft;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Collectors;

/** What an agent is told that writes a pipeline. Each prompt is whole: no session is needed. */
final class WritingPrompt {
  private static final String NOTHING_CAME =
      """

      ## What came of it
      You were asked before, but there was no pipeline, neither in the file nor in your last message.
      """;

  private final IngestRequest request;
  private final Path folder;
  private final String name;

  /**
   * Prepares.
   *
   * @param folder where the agent works
   * @param name of pipelines in what is told of them
   */
  WritingPrompt(IngestRequest request, Path folder, String name) {
    this.request = request;
    this.folder = folder;
    this.name = name;
  }

  /** Returns the first prompt, for a pipeline in this file of the folder. */
  String first(String file) {
    return task(file) + material();
  }

  /**
   * Returns a further one.
   *
   * @param before what was written last; empty when nothing was
   */
  String further(String file, Optional<PipelineDraft> before) {
    return task(file) + before.map(this::mend).orElse(NOTHING_CAME) + material();
  }

  private String material() {
    StringBuilder out = new StringBuilder();
    request.guide().pages().forEach(page -> out.append("\n---\n\n").append(page));
    request
        .guide()
        .examples()
        .forEach(example ->
            out.append("\n---\n\nAn example, which is free of findings:\n\n")
                .append(fenced(example)));
    return out.toString();
  }

  private String task(String file) {
    return """
    You write one pipeline for Attractor, which runs coding agents, commands and questions to people as a
    graph. Nobody can answer questions while you work. What a pipeline may say stands below.

    ## Where you work
    Work in %1$s. Change nothing outside this folder.
    Write the whole pipeline to %2$s; if you cannot write there, let your last message be nothing
    but the pipeline, in one block that begins with ```dot.
    The project that it is for is in %3$s. Read there what you need to know, such as how it is built
    and tested. Change nothing there.

    ## What a person wants
    %4$s

    ## What makes it good
    - It is one digraph in one file: no @file, no pipeline_file.
    - It is no larger than the wish asks for.
    - What an agent says is no proof: a command tests it, as a goal gate or on the way to the exit.
    - Failures go where an edge with a condition or a retry target says so, and circles have a limit.
    - It names providers and models only where the wish does.
    - Comments say why it is built so, and what the person has to change before the first run.
    It will be formatted, validated, checked and simulated.
    """
        .formatted(folder, folder.resolve(file), request.project(), request.wish());
  }

  private String mend(PipelineDraft draft) {
    SourceText source = new SourceText(name, draft.text());
    return """

    ## What you wrote
    It has been laid out:

    %s
    ## What was found in it
    %s

    Mend every error and every warning; what is marked info is for you to judge. Write the whole pipeline anew.
    """
        .formatted(
            fenced(draft.text()),
            draft.findings().stream()
                .map((Diagnostic found) -> found.render(source))
                .collect(Collectors.joining("\n")));
  }

  private static String fenced(String text) {
    return "```dot\n%s\n```\n".formatted(text.stripTrailing());
  }
}
