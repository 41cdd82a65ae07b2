package dev.attractor.reports.story;

import dev.attractor.ports.report.RunReports.Subject;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Several runs in short, in Markdown. */
record MarkdownOverview(Overview overview) {
  String text() {
    List<String> lines = new ArrayList<>(List.of("# " + Markup.line(overview.summary())));
    for (Subject.Unreadable run : overview.unreadable()) {
      lines.add("");
      lines.add("**%s: unreadable**".formatted(Markup.line(run.name())));
      lines.add("");
      lines.add("- " + Markup.line(Shown.shortened(run.why())));
    }
    overview
        .byRepository()
        .forEach((repository, stories) -> {
          lines.add("");
          lines.add("## " + Markup.line(repository.toString()));
          stories.forEach(story -> lines.addAll(lines(story)));
        });
    return String.join("\n", lines) + "\n";
  }

  private static List<String> lines(Story story) {
    List<String> lines = new ArrayList<>();
    lines.add("");
    lines.add(
        "**%s: %s**"
            .formatted(Markup.line(story.run().manifest().pipeline()), Markup.line(story.word())));
    lines.add("");
    lines.add("- " + Markup.line(Shown.shortened(story.why())));
    story.damage().ifPresent(what -> lines.add("- damaged: " + Markup.line(Shown.shortened(what))));
    if (!story.unverified().isEmpty()) {
      lines.add(
          "- never verified: "
              + Markup.line(
                  Shown.shortened(
                      story.unverified().stream()
                          .map(Stint::name)
                          .collect(Collectors.joining(", ")))));
    }
    lines.add(
        "- begun %s, %s; %s; %s; branch `%s`"
            .formatted(
                Shown.time(story.run().manifest().startedAt()),
                Shown.duration(story.duration()),
                Shown.tokens(story.state().totals().usage()),
                Shown.cost(story.state().totals().usage()),
                story.run().manifest().runBranch()));
    lines.add("- next: `%s`".formatted(story.next()));
    return lines;
  }
}
