package dev.attractor.reports.story;

import dev.attractor.domain.outcome.Failure;
import dev.attractor.domain.outcome.Outcome;
import dev.attractor.ports.runfolder.StageEvidence;
import dev.attractor.ports.runfolder.StageEvidence.Excerpt;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Every attempt of a run with what it left, every decision, and what gives rise to questions. */
record HtmlStages(Story story) {
  /** Leads to an attempt; browsers open what it is folded into. */
  static String link(Stint stint) {
    return "<a href=\"#%s\">%s</a>".formatted(anchor(stint), Markup.text(stint.name()));
  }

  private static String anchor(Stint stint) {
    return "stage-" + stint.number();
  }

  String stages() {
    StringBuilder out = new StringBuilder("<h2 id=\"stages\">Stages</h2>\n");
    story.stints().forEach(stint -> out.append(stage(stint)));
    return out.toString();
  }

  /** What failed and what was not ended is open. */
  private static String stage(Stint stint) {
    StringBuilder out = new StringBuilder();
    out.append(
        """
        <details class="stage"%s><summary><h3>%s</h3><span class="%s">%s</span>
        <span class="soft">%s%s</span></summary>
        <p class="soft" id="%s">Begun %s.</p>
        """
            .formatted(
                stint.hasPassed() ? "" : " open",
                Markup.text(stint.name()),
                tone(stint),
                Markup.text(sign(stint) + stint.ending()),
                Shown.duration(stint.duration()),
                stint.worker().isEmpty() ? "" : ", " + Markup.text(stint.worker()),
                anchor(stint),
                Shown.time(stint.begin())));
    stint.outcome().flatMap(Outcome::failure).ifPresent(failure -> out.append(failure(failure)));
    StageEvidence left = stint.evidence();
    left.program()
        .filter(program -> !program.argv().isEmpty())
        .ifPresent(
            program -> out.append(folded("Command", pre(String.join("\n", program.argv())))));
    part(out, "Prompt", left.prompt());
    part(out, "What it was told", left.preamble());
    part(out, "Response", left.response());
    out.append(calls(left.calls()));
    part(out, "Output", left.stdout());
    part(out, "Errors", left.stderr());
    part(out, "Status", left.status());
    return out.append("</details>\n").toString();
  }

  private static String failure(Failure failure) {
    return "<p>%s <span class=\"soft\">(%s)</span></p>\n%s"
        .formatted(
            Markup.text(failure.reason()),
            failure.failureClass().word(),
            failure.evidence().isBlank() || failure.reason().contains(failure.evidence().strip())
                ? ""
                : pre(failure.evidence()));
  }

  private static String tone(Stint stint) {
    return stint.hasPassed() ? "good" : stint.hasFailed() ? "bad" : "open";
  }

  private static String sign(Stint stint) {
    return stint.hasPassed() ? "✓ " : stint.hasFailed() ? "✗ " : "… ";
  }

  private static void part(StringBuilder out, String title, Optional<Excerpt> excerpt) {
    excerpt.ifPresent(found -> out.append(folded(title, shown(found))));
  }

  /**
   * Returns something folded.
   *
   * @param title plain text
   * @param content markup
   */
  static String folded(String title, String content) {
    return "<details><summary>%s</summary>\n%s</details>\n".formatted(Markup.text(title), content);
  }

  private static String pre(String text) {
    return "<pre>%s</pre>\n".formatted(Markup.text(text));
  }

  static String shown(Excerpt excerpt) {
    return pre(excerpt.text())
        + (excerpt.whole()
            ? ""
            : "<p class=\"soft\">Cut off here; the whole is in <a href=\"%s\">%s</a></p>\n"
                .formatted(Markup.link(excerpt.file()), Markup.text(excerpt.file().toString())));
  }

  private static String calls(List<StageEvidence.ToolCall> calls) {
    if (calls.isEmpty()) {
      return "";
    }
    return folded(
        "Tool calls (%d)".formatted(calls.size()),
        calls.stream()
            .map(call ->
                "<li><code>%s</code> %s%s</li>\n"
                    .formatted(
                        Markup.text(call.tool()),
                        Markup.text(Shown.shortened(call.input())),
                        call.failed().orElse(false) ? " <span class=\"bad\">✗ failed</span>" : ""))
            .collect(Collectors.joining("", "<ol>\n", "</ol>\n")));
  }

  String decisions() {
    StringBuilder rows = new StringBuilder();
    for (Story.Hop hop : story.hops()) {
      rows.append(
          "<tr><td class=\"text\">%s%s</td><td class=\"text\">%s%s</td></tr>\n"
              .formatted(
                  hop.within().isEmpty()
                      ? ""
                      : "<span class=\"soft\">%s:</span> ".formatted(Markup.text(hop.within())),
                  Markup.text(hop.explanation().decision()),
                  Markup.text(hop.explanation().rule()),
                  hop.explanation().alternatives().stream()
                      .map(lost ->
                          "<br><span class=\"soft\">lost: %s</span>".formatted(Markup.text(lost)))
                      .collect(Collectors.joining())));
    }
    return "<h2 id=\"decisions\">Decisions</h2>\n"
        + Sheet.table(
            "Decisions",
            List.of(
                new Sheet.Column("What was decided", "text"),
                new Sheet.Column("By which rule, and what lost", "text")),
            rows.toString(),
            "");
  }

  String questions() {
    StringBuilder out = new StringBuilder("<h2 id=\"questions\">Claims and findings</h2>\n");
    if (story.questions().isEmpty()) {
      return out.append(
              "<p>What stages say of commands and tests was found in what they did.</p>\n")
          .toString();
    }
    out.append(
        "<p>What stages say, and what is found of it. A difference may have a good reason.</p>\n<ul>\n");
    for (Question asked : story.questions()) {
      out.append(
          "<li><strong>%s</strong> says: <q>%s</q> But %s. Why?</li>\n"
              .formatted(
                  Markup.text(asked.stage()),
                  Markup.text(asked.said()),
                  Markup.text(asked.found())));
    }
    return out.append("</ul>\n").toString();
  }
}
