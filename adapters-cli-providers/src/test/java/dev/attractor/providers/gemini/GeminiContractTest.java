package dev.attractor.providers.gemini;

import dev.attractor.providers.cli.CliContract;
import java.util.List;

class GeminiContractTest extends CliContract {
  GeminiContractTest() {
    super(new GeminiCli());
  }

  @Override
  protected List<String> says() {
    return List.of(
        "{\"type\":\"init\",\"session_id\":\"s\",\"model\":\"m\"}",
        "{\"type\":\"message\",\"role\":\"assistant\",\"content\":\"%s\",\"delta\":true}",
        "{\"type\":\"result\",\"status\":\"success\",\"stats\":{}}");
  }

  @Override
  protected List<String> fails(int status) {
    return List.of(
        "{\"type\":\"result\",\"status\":\"error\",\"error\":{\"type\":\"unknown\",\"message\":"
            + "\"[API Error: {\\\\\"error\\\\\":{\\\\\"code\\\\\":"
            + status
            + "}}]\"},\"stats\":{}}");
  }
}
