package dev.attractor.reports.story;

import dev.attractor.domain.compile.ValidPipeline;
import dev.attractor.ports.report.GraphPictures;
import dev.attractor.ports.report.RunReports;
import dev.attractor.ports.runfolder.RunSnapshot;
import java.util.Optional;

/** Writes the story of a run in all its forms. */
public final class StoryReports implements RunReports {
  private final GraphPictures pictures;

  /** Makes a writer that shows the run in pictures of its pipeline. */
  public StoryReports(GraphPictures pictures) {
    this.pictures = pictures;
  }

  @Override
  public String html(RunSnapshot run, ValidPipeline pipeline, Sources sources) {
    return new HtmlReport(
            Story.of(run, pipeline, sources), pictures.svg(pipeline.graph(), Optional.of(run)))
        .page();
  }

  @Override
  public String markdown(RunSnapshot run, ValidPipeline pipeline, Sources sources) {
    return new MarkdownReport(Story.of(run, pipeline, sources)).text();
  }

  @Override
  public String json(RunSnapshot run, ValidPipeline pipeline, Sources sources) {
    return JsonReport.of(Story.of(run, pipeline, sources));
  }
}
