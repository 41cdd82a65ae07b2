package dev.attractor.archtests;

import dev.attractor.domain.dot.DotReader;
import dev.attractor.domain.dot.Parse;
import dev.attractor.domain.outcome.Failure;
import dev.attractor.domain.outcome.FailureClass;
import dev.attractor.domain.pipeline.Node;
import dev.attractor.domain.pipeline.NodeId;
import dev.attractor.domain.pipeline.Pipeline;
import dev.attractor.domain.retry.RetryPolicy;
import dev.attractor.domain.source.SourceText;
import dev.attractor.testkit.docs.GeneratedPart;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** docs/retries.md has the pauses that the code draws. */
class RetryPageTest {
  private static final String HEAD =
      """
      | policy | additional attempts | 1st pause | 2nd | 3rd | 4th |
      | --- | --- | --- | --- | --- | --- |
      """;

  private static final int PAUSES = 4;
  private static final double LEAST = 0;
  private static final double MOST = Math.nextDown(1.0);
  private static final Failure USUAL = Failure.of(FailureClass.TRANSIENT_INFRA, "it broke off");
  private static final Failure LIMITED =
      Failure.of(FailureClass.TRANSIENT_INFRA, "the server returned 429");

  @Test
  void thePageHasEveryPause() throws IOException {
    new GeneratedPart(Path.of("../docs/retries.md"), "RetryPageTest")
        .tells(
            List.of("standard", "aggressive", "linear", "patient", "none").stream()
                    .map(name -> row("`%s`".formatted(name), policy(name), USUAL))
                    .collect(Collectors.joining("", HEAD, ""))
                + row("any, after a rate limit", policy("none"), LIMITED));
  }

  private static String row(String name, RetryPolicy policy, Failure failure) {
    return IntStream.rangeClosed(1, PAUSES)
        .mapToObj(attempt ->
            "%s–%s"
                .formatted(
                    shown(policy.delayAfter(attempt, failure, LEAST)),
                    shown(policy.delayAfter(attempt, failure, MOST))))
        .collect(
            Collectors.joining(
                " | ",
                "| %s | %s | ".formatted(name, failure.isRateLimit() ? "" : policy.maxRetries()),
                " |\n"));
  }

  private static String shown(Duration pause) {
    return pause.compareTo(Duration.ofSeconds(1)) < 0
        ? pause.toMillis() + " ms"
        : "%s s".formatted(String.valueOf(pause.toMillis() / 1000.0).replaceFirst("\\.0$", ""));
  }

  private static RetryPolicy policy(String name) {
    return switch (DotReader.read(
        new SourceText("p.dot", "digraph p { a [retry_policy=%s] }".formatted(name)))) {
      case Parse.Read(Pipeline pipeline) -> {
        Node node = pipeline.node(new NodeId("a"));
        yield RetryPolicy.of(pipeline, node);
      }
      case Parse.Refused refused -> throw new AssertionError(refused);
    };
  }
}
