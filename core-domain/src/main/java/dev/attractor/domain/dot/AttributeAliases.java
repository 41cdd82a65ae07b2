package dev.attractor.domain.dot;

/** Other names that files use for attributes; read, never written (SEMANTICS §1). */
final class AttributeAliases {
  private AttributeAliases() {}

  static String canonical(String name) {
    return switch (name) {
      case "default_max_retry" -> "default_max_retries";
      case "node_type" -> "type";
      case "llm_prompt" -> "prompt";
      case "context_fidelity_default" -> "default_fidelity";
      case "script" -> "tool_command";
      default -> name;
    };
  }
}
