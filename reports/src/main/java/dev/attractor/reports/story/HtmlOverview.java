package dev.attractor.reports.story;

import dev.attractor.ports.report.RunReports.Subject;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** Several runs in short, as a page. */
record HtmlOverview(Overview overview) {
  String page() {
    StringBuilder body = new StringBuilder();
    body.append("<h1>%s</h1>\n".formatted(Shown.count(overview.size(), "run")));
    body.append("<p>%s</p>\n".formatted(Markup.text(overview.summary())));
    if (!overview.unreadable().isEmpty()) {
      body.append("<h2>Unreadable</h2>\n");
      overview.unreadable().forEach(run -> body.append(unreadable(run)));
    }
    overview
        .byRepository()
        .forEach((repository, stories) -> body.append(group(repository, stories)));
    return Sheet.of(overview.summary(), body.toString());
  }

  private static String group(Path repository, List<Story> stories) {
    return stories.stream()
        .map(HtmlOverview::run)
        .collect(
            Collectors.joining(
                "",
                "<h2><code>%s</code></h2>\n".formatted(Markup.text(repository.toString())),
                ""));
  }

  private static String unreadable(Subject.Unreadable run) {
    return """
    <div class="run"><h3>%s</h3>%s
    <p>%s</p>
    <p class="soft">It lies in <a href="%s">%s</a></p>
    </div>
    """
        .formatted(
            Markup.text(run.name()),
            Sheet.verdict("damaged"),
            Markup.text(run.why()),
            Markup.link(run.location()),
            Markup.text(run.location().toString()));
  }

  private static String run(Story story) {
    return """
    <div class="run"><h3>%s</h3>%s
    <p>%s</p>
    %s%s<p class="soft">Begun %s, %s; tokens %s; cost %s; <code>%s</code> on branch <code>%s</code></p>
    <p>Next: <code>%s</code></p>
    </div>
    """
        .formatted(
            Markup.text(story.run().manifest().pipeline()),
            Sheet.verdict(story.word()),
            Markup.text(Shown.shortened(story.why())),
            story.damage().map(what -> line("Damaged: " + what)).orElse(""),
            story.unverified().isEmpty()
                ? ""
                : line(
                    "Never verified: "
                        + story.unverified().stream()
                            .map(Stint::name)
                            .collect(Collectors.joining(", "))),
            Shown.time(story.run().manifest().startedAt()),
            Shown.duration(story.duration()),
            Shown.tokens(story.state().totals().usage()),
            Shown.cost(story.state().totals().usage()),
            Markup.text(Shown.shortened(story.run().manifest().runId().text())),
            Markup.text(story.run().manifest().runBranch().text()),
            Markup.text(story.next()));
  }

  private static String line(String text) {
    return "<p>%s</p>\n".formatted(Markup.text(Shown.shortened(text)));
  }
}
