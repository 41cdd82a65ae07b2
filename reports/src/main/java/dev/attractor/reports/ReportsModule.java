package dev.attractor.reports;

import dagger.Module;
import dagger.Provides;
import dev.attractor.ports.report.GraphPictures;
import dev.attractor.reports.picture.DrawnPictures;

/** Binds what people are shown of pipelines and runs. */
@Module
public final class ReportsModule {
  private ReportsModule() {}

  @Provides
  static GraphPictures graphPictures() {
    return new DrawnPictures();
  }
}
