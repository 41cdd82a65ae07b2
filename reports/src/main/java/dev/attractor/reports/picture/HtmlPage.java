package dev.attractor.reports.picture;

/** Writes a picture as a page that loads nothing and runs nothing. */
final class HtmlPage {
  private HtmlPage() {}

  static String of(Drawing drawing) {
    return """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
    <meta name="viewport" content="width=device-width">
    <meta name="color-scheme" content="light dark">
    <title>%s</title>
    <style>
    body{margin:0;font-family:sans-serif;background:%s;color:%s}
    div{overflow:auto}
    svg{display:block;margin:0 auto}
    h1{margin:0;padding:0.5em 24px 1.5em;text-align:center;font-size:0.85em;font-weight:normal;
      overflow-wrap:anywhere}
    @media (prefers-color-scheme: dark){body{background:%s;color:%s}}
    </style>
    </head>
    <body>
    <main>
    <div tabindex="0" role="region" aria-label="The picture">
    %s</div>
    <h1>%s</h1>
    </main>
    </body>
    </html>
    """
        .formatted(
            SvgText.escaped(drawing.title()),
            Ink.PAGE.light().fill(),
            Ink.TEXT.light().fill(),
            Ink.PAGE.dark().fill(),
            Ink.TEXT.dark().fill(),
            SvgText.of(drawing),
            SvgText.escaped(drawing.description()));
  }
}
