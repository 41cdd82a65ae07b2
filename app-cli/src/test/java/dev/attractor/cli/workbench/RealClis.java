package dev.attractor.cli.workbench;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.attractor.testkit.llm.MockLlm;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The real programs of the agents, with made-up keys and a model that is played. {@code mvn verify
 * -Preal-clis} installs them; tests with them are skipped where they are not.
 */
public final class RealClis {
  private static final Path CLIS =
      Path.of("..", "adapters-cli-providers", "target", "clis", "node_modules", ".bin")
          .toAbsolutePath()
          .normalize();
  private static final Path CACHE = CLIS.resolveSibling("attractor-cache");

  private RealClis() {}

  /** Starts the model, and has a bench find the programs and point them to it. */
  public static MockLlm on(Workbench bench) {
    assumeTrue(Files.isDirectory(CLIS), "the real programs are not installed: -Preal-clis");
    MockLlm llm = MockLlm.start();
    bench
        .with("PATH", CLIS + File.pathSeparator + System.getenv("PATH"))
        // the programs tell about themselves once for all tests
        .with("XDG_CACHE_HOME", CACHE.toString())
        .with("ANTHROPIC_API_KEY", "sk-made-up-anthropic")
        .with("ANTHROPIC_BASE_URL", llm.url())
        .with("CLAUDE_CODE_MAX_RETRIES", "1")
        .with("OPENAI_API_KEY", "sk-made-up-openai")
        .with("OPENAI_BASE_URL", llm.url() + "/v1")
        .with("GEMINI_API_KEY", "made-up-gemini-key")
        .with("GOOGLE_GEMINI_BASE_URL", llm.url());
    return llm;
  }
}
