package dev.attractor.cli.workbench;

/** Pipelines for tests. */
public final class SamplePipelines {
  /** A stage fails, and another one mends it. */
  public static final String RECOVERING =
      """
      digraph t {
          start [shape=Mdiamond]
          exit [shape=Msquare]
          work [shape=parallelogram, tool_command="exit 1"]
          fix [shape=parallelogram, tool_command="true"]
          start -> work
          work -> exit [condition="outcome=success"]
          work -> fix [condition="outcome=fail"]
          fix -> exit [condition="outcome=success"]
      }
      """;

  private SamplePipelines() {}

  /** Returns a pipeline with start, exit and these statements. */
  public static String framed(String statements) {
    return "digraph t { start [shape=Mdiamond] exit [shape=Msquare]\n%s\n}".formatted(statements);
  }

  /** Returns a stage that runs a command. */
  public static String tool(String id, String command) {
    return "%s [shape=parallelogram tool_command=\"%s\"]\n"
        .formatted(id, command.replace("\"", "\\\""));
  }
}
