package dev.attractor.providers.claude;

import dev.attractor.providers.cli.CliContract;
import java.util.List;

class ClaudeContractTest extends CliContract {
  ClaudeContractTest() {
    super(new ClaudeCli());
  }

  @Override
  protected List<String> says() {
    return List.of(
        "{\"type\":\"system\",\"subtype\":\"init\",\"session_id\":\"s\",\"model\":\"m\"}",
        "{\"type\":\"result\",\"subtype\":\"success\",\"is_error\":false,\"result\":\"%s\"}");
  }

  @Override
  protected List<String> fails(int status) {
    return List.of(
        "{\"type\":\"result\",\"subtype\":\"success\",\"is_error\":true,\"api_error_status\":"
            + status
            + ",\"result\":\"API error\"}");
  }
}
