package dev.attractor.ports.spi.graph;

/**
 * What a rule found in a pipeline.
 *
 * @param severity how bad it is; a pipeline with an error does not run
 * @param about the graph, node or edge, as it was given to the rule; people are shown its place
 * @param message what is wrong
 * @param hint what to do about it; may be empty
 * @since 0.1
 */
public record GraphFinding(Severity severity, GraphElement about, String message, String hint) {
  /** How bad a finding is. */
  public enum Severity {
    ERROR,
    WARNING,
    INFO
  }
}
