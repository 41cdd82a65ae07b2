package dev.attractor.cli.machine;

import static dev.attractor.cli.terminal.Arguments.flag;
import static dev.attractor.cli.terminal.Arguments.option;

import dev.attractor.cli.terminal.Arguments;
import dev.attractor.cli.terminal.ExitCode;
import dev.attractor.cli.terminal.ProgramCommand;
import dev.attractor.cli.terminal.Terminal;
import dev.attractor.cli.wiring.AppComponent;
import dev.attractor.ports.AttractorException;
import dev.attractor.ports.release.ProgramVersion;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code attractor upgrade}. */
final class UpgradeCommand implements ProgramCommand {
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  private final Terminal terminal;

  private boolean check;
  private @Nullable URI from;
  private boolean json;

  UpgradeCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Arguments arguments() {
    return Arguments.of(
            this,
            "Tells which version is the newest; never changes anything.",
            "Exit code 0 also where there is a newer one: the line newer=true says so.")
        .with(flag(given -> check = given, "--check").description("Asks for it."))
        .with(
            option(URI.class, given -> from = given, "URL", "--from")
                .description(
                    "A text with the newest version in its first line; archives lie beside it."
                        + " Default: what the release was built with."))
        .with(flag(given -> json = given, "--json").description("One JSON object on stdout."));
  }

  @Override
  public Integer call() {
    if (!check) {
      throw AttractorException.usage(
          "attractor does not upgrade itself, it only tells", "attractor upgrade --check");
    }
    URI place =
        Optional.ofNullable(from)
            .or(Terminal::latest)
            .orElseThrow(() ->
                AttractorException.usage(
                    "this build does not know where releases are",
                    "attractor upgrade --check --from URL, where a text begins with the newest version"));
    ProgramVersion here = new ProgramVersion(Terminal.version());
    ProgramVersion newest = AppComponent.of(terminal).releaseSource().newest(place, TIMEOUT);
    boolean isNewer = newest.compareTo(here) > 0;
    URI archive = place.resolve(archive(newest));
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("version", here.text());
    fields.put("newest", newest.text());
    fields.put("newer", isNewer);
    fields.put("archive", archive);
    terminal.fields().write(json, fields);
    if (isNewer) {
      terminal.err().printf("  get it: curl -fLO %s%n", archive);
    }
    return ExitCode.SUCCESS.code();
  }

  /** As Release.java calls that of this machine. */
  private static String archive(ProgramVersion version) {
    String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String processor = System.getProperty("os.arch");
    return "attractor-%s-%s-%s.tar.gz"
        .formatted(
            version.text(),
            system.contains("mac") ? "macos" : system.replaceAll("[^a-z]", ""),
            switch (processor) {
              case "amd64", "x86_64" -> "x64";
              case "aarch64" -> "arm64";
              default -> processor;
            });
  }
}
