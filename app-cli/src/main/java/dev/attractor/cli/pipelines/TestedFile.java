package dev.attractor.cli.pipelines;

import dev.attractor.domain.simulate.TestCase;
import java.util.List;

/**
 * What came of the cases of one pipeline.
 *
 * @param pipeline its file, as it was named
 * @param tests the file of its cases
 * @param results in the order of the cases; at least one
 */
record TestedFile(String pipeline, String tests, List<TestCase.Result> results) {
  TestedFile {
    results = List.copyOf(results);
  }

  /** Returns how many cases did not hold. */
  long failed() {
    return results.stream().filter(result -> !result.holds()).count();
  }
}
