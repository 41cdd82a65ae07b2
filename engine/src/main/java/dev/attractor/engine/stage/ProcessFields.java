package dev.attractor.engine.stage;

import dev.attractor.ports.spi.ProcessResult;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** How a program ended, as fields of the artifacts of SEMANTICS §10. */
public final class ProcessFields {
  private ProcessFields() {}

  public static Map<String, Object> of(ProcessResult result) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("started_at", result.startedAt().toString());
    fields.put("ended_at", result.endedAt().toString());
    fields.put("duration_ms", result.duration().toMillis());
    switch (result.end()) {
      case ProcessResult.Exited(int code) -> fields.put("exit_code", code);
      case ProcessResult.Stopped(ProcessResult.Reason reason) ->
          fields.put("ended_by_attractor", reason.name().toLowerCase(Locale.ROOT));
      case ProcessResult.NotStarted(String why) -> fields.put("not_started", why);
    }
    return fields;
  }
}
