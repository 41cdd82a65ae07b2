package dev.attractor.reports.story;

import dev.attractor.ports.runfolder.StageEvidence;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** The story of a run in at most 60 lines, for a mail or a pull request. */
record MarkdownReport(Story story) {
  private static final int MOST_FILES = 6;
  private static final int MOST_STAGES = 6;
  private static final int MOST_COMMANDS = 5;
  private static final int MOST_QUESTIONS = 3;
  private static final int MOST_REASONS = 5;

  String text() {
    List<String> lines = new ArrayList<>();
    lines.add(
        "# %s: %s"
            .formatted(Markup.line(story.run().manifest().pipeline()), Markup.line(story.word())));
    lines.add("");
    list(lines, story.reasons(), MOST_REASONS, reason -> "- " + shortened(Markup.line(reason)));
    lines.add(
        "- %s; %s; %s; run `%s`, branch `%s`"
            .formatted(
                Shown.duration(story.duration()),
                Shown.tokens(story.state().totals().usage()),
                Shown.cost(story.state().totals().usage()),
                story.run().manifest().runId(),
                story.run().manifest().runBranch()));
    story.unseenChange().ifPresent(why -> lines.add("- " + shortened(Markup.line(why))));
    lines.add("- next: `%s`".formatted(story.next()));
    section(
        lines,
        "Never verified: an agent's word alone",
        story.unverified(),
        MOST_STAGES,
        stint -> "- " + Markup.line(stint.name()));
    section(
        lines,
        "Questions",
        story.questions(),
        MOST_QUESTIONS,
        asked ->
            "- %s says \"%s\"; %s"
                .formatted(
                    Markup.line(asked.stage()),
                    shortened(Markup.line(asked.said())),
                    Markup.line(asked.found())));
    folded(
        lines,
        "Commands that were run",
        commandsThatFailedFirst(),
        MOST_COMMANDS,
        MarkdownReport::command);
    folded(
        lines,
        "Changed files",
        FileChange.in(story.patch()),
        MOST_FILES,
        file -> "- %s %s".formatted(Markup.line(file.path()), file.size()));
    folded(
        lines,
        "Stages",
        story.stints(),
        MOST_STAGES,
        stint ->
            "- %s: %s, %s"
                .formatted(
                    Markup.line(stint.name()), stint.ending(), Shown.duration(stint.duration())));
    return String.join("\n", lines) + "\n";
  }

  private List<Stint> commandsThatFailedFirst() {
    Set<Stint> all = new LinkedHashSet<>(story.failedCommands());
    all.addAll(story.commands());
    return List.copyOf(all);
  }

  private static String command(Stint stint) {
    StageEvidence.Program program = stint.evidence().program().orElseThrow();
    return "- %s: %s; %s"
        .formatted(
            Markup.line(stint.name()),
            Markup.line(program.ending()),
            shortened(Markup.line(program.command())));
  }

  private static <T> void section(
      List<String> lines, String title, List<T> all, int most, Function<T, String> line) {
    if (!all.isEmpty()) {
      lines.add("");
      lines.add("**%s**".formatted(title));
      lines.add("");
      list(lines, all, most, line);
    }
  }

  private static <T> void folded(
      List<String> lines, String title, List<T> all, int most, Function<T, String> line) {
    if (!all.isEmpty()) {
      lines.add("");
      lines.add("<details><summary>%s (%d)</summary>".formatted(title, all.size()));
      lines.add("");
      list(lines, all, most, line);
      lines.add("");
      lines.add("</details>");
    }
  }

  private static <T> void list(
      List<String> lines, List<T> all, int most, Function<T, String> line) {
    int shown = all.size() <= most ? all.size() : most - 1;
    all.stream().limit(shown).map(line).forEach(lines::add);
    if (shown < all.size()) {
      lines.add("- and %d more".formatted(all.size() - shown));
    }
  }

  private static String shortened(String text) {
    return text.length() <= 300 ? text : text.substring(0, 300) + "…";
  }
}
