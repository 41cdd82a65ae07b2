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
    figure{margin:0;overflow:auto}
    figure svg{display:block;margin:0 auto}
    figcaption{padding:0.5em 24px 1.5em;text-align:center;font-size:0.85em}
    @media (prefers-color-scheme: dark){body{background:%s;color:%s}}
    </style>
    </head>
    <body>
    <figure>
    %s<figcaption>%s</figcaption>
    </figure>
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
