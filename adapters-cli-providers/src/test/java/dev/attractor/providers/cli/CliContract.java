package dev.attractor.providers.cli;

import dev.attractor.domain.outcome.FailureClass;
import dev.attractor.ports.spi.AgentProvider;
import dev.attractor.ports.spi.ProviderSettings;
import dev.attractor.testkit.plugin.AgentProviderContract;
import dev.attractor.testkit.plugin.Scene;
import dev.attractor.testkit.process.ShellScript;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The contract for an agent that is a command line, played by a shell script. */
public abstract class CliContract extends AgentProviderContract {
  private final Cli cli;

  /** Makes the contract of a command line. */
  protected CliContract(Cli cli) {
    this.cli = cli;
  }

  /** Returns what it prints when it begins, says something and ends; {@code %s} for the text. */
  protected abstract List<String> says();

  /** Returns what it prints when its model's API answers with an error. */
  protected abstract List<String> fails(int status);

  @Override
  protected AgentProvider provider() {
    return new CliAgent(cli);
  }

  @Override
  protected Set<FailureClass> failureClasses() {
    return Set.of(
        FailureClass.DETERMINISTIC, FailureClass.TRANSIENT_INFRA, FailureClass.BUDGET_EXHAUSTED);
  }

  @Override
  protected ProviderSettings playing(Scene scene, Path folder) throws IOException {
    Path program = folder.resolve(cli.program());
    ShellScript.write(
        program,
        """
        #!/bin/sh
        case "$*" in
          *--help*) echo '%s'; exit ;;
          *--version*) echo 1.0; exit ;;
        esac
        input=$(cat)
        for last; do :; done
        prompt=${input:-$last}
        say() {
        %s
        }
        %s
        """
            .formatted(String.join(" ", cli.needed()), script(says(), "\"$1\""), played(scene)));
    return new ProviderSettings(
        Optional.of(program.toString()),
        Map.of(cli.keys().getFirst(), "made-up-key"),
        ProviderSettings.Auth.ANY);
  }

  private String played(Scene scene) {
    return switch (scene) {
      case Scene.Says(String text) -> "say '%s'".formatted(text);
      case Scene.RepeatsTheLastWord _ -> "say \"${prompt##* }\"";
      case Scene.Writes(String file, String content) ->
          "printf '%%s' '%s' >'%s'\nsay done".formatted(content, file);
      case Scene.Hangs _ -> "sleep 1000 &\nsleep 1000";
      case Scene.Floods(int lines) ->
          "awk 'BEGIN {for (i = 0; i < %d; i++) printf(\"{\\\"type\\\":\\\"noise\\\",\\\"n\\\":\\\"%%01000d\\\"}\\n\", i)}'\nsay done"
              .formatted(lines);
      case Scene.Fails(FailureClass failureClass) ->
          script(
                  fails(
                      switch (failureClass) {
                        case DETERMINISTIC -> 401;
                        case TRANSIENT_INFRA -> 529;
                        case BUDGET_EXHAUSTED -> 402;
                        case CANCELED, COMPILATION_LOOP, STRUCTURAL ->
                            throw new IllegalArgumentException("no model fails like this");
                      }),
                  "")
              + "\nexit 1";
    };
  }

  private static String script(List<String> lines, String text) {
    return String.join(
        "\n", lines.stream().map(line -> "printf '%s\\n' %s".formatted(line, text)).toList());
  }
}
