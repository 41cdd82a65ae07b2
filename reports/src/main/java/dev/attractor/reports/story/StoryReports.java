package dev.attractor.reports.story;

import dev.attractor.ports.report.GraphPictures;
import dev.attractor.ports.report.RunReports;
import java.util.List;
import java.util.Optional;

/** Writes the stories of runs in all their forms. */
public final class StoryReports implements RunReports {
  private final GraphPictures pictures;

  /** Makes a writer that shows the run in pictures of its pipeline. */
  public StoryReports(GraphPictures pictures) {
    this.pictures = pictures;
  }

  @Override
  public String report(Form form, Subject.Known run) {
    Story story = Story.of(run);
    return switch (form) {
      case HTML ->
          new HtmlReport(story, pictures.svg(run.pipeline().graph(), Optional.of(run.run())))
              .page();
      case MARKDOWN -> new MarkdownReport(story).text();
      case JSON -> JsonReport.of(story);
    };
  }

  @Override
  public String overview(Form form, List<Subject> runs) {
    Overview overview = Overview.of(runs);
    return switch (form) {
      case HTML -> new HtmlOverview(overview).page();
      case MARKDOWN -> new MarkdownOverview(overview).text();
      case JSON -> JsonReport.of(overview);
    };
  }
}
