package dev.attractor.providers.cli;

import dev.attractor.domain.outcome.Failure;
import dev.attractor.domain.outcome.FailureClass;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the HTTP status of a model's API says about a failure (SEMANTICS §4). */
public final class HttpEvidence {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private HttpEvidence() {}

  /** Returns the class; an unknown status is deterministic, so that it buys no retries. */
  public static FailureClass classOf(int status) {
    return switch (status) {
      case 408, 425, 429, 500, 502, 503, 504, 529 -> FailureClass.TRANSIENT_INFRA;
      case 402 -> FailureClass.BUDGET_EXHAUSTED;
      default -> FailureClass.DETERMINISTIC;
    };
  }

  /**
   * Returns the failure that a status tells of.
   *
   * @param event where it was seen
   */
  public static Failure failure(int status, String text, String event) {
    return Failure.of(
        classOf(status),
        text.isBlank() ? "the model's API answered HTTP " + status : text,
        "HTTP %d in %s".formatted(status, event));
  }

  /**
   * Returns the status that an error of an API names in its JSON, which may stand inside other
   * text: {@code {"error": {"code": 401, …}}}.
   *
   * @return 0 when there is none
   */
  public static int statusInJson(String text) {
    int begin = text.indexOf('{');
    int end = text.lastIndexOf('}');
    if (begin < 0 || end < begin) {
      return 0;
    }
    try {
      JsonNode json = JSON.readTree(text.substring(begin, end + 1));
      int code = json.path("error").path("code").asInt(json.path("status").asInt(0));
      return code >= 400 && code < 600 ? code : 0;
    } catch (JacksonException e) {
      return 0; // it was no JSON
    }
  }

  /** Returns whether waiting cannot heal a call that was answered like this. */
  public static boolean isHopeless(int status) {
    return status >= 400 && status < 500 && classOf(status) == FailureClass.DETERMINISTIC;
  }
}
