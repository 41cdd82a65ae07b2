package dev.attractor.reports.story;

import dev.attractor.domain.outcome.Outcome;
import dev.attractor.ports.runfolder.StageEvidence;
import dev.attractor.ports.runfolder.StageEvidence.Excerpt;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The story of a run as a page: the verdict first, then what it rests on. */
record HtmlReport(Story story, String graph) {
  private static final String STYLE =
      """
      :root{color-scheme:light dark;--ground:#fff;--text:#1b1b1b;--soft:#595959;--line:#c8c8c8;
        --panel:#f5f5f5;--good:#00664b;--bad:#a33b00;--open:#0b5a94;--bar:#0072b2;--wait:#8a5a00}
      @media (prefers-color-scheme:dark){:root{--ground:#16181b;--text:#ececec;--soft:#b4b4b4;
        --line:#4a4d52;--panel:#202328;--good:#4fd0a8;--bad:#ff9a66;--open:#7cc4f5;--bar:#56b4e9;
        --wait:#e6b04a}}
      *{box-sizing:border-box}
      body{margin:0;background:var(--ground);color:var(--text);
        font:16px/1.5 system-ui,sans-serif;overflow-wrap:anywhere}
      main{max-width:72rem;margin:0 auto;padding:1rem}
      h1{font-size:1.6rem;line-height:1.25;margin:.5rem 0}
      h2{font-size:1.25rem;margin:2.2rem 0 .6rem;border-bottom:1px solid var(--line)}
      h3{font-size:1.05rem;margin:1.2rem 0 .4rem}
      a{color:var(--open)}
      .soft{color:var(--soft)}
      .verdict{display:inline-block;padding:.1rem .6rem;border:2px solid;border-radius:.4rem;
        font-weight:bold}
      .good{color:var(--good)}.bad{color:var(--bad)}.open{color:var(--open)}
      table{border-collapse:collapse;width:100%}
      th,td{text-align:left;vertical-align:top;padding:.25rem .5rem;
        border-bottom:1px solid var(--line)}
      td.n,th.n{text-align:right;white-space:nowrap}
      pre{background:var(--panel);border:1px solid var(--line);border-radius:.3rem;padding:.6rem;
        margin:.4rem 0;white-space:pre-wrap;font:13px/1.4 ui-monospace,monospace}
      code{font:.92em ui-monospace,monospace}
      details{margin:.35rem 0}
      summary{cursor:pointer}
      summary:focus-visible,a:focus-visible,.scroll:focus-visible{outline:3px solid var(--open)}
      .scroll{overflow-x:auto}
      .lane{display:grid;grid-template-columns:minmax(7rem,14rem) 1fr;gap:.5rem;align-items:center;
        border-bottom:1px solid var(--line)}
      .track{position:relative;height:1.3rem}
      .bar{position:absolute;top:.3rem;height:.7rem;min-width:2px;background:var(--bar);
        border-radius:2px}
      .bar.bad{background:var(--bad)}
      .bar.wait{background:repeating-linear-gradient(45deg,var(--wait) 0 4px,transparent 4px 8px)}
      .stage{border:1px solid var(--line);border-radius:.4rem;padding:.3rem .7rem;margin:.5rem 0}
      nav ul{display:flex;flex-wrap:wrap;gap:.2rem 1rem;list-style:none;padding:0}
      @media print{nav{display:none}body{font-size:11pt}pre{max-height:none}
        .stage{break-inside:avoid-page}}
      @media (max-width:40rem){th,td{padding:.2rem .3rem;font-size:.9rem}
        .lane{grid-template-columns:1fr}}
      """;

  String page() {
    String title = "%s: %s".formatted(story.run().manifest().pipeline(), story.word());
    return """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>%s</title>
    <style>
    %s</style>
    </head>
    <body>
    <main>
    %s</main>
    </body>
    </html>
    """
        .formatted(
            Markup.text(title),
            STYLE,
            verdict()
                + navigation()
                + changes()
                + picture()
                + timeline()
                + spending()
                + stages()
                + decisions()
                + questions());
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
        "<h1>%s <span class=\"verdict %s\">%s %s</span></h1>\n"
            .formatted(
                Markup.text(story.run().manifest().pipeline()),
                tone(),
                sign(),
                Markup.text(story.word())));
    if (!story.run().manifest().goal().isBlank()) {
      out.append("<p>%s</p>\n".formatted(Markup.text(story.run().manifest().goal())));
    }
    out.append(
        "<p class=\"soft\">Run <code>%s</code>, begun %s, %s; branch <code>%s</code> at <code>%s</code></p>\n"
            .formatted(
                Markup.text(story.run().manifest().runId()),
                Shown.time(story.run().manifest().startedAt()),
                Shown.duration(story.duration()),
                Markup.text(story.run().manifest().runBranch()),
                Markup.text(story.state().head())));
    out.append("<h2 id=\"why\">Why it counts</h2>\n");
    out.append(list(story.reasons()));
    out.append(commands());
    out.append(unverified());
    if (!story.warnings().isEmpty()) {
      out.append("<h3>Warnings</h3>\n").append(list(story.warnings()));
    }
    return out.toString();
  }

  private String tone() {
    return switch (story.word()) {
      case "success" -> "good";
      case "fail" -> "bad";
      default -> "open";
    };
  }

  private String sign() {
    return switch (tone()) {
      case "good" -> "✓";
      case "bad" -> "✗";
      default -> "…";
    };
  }

  private static String list(List<String> lines) {
    return lines.stream()
        .map(line -> "<li>%s</li>\n".formatted(Markup.text(line)))
        .collect(Collectors.joining("", "<ul>\n", "</ul>\n"));
  }

  private String commands() {
    if (story.commands().isEmpty()) {
      return "<h3>Commands that were run</h3>\n<p>None.</p>\n";
    }
    return story.commands().stream()
        .map(stint -> {
          StageEvidence.Program program = stint.evidence().program().orElseThrow();
          return "<tr><td>%s</td><td><code>%s</code></td><td class=\"n %s\">%s</td></tr>\n"
              .formatted(
                  link(stint),
                  Markup.text(shortened(program.argv().isEmpty() ? "" : program.argv().getLast())),
                  program.exit().orElse(1) == 0 ? "good" : "bad",
                  program.exit().isPresent()
                      ? "exit " + program.exit().getAsInt()
                      : Markup.text(program.trouble()));
        })
        .collect(
            Collectors.joining(
                "",
                "<h3>Commands that were run</h3>\n"
                    + table("Commands with their exit codes")
                    + "<thead><tr><th scope=\"col\">Stage</th><th scope=\"col\">Command</th>"
                    + "<th scope=\"col\" class=\"n\">Ended</th></tr></thead><tbody>\n",
                "</tbody></table></div>\n"));
  }

  private String unverified() {
    return "<h3>What was never verified</h3>\n"
        + (story.unverified().isEmpty()
            ? "<p>No success rests on an agent's word alone.</p>\n"
            : story.unverified().stream()
                .map(stint -> "<li>%s</li>\n".formatted(link(stint)))
                .collect(
                    Collectors.joining(
                        "",
                        "<p>These stages succeeded because their agent said so:</p>\n<ul>\n",
                        "</ul>\n")));
  }

  private static String shortened(String text) {
    String line = text.strip();
    return line.length() <= 400 ? line : line.substring(0, 400) + "…";
  }

  /** Opens a table that may be wider than the page. */
  private static String table(String name) {
    return "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"%1$s\"><table>"
        .formatted(name);
  }

  private static String anchor(Stint stint) {
    return "s-" + stint.name().replaceAll("[^A-Za-z0-9_.-]", "-");
  }

  private static String link(Stint stint) {
    return "<a href=\"#%s\">%s</a>".formatted(anchor(stint), Markup.text(stint.name()));
  }

  // --- what changed ---

  private String changes() {
    List<FileChange> files = FileChange.in(story.patch());
    StringBuilder out = new StringBuilder("<h2 id=\"changes\">What changed</h2>\n");
    if (files.isEmpty()) {
      return out.append("<p>No file.</p>\n").toString();
    }
    out.append(
        "<p>%d files, %d insertions, %d deletions.</p>\n"
            .formatted(
                files.size(),
                files.stream().mapToInt(FileChange::added).sum(),
                files.stream().mapToInt(FileChange::removed).sum()));
    out.append(table("Changed files"))
        .append(
            "<thead><tr><th scope=\"col\">File</th><th scope=\"col\" class=\"n\">Lines</th></tr></thead><tbody>\n");
    for (FileChange file : files) {
      out.append(
          "<tr><td><code>%s</code></td><td class=\"n\">%s</td></tr>\n"
              .formatted(Markup.text(file.path()), file.size()));
    }
    out.append("</tbody></table></div>\n<h3>By stage</h3>\n");
    for (Stint stint : story.stints()) {
      stint
          .evidence()
          .patch()
          .ifPresent(patch -> {
            List<FileChange> own = FileChange.in(patch.text());
            out.append(
                folded(
                    "%s: %d files, +%d −%d"
                        .formatted(
                            stint.name(),
                            own.size(),
                            own.stream().mapToInt(FileChange::added).sum(),
                            own.stream().mapToInt(FileChange::removed).sum()),
                    patch));
          });
    }
    return out.toString();
  }

  private static String folded(String title, Excerpt excerpt) {
    return "<details><summary>%s</summary>\n%s</details>\n"
        .formatted(Markup.text(title), shown(excerpt));
  }

  private static String shown(Excerpt excerpt) {
    return "<pre>%s</pre>\n%s"
        .formatted(
            Markup.text(excerpt.text()),
            excerpt.whole()
                ? ""
                : "<p class=\"soft\">Cut off here; the whole is in <a href=\"%s\">%s</a></p>\n"
                    .formatted(
                        Markup.link(excerpt.file()), Markup.text(excerpt.file().toString())));
  }

  // --- the path, the timeline, the money ---

  private String picture() {
    return """
    <h2 id="path">The path</h2>
    <div class="scroll" tabindex="0" role="region" aria-label="The pipeline with the path of the run">
    %s</div>
    """
        .formatted(graph);
  }

  private String timeline() {
    StringBuilder out =
        new StringBuilder("<h2 id=\"timeline\">Timeline</h2>\n<div class=\"lanes\">\n");
    for (Stint stint : story.stints()) {
      out.append(
          lane(
              link(stint),
              stint.hasFailed() ? " bad" : "",
              Duration.between(story.run().manifest().startedAt(), stint.begin()),
              Duration.between(stint.begin(), stint.until()),
              stint.outcome().map(said -> said.status().word()).orElse("not ended")));
    }
    for (Wait wait : story.waits()) {
      out.append(
          lane(
              Markup.text("waited for " + shortened(wait.what())),
              " wait",
              Duration.between(story.run().manifest().startedAt(), wait.begin()),
              Duration.between(wait.begin(), wait.until()),
              "waited"));
    }
    return out.append("</div>\n").toString();
  }

  private String lane(String name, String kind, Duration from, Duration length, String what) {
    double all = Math.max(1, story.duration().toMillis());
    double left = Math.clamp(from.toMillis() / all * 100, 0, 100);
    return """
    <div class="lane"><div>%s</div><div class="track"><span class="bar%s" style="left:%s%%;width:%s%%"></span></div>
    <div class="soft">%s, %s</div></div>
    """
        .formatted(
            name,
            kind,
            percent(left),
            percent(Math.clamp(length.toMillis() / all * 100, 0, 100 - left)),
            Markup.text(what),
            Shown.duration(length));
  }

  private static String percent(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }

  private String spending() {
    List<Stint> stints = story.stints();
    return "<h2 id=\"spending\">Money, tokens, time</h2>\n"
        + spending("By provider and model", Spending.by(Stint::worker, stints))
        + spending(
            "By stage",
            Spending.by(
                stint ->
                    stint.within().isEmpty()
                        ? stint.attempt().nodeId()
                        : stint.within() + "/" + stint.attempt().nodeId(),
                stints))
        + (story.repeated().isEmpty()
            ? "<p>Nothing was repeated.</p>\n"
            : spending(
                "Of this, what attempts after the first cost",
                Spending.by(stint -> stint.attempt().nodeId(), story.repeated())))
        + spending("Altogether", List.of(Spending.all("the run", stints)));
  }

  private static String spending(String title, List<Spending> rows) {
    return rows.stream()
        .map(row ->
            "<tr><th scope=\"row\">%s</th><td class=\"n\">%d</td><td class=\"n\">%s</td><td class=\"n\">%s</td><td class=\"n\">%s</td></tr>\n"
                .formatted(
                    Markup.text(row.of()),
                    row.attempts(),
                    Shown.duration(row.time()),
                    Shown.tokens(row.usage()),
                    Shown.cost(row.usage())))
        .collect(
            Collectors.joining(
                "",
                "<h3>%s</h3>\n%s<thead><tr><th scope=\"col\">What</th><th scope=\"col\" class=\"n\">Attempts</th><th scope=\"col\" class=\"n\">Time</th><th scope=\"col\" class=\"n\">Tokens</th><th scope=\"col\" class=\"n\">Cost</th></tr></thead><tbody>\n"
                    .formatted(title, table(title)),
                "</tbody></table></div>\n"));
  }

  // --- every attempt ---

  private String stages() {
    StringBuilder out = new StringBuilder("<h2 id=\"stages\">Stages</h2>\n");
    story.stints().forEach(stint -> out.append(stage(stint)));
    return out.toString();
  }

  private static String stage(Stint stint) {
    StringBuilder out = new StringBuilder();
    out.append("<section class=\"stage\" id=\"%s\">\n".formatted(anchor(stint)));
    out.append(
        "<h3>%s <span class=\"%s\">%s</span></h3>\n"
            .formatted(Markup.text(stint.name()), tone(stint), Markup.text(ending(stint))));
    out.append(
        "<p class=\"soft\">%s, begun %s%s</p>\n"
            .formatted(
                Shown.duration(stint.duration()),
                Shown.time(stint.begin()),
                stint.worker().isEmpty() ? "" : ", " + Markup.text(stint.worker())));
    stint
        .outcome()
        .flatMap(Outcome::failure)
        .ifPresent(failure ->
            out.append(
                "<p>%s <span class=\"soft\">(%s)</span></p>\n%s"
                    .formatted(
                        Markup.text(failure.reason()),
                        failure.failureClass().word(),
                        failure.evidence().isBlank()
                            ? ""
                            : "<pre>%s</pre>\n".formatted(Markup.text(failure.evidence())))));
    StageEvidence left = stint.evidence();
    part(out, "Prompt", left.prompt());
    part(out, "What it was told", left.preamble());
    part(out, "Response", left.response());
    out.append(calls(left.calls()));
    part(out, "Output", left.stdout());
    part(out, "Errors", left.stderr());
    part(out, "Status", left.status());
    return out.append("</section>\n").toString();
  }

  private static String tone(Stint stint) {
    return stint.hasPassed() ? "good" : stint.hasFailed() ? "bad" : "open";
  }

  private static String ending(Stint stint) {
    return stint
        .outcome()
        .map(said -> (stint.hasFailed() ? "✗ " : "✓ ") + said.status().word())
        .orElse("… not ended");
  }

  private static void part(StringBuilder out, String title, Optional<Excerpt> excerpt) {
    excerpt.ifPresent(found -> out.append(folded(title, found)));
  }

  private static String calls(List<StageEvidence.ToolCall> calls) {
    if (calls.isEmpty()) {
      return "";
    }
    return calls.stream()
        .map(call ->
            "<li><code>%s</code> %s%s</li>\n"
                .formatted(
                    Markup.text(call.tool()),
                    Markup.text(shortened(call.input())),
                    call.failed().orElse(false) ? " <span class=\"bad\">✗ failed</span>" : ""))
        .collect(
            Collectors.joining(
                "",
                "<details><summary>Tool calls (%d)</summary>\n<ol>\n".formatted(calls.size()),
                "</ol></details>\n"));
  }

  // --- decisions and questions ---

  private String decisions() {
    StringBuilder out = new StringBuilder("<h2 id=\"decisions\">Decisions</h2>\n");
    out.append(table("Decisions"))
        .append(
            "<thead><tr><th scope=\"col\">What was decided</th><th scope=\"col\">By which rule</th><th scope=\"col\">What lost</th></tr></thead><tbody>\n");
    for (Hop hop : story.hops()) {
      out.append(
          "<tr><td>%s%s</td><td>%s</td><td>%s</td></tr>\n"
              .formatted(
                  hop.within().isEmpty()
                      ? ""
                      : "<span class=\"soft\">%s:</span> ".formatted(Markup.text(hop.within())),
                  Markup.text(hop.explanation().decision()),
                  Markup.text(hop.explanation().rule()),
                  hop.explanation().alternatives().stream()
                      .map(Markup::text)
                      .collect(Collectors.joining("<br>"))));
    }
    return out.append("</tbody></table></div>\n").toString();
  }

  private String questions() {
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
