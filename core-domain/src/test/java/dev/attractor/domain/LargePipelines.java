package dev.attractor.domain;

import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Statements of pipelines far larger than people draw, for tests. */
public final class LargePipelines {
  private static final String FRAME = "start [shape=Mdiamond] exit [shape=Msquare]\n";
  private static final String STAGE = " [shape=parallelogram, tool_command=x]\n";

  private LargePipelines() {}

  private static String each(int count, IntFunction<String> statements) {
    return IntStream.range(0, count).mapToObj(statements).collect(Collectors.joining("\n"));
  }

  /** Fan-outs {@code f0}, {@code f1} … in a row, with joins {@code j0} … of the shape given. */
  public static String fanOutsInARow(int count, String shape) {
    return FRAME
        + "start -> f0 j%d -> exit\n".formatted(count - 1)
        + each(
            count,
            i ->
                "f%d [shape=component] j%d [shape=%s, prompt=x] a%d%s b%d%s"
                        .formatted(i, i, shape, i, STAGE, i, STAGE)
                    + "f%d -> a%d -> j%d f%d -> b%d -> j%d\n".formatted(i, i, i, i, i, i)
                    + (i == 0 ? "" : "j%d -> f%d\n".formatted(i - 1, i)));
  }

  /**
   * Fan-outs {@code f0} … each of which opens a stage and the next one; all their branches meet in
   * the box {@code m}.
   */
  public static String nestedFanOuts(int depth) {
    return FRAME
        + "start -> f0 m [prompt=x] m -> exit last%s".formatted(STAGE)
        + "f%d -> last -> m\n".formatted(depth - 1)
        + each(
            depth,
            i ->
                "f%d [shape=component] a%d%s f%d -> a%d -> m\n".formatted(i, i, STAGE, i, i)
                    + (i == 0 ? "" : "f%d -> f%d\n".formatted(i - 1, i)));
  }

  /** Stages {@code s0}, {@code s1} … one after the other. */
  public static String stagesInARow(int count) {
    return FRAME
        + "start -> s0 s%d -> exit\n".formatted(count - 1)
        + each(
            count,
            i ->
                "s%d [prompt=\"${context.k%d}\"]\n".formatted(i, i)
                    + (i == 0 ? "" : "s%d -> s%d\n".formatted(i - 1, i)));
  }

  /**
   * Edges from {@code hub} to {@code n0}, {@code n1} …, with attributes made from the number.
   *
   * @param kind the attributes of the hub
   */
  public static String edgesFromOne(int count, String kind, IntFunction<String> attributes) {
    return FRAME
        + "hub [%s] start -> hub\n".formatted(kind)
        + each(
            count,
            i ->
                "n%d%s hub -> n%d [%s] n%d -> exit\n"
                    .formatted(i, STAGE, i, attributes.apply(i), i));
  }
}
