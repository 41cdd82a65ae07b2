package dev.attractor.reports.story;

import dev.attractor.ports.runfolder.StageEvidence;
import java.util.List;
import java.util.stream.Collectors;

/** The story of a run as a page: the verdict first, then what it rests on. */
record HtmlReport(Story story, String graph) {
  /** What is more than this is folded. */
  private static final int MOST_IN_SIGHT = 12;

  private static final List<Sheet.Column> COMMAND_COLUMNS =
      List.of(
          new Sheet.Column("Stage", "name"),
          new Sheet.Column("Command", "text"),
          new Sheet.Column("Ended", "n"));

  String page() {
    HtmlStages stages = new HtmlStages(story);
    TimeAndMoney amounts = new TimeAndMoney(story);
    return Sheet.of(
        "%s: %s".formatted(story.run().manifest().pipeline(), story.word()),
        verdict()
            + navigation()
            + changes()
            + picture()
            + amounts.timeline()
            + amounts.spending()
            + stages.stages()
            + stages.decisions()
            + stages.questions());
  }

  private static String navigation() {
    return """
    <nav aria-label="Sections"><ul>
    <li><a href="#changes">What changed</a></li>
    <li><a href="#path">The path</a></li>
    <li><a href="#timeline">Timeline</a></li>
    <li><a href="#spending">Money, tokens, time</a></li>
    <li><a href="#stages">Stages</a></li>
    <li><a href="#decisions">Decisions</a></li>
    <li><a href="#questions">Claims and findings</a></li>
    </ul></nav>
    """;
  }

  // --- the verdict ---

  private String verdict() {
    StringBuilder out = new StringBuilder();
    out.append(
        "<h1>%s %s</h1>\n"
            .formatted(
                Markup.text(story.run().manifest().pipeline()), Sheet.verdict(story.word())));
    if (!story.run().manifest().goal().isBlank()) {
      out.append("<p>%s</p>\n".formatted(Markup.text(story.run().manifest().goal())));
    }
    out.append(
        "<p class=\"soft\">Run <code>%s</code>, begun %s, %s; branch <code>%s</code> at <code>%s</code></p>\n"
            .formatted(
                Markup.text(story.run().manifest().runId().text()),
                Shown.time(story.run().manifest().startedAt()),
                Shown.duration(story.duration()),
                Markup.text(story.run().manifest().runBranch().text()),
                Markup.text(story.state().head())));
    out.append("<h2 id=\"why\">Why it counts</h2>\n");
    out.append(Sheet.list(story.reasons()));
    out.append("<p>Next: <code>%s</code></p>\n".formatted(Markup.text(story.next())));
    out.append(commands());
    out.append(unverified());
    if (!story.warnings().isEmpty()) {
      out.append("<h3>Warnings</h3>\n").append(Sheet.list(story.warnings()));
    }
    return out.toString();
  }

  private String commands() {
    String title = "<h3>Commands that were run</h3>\n";
    List<Stint> all = story.commands();
    if (all.isEmpty()) {
      return title + "<p>None.</p>\n";
    }
    if (all.size() <= MOST_IN_SIGHT) {
      return title + commands("Commands with their exit codes", all);
    }
    List<Stint> failed = story.failedCommands();
    return title
        + "<p>%s, %s of them ended with another exit code than 0.</p>\n"
            .formatted(
                Shown.count(all.size(), "command"), failed.isEmpty() ? "none" : failed.size())
        + (failed.isEmpty() ? "" : commands("Commands that failed", failed))
        + HtmlStages.folded("All commands", commands("Commands with their exit codes", all));
  }

  private static String commands(String name, List<Stint> stints) {
    return Sheet.table(
        name,
        COMMAND_COLUMNS,
        stints.stream().map(HtmlReport::command).collect(Collectors.joining()),
        "");
  }

  private static String command(Stint stint) {
    StageEvidence.Program program = stint.evidence().program().orElseThrow();
    return "<tr><td class=\"name\">%s</td><td class=\"text\"><code>%s</code></td><td class=\"n %s\">%s</td></tr>\n"
        .formatted(
            HtmlStages.link(stint),
            Markup.text(Shown.shortened(program.command())),
            program.hasEndedWell() ? "good" : "bad",
            Markup.text(program.ending()));
  }

  private String unverified() {
    return "<h3>What was never verified</h3>\n"
        + (story.unverified().isEmpty()
            ? "<p>No success rests on an agent's word alone.</p>\n"
            : story.unverified().stream()
                .map(stint -> "<li>%s</li>\n".formatted(HtmlStages.link(stint)))
                .collect(
                    Collectors.joining(
                        "",
                        "<p>These stages succeeded because their agent said so:</p>\n<ul>\n",
                        "</ul>\n")));
  }

  // --- what changed, and the path ---

  private String changes() {
    List<FileChange> files = FileChange.in(story.patch());
    StringBuilder out = new StringBuilder("<h2 id=\"changes\">What changed</h2>\n");
    if (story.unseenChange().isPresent()) {
      out.append("<p>%s</p>\n".formatted(Markup.text(story.unseenChange().get())));
      return out.append("<h3>By stage</h3>\n").append(changesByStage()).toString();
    }
    if (files.isEmpty()) {
      return out.append("<p>No file.</p>\n").toString();
    }
    out.append("<p>%s.</p>\n".formatted(FileChange.summary(files)));
    out.append(
        Sheet.table(
            "Changed files",
            List.of(new Sheet.Column("File", "text"), new Sheet.Column("Lines", "n")),
            files.stream()
                .map(file ->
                    "<tr><td class=\"text\"><code>%s</code></td><td class=\"n\">%s</td></tr>\n"
                        .formatted(Markup.text(file.path()), file.size()))
                .collect(Collectors.joining()),
            ""));
    return out.append("<h3>By stage</h3>\n").append(changesByStage()).toString();
  }

  private String changesByStage() {
    List<String> stages =
        story.stints().stream()
            .flatMap(stint -> stint.evidence().patch().map(patch -> change(stint, patch)).stream())
            .toList();
    String all = String.join("", stages);
    return stages.size() <= MOST_IN_SIGHT
        ? all
        : HtmlStages.folded(Shown.count(stages.size(), "stage"), all);
  }

  private static String change(Stint stint, StageEvidence.Excerpt patch) {
    return HtmlStages.folded(
        "%s: %s".formatted(stint.name(), FileChange.summary(FileChange.in(patch.text()))),
        HtmlStages.shown(patch));
  }

  private String picture() {
    return """
    <h2 id="path">The path</h2>
    <div class="scroll picture" tabindex="0" role="region" aria-label="The pipeline with the path of the run">
    %s</div>
    """
        .formatted(graph);
  }
}
