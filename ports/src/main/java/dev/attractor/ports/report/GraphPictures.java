package dev.attractor.ports.report;

import dev.attractor.domain.pipeline.Pipeline;
import dev.attractor.ports.runfolder.RunSnapshot;
import java.util.Optional;

/**
 * Draws pipelines, and what became of them in a run. The picture shows each node and each edge of
 * the pipeline, nodes in the shapes of SEMANTICS §2. The same pipeline and run give the same
 * picture, byte for byte; for a PNG, on machines with the same fonts.
 *
 * <p>Of a run it shows the states of the nodes, by colour and sign, how often nodes were entered
 * and edges taken, and where failures went, branches included. The run is one of that pipeline.
 */
public interface GraphPictures {
  /**
   * Returns the picture as an SVG document: UTF-8, self-contained, without scripts. Nodes carry
   * {@code data-node}, edges {@code data-from} and {@code data-to}.
   *
   * @param run the run to show; empty for the pipeline alone
   */
  String svg(Pipeline pipeline, Optional<RunSnapshot> run);

  /**
   * Returns the picture as a page with the SVG in it: UTF-8, self-contained, without scripts.
   *
   * @param run the run to show; empty for the pipeline alone
   */
  String html(Pipeline pipeline, Optional<RunSnapshot> run);

  /**
   * Returns the picture as a PNG image.
   *
   * @param run the run to show; empty for the pipeline alone
   * @throws dev.attractor.ports.AttractorException when the machine has no fonts
   */
  byte[] png(Pipeline pipeline, Optional<RunSnapshot> run);
}
