package dev.attractor.reports.story;

import java.util.List;
import java.util.stream.Collectors;

/** A page that loads nothing and runs nothing, and what pages are made of. */
final class Sheet {
  private static final String STYLE =
      """
      :root{color-scheme:light dark;--ground:#fff;--text:#1b1b1b;--soft:#595959;--line:#c8c8c8;
        --panel:#f5f5f5;--good:#00664b;--bad:#a33b00;--open:#0b5a94;--bar:#0072b2;--wait:#8a5a00}
      @media (prefers-color-scheme:dark){:root{--ground:#14181d;--text:#ececec;--soft:#b4b4b4;
        --line:#4a4d52;--panel:#202328;--good:#4fd0a8;--bad:#ff9a66;--open:#7cc4f5;--bar:#56b4e9;
        --wait:#e6b04a}}
      *{box-sizing:border-box}
      body{margin:0;background:var(--ground);color:var(--text);
        font:16px/1.5 system-ui,sans-serif;overflow-wrap:anywhere}
      main{max-width:72rem;margin:0 auto;padding:1rem}
      h1{font-size:1.6rem;line-height:1.25;margin:.5rem 0}
      h2{font-size:1.25rem;margin:2.2rem 0 .6rem;border-bottom:1px solid var(--line)}
      h3{font-size:1.05rem;margin:1.2rem 0 .4rem}
      p{margin:.5rem 0}
      a{color:var(--open)}
      .soft{color:var(--soft)}
      .verdict{display:inline-block;padding:.1rem .6rem;border:2px solid;border-radius:.4rem;
        font-weight:bold}
      .good{color:var(--good)}.bad{color:var(--bad)}.open{color:var(--open)}
      table{border-collapse:collapse;width:100%}
      th,td{text-align:left;vertical-align:top;padding:.25rem .5rem;overflow-wrap:break-word;
        border-bottom:1px solid var(--line)}
      td code{overflow-wrap:anywhere}
      td.name,th.name{min-width:6rem;max-width:22rem}
      td.text{min-width:8rem}
      td.n,th.n{text-align:right;white-space:nowrap}
      tbody th{font-weight:normal}
      tfoot th,tfoot td{font-weight:bold;border-bottom:0}
      pre{background:var(--panel);border:1px solid var(--line);border-radius:.3rem;padding:.6rem;
        margin:.4rem 0;white-space:pre-wrap;font:13px/1.4 ui-monospace,monospace}
      code{font:.92em ui-monospace,monospace}
      details{margin:.25rem 0}
      summary{cursor:pointer}
      summary:focus-visible,a:focus-visible,.scroll:focus-visible{outline:3px solid var(--open)}
      .scroll{overflow-x:auto}
      .picture{overflow:auto;max-height:85vh;border:1px solid var(--line);border-radius:.4rem}
      .picture svg{display:block;margin:0 auto}
      .lane{display:grid;grid-template-columns:minmax(7rem,15rem) 1fr 12rem;gap:0 .75rem;
        align-items:center;border-bottom:1px solid var(--line);padding:.1rem 0}
      .lane>:last-child{text-align:right;white-space:nowrap}
      .track{position:relative;height:1.1rem;background:var(--panel)}
      .bar{position:absolute;top:.2rem;height:.7rem;min-width:2px;background:var(--bar);
        border-radius:2px}
      .bar.bad{background:var(--bad)}
      .bar.wait{background:repeating-linear-gradient(45deg,var(--wait) 0 4px,transparent 4px 8px)}
      .stage{border:1px solid var(--line);border-radius:.4rem;padding:.2rem .7rem;margin:.4rem 0}
      .stage h3,.run h3{display:inline;margin:0 .5rem 0 0}
      .run{border:1px solid var(--line);border-radius:.4rem;padding:.5rem .8rem;margin:.6rem 0}
      nav ul{display:flex;flex-wrap:wrap;gap:.2rem 1rem;list-style:none;padding:0}
      @media print{nav{display:none}body{font-size:11pt}main{max-width:none}
        .picture{max-height:none;overflow:visible;border:0}.picture svg{max-width:100%;height:auto}
        .lane,tr,.run{break-inside:avoid}}
      @media (max-width:40rem){main{padding:.75rem}
        th,td{padding:.2rem .3rem;font-size:.9rem}
        td.name,th.name{min-width:4.5rem}
        .lane{grid-template-columns:1fr auto}.track{grid-row:2;grid-column:1/3}}
      """;

  private Sheet() {}

  /**
   * Returns a page.
   *
   * @param title plain text
   * @param body markup
   */
  static String of(String title, String body) {
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
        .formatted(Markup.text(title), STYLE, body);
  }

  /** Returns a list of plain texts. */
  static String list(List<String> lines) {
    return lines.stream()
        .map(line -> "<li>%s</li>\n".formatted(Markup.text(line)))
        .collect(Collectors.joining("", "<ul>\n", "</ul>\n"));
  }

  /** A column of a table: its heading, and the class of its cells. */
  record Column(String heading, String kind) {}

  /**
   * Returns a table, which may be wider than the page.
   *
   * @param name what it shows
   * @param rows markup, a {@code tr} each
   * @param foot markup, such a row or none
   */
  static String table(String name, List<Column> columns, String rows, String foot) {
    return """
    <div class="scroll" tabindex="0" role="region" aria-label="%s"><table>
    <thead><tr>%s</tr></thead>
    <tbody>
    %s</tbody>
    %s</table></div>
    """
        .formatted(
            Markup.text(name),
            columns.stream()
                .map(column ->
                    "<th scope=\"col\" class=\"%s\">%s</th>"
                        .formatted(column.kind(), column.heading()))
                .collect(Collectors.joining()),
            rows,
            foot.isEmpty() ? "" : "<tfoot>\n%s</tfoot>\n".formatted(foot));
  }

  /** Returns by its tone, in the class of that name, how a run stands. */
  static String verdict(String word) {
    String tone = tone(word);
    String sign =
        switch (tone) {
          case "good" -> "✓";
          case "bad" -> "✗";
          default -> "…";
        };
    return "<span class=\"verdict %s\">%s %s</span>".formatted(tone, sign, Markup.text(word));
  }

  private static String tone(String word) {
    return switch (word) {
      case "success" -> "good";
      case "fail", "damaged" -> "bad";
      default -> "open";
    };
  }
}
