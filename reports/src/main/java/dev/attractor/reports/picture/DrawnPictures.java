package dev.attractor.reports.picture;

import dev.attractor.domain.pipeline.Pipeline;
import dev.attractor.ports.report.GraphPictures;
import dev.attractor.ports.runfolder.RunSnapshot;
import java.util.Optional;

/** Pictures that this program draws itself: one drawing, written in three ways. */
public final class DrawnPictures implements GraphPictures {
  @Override
  public String svg(Pipeline pipeline, Optional<RunSnapshot> run) {
    return SvgText.of(drawing(pipeline, run));
  }

  @Override
  public String html(Pipeline pipeline, Optional<RunSnapshot> run) {
    return HtmlPage.of(drawing(pipeline, run));
  }

  @Override
  public byte[] png(Pipeline pipeline, Optional<RunSnapshot> run) {
    return PngImage.of(drawing(pipeline, run));
  }

  private static Drawing drawing(Pipeline pipeline, Optional<RunSnapshot> run) {
    return Composition.of(pipeline, run.map(snapshot -> RunTrace.of(pipeline, snapshot)));
  }
}
