package dev.attractor.reports.story;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** When a run did what, and what that used up. */
record TimeAndMoney(Story story) {
  private static final List<Sheet.Column> COLUMNS =
      List.of(
          new Sheet.Column("What", "name"),
          new Sheet.Column("Attempts", "n"),
          new Sheet.Column("Time", "n"),
          new Sheet.Column("Tokens", "n"),
          new Sheet.Column("Cost", "n"));

  String timeline() {
    StringBuilder out =
        new StringBuilder("<h2 id=\"timeline\">Timeline</h2>\n<div class=\"lanes\">\n");
    for (Stint stint : story.stints()) {
      out.append(
          lane(
              HtmlStages.link(stint),
              stint.hasFailed() ? " bad" : "",
              Duration.between(story.run().manifest().startedAt(), stint.begin()),
              Duration.between(stint.begin(), stint.until()),
              stint.ending()));
    }
    for (Story.Wait wait : story.waits()) {
      out.append(
          lane(
              Markup.text("waited for " + Shown.shortened(wait.what())),
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
    <div class="lane"><div>%s</div><div class="track"><span class="bar%s" style="left:%s%%;width:%s%%"></span></div><div class="soft">%s, %s</div></div>
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

  String spending() {
    List<Stint> stints = story.stints();
    return "<h2 id=\"spending\">Money, tokens, time</h2>\n"
        + table("By provider and model", Spending.by(Stint::worker, stints), "")
        + table("By stage", Spending.by(Stint::stage, stints), row(Spending.all("the run", stints)))
        + (story.repeated().isEmpty()
            ? "<p>Nothing was repeated.</p>\n"
            : table(
                "Of this, what attempts after the first cost",
                Spending.by(Stint::stage, story.repeated()),
                ""));
  }

  private static String table(String title, List<Spending> rows, String foot) {
    return rows.isEmpty()
        ? ""
        : "<h3>%s</h3>\n".formatted(title)
            + Sheet.table(
                title,
                COLUMNS,
                rows.stream().map(TimeAndMoney::row).collect(Collectors.joining()),
                foot);
  }

  private static String row(Spending row) {
    return "<tr><th scope=\"row\" class=\"name\">%s</th><td class=\"n\">%d</td><td class=\"n\">%s</td><td class=\"n\">%s</td><td class=\"n\">%s</td></tr>\n"
        .formatted(
            Markup.text(row.of()),
            row.attempts(),
            Shown.duration(row.time()),
            Shown.tokens(row.usage()),
            Shown.cost(row.usage()));
  }
}
