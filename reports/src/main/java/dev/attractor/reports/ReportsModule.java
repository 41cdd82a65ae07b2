package dev.attractor.reports;

import dagger.Module;
import dagger.Provides;
import dev.attractor.ports.report.GraphPictures;
import dev.attractor.ports.report.RunReports;
import dev.attractor.reports.picture.DrawnPictures;
import dev.attractor.reports.story.StoryReports;

/** Binds what people are shown of pipelines and runs. */
@Module
public final class ReportsModule {
  private ReportsModule() {}

  @Provides
  static GraphPictures graphPictures() {
    return new DrawnPictures();
  }

  @Provides
  static RunReports runReports(GraphPictures pictures) {
    return new StoryReports(pictures);
  }
}
