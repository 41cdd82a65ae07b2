package dev.attractor.providers.codex;

import dev.attractor.providers.cli.CliContract;
import java.util.List;

class CodexContractTest extends CliContract {
  CodexContractTest() {
    super(new CodexCli());
  }

  @Override
  protected List<String> says() {
    return List.of(
        "{\"type\":\"thread.started\",\"thread_id\":\"t\"}",
        "{\"type\":\"item.completed\",\"item\":{\"type\":\"agent_message\",\"text\":\"%s\"}}",
        "{\"type\":\"turn.completed\",\"usage\":{\"input_tokens\":1,\"output_tokens\":1}}");
  }

  @Override
  protected List<String> fails(int status) {
    return List.of(
        "{\"type\":\"turn.failed\",\"error\":{\"message\":\"unexpected status %d: mock\"}}"
            .formatted(status));
  }
}
