package dev.attractor.cli.workbench;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.attractor.testkit.llm.MockLlm;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** The real programs, where they are installed ({@code mvn verify -Preal-clis} installs them). */
public enum RealClis {
  ANTHROPIC("claude-opus-4-6"),
  OPENAI("gpt-5.3-codex"),
  GOOGLE("gemini-3-pro-preview");

  private static final Path FOLDER =
      Path.of("..", "adapters-cli-providers", "target", "clis", "node_modules", ".bin")
          .toAbsolutePath()
          .normalize();

  private final String model;

  RealClis(String model) {
    this.model = model;
  }

  /** Skips the test where they are not installed. */
  public static void assumeInstalled() {
    assumeTrue(Files.isDirectory(FOLDER), "the real programs are not installed: -Preal-clis");
  }

  /** Starts the model that all three ask, and has a bench find them and it. */
  public static MockLlm on(Workbench bench) {
    assumeInstalled();
    MockLlm llm = MockLlm.start();
    on(bench, llm.url());
    return llm;
  }

  /**
   * Has a bench find them, with made-up keys, and with an address where their models are played.
   *
   * @param url the base of all three
   */
  public static void on(Workbench bench, String url) {
    bench
        .with("PATH", FOLDER + File.pathSeparator + System.getenv("PATH"))
        // the programs tell about themselves once for all tests
        .with("XDG_CACHE_HOME", FOLDER.resolveSibling("attractor-cache").toString())
        .with("ANTHROPIC_API_KEY", "sk-made-up-anthropic")
        .with("ANTHROPIC_BASE_URL", url)
        .with("CLAUDE_CODE_MAX_RETRIES", "1")
        .with("OPENAI_API_KEY", "sk-made-up-openai")
        .with("OPENAI_BASE_URL", url + "/v1")
        .with("GEMINI_API_KEY", "made-up-gemini-key")
        .with("GOOGLE_GEMINI_BASE_URL", url);
  }

  /** Returns the name of the provider. */
  public String provider() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns a model that the program knows. */
  public String model() {
    return model;
  }
}
