package dev.attractor.ports.spi;

import static java.util.Objects.requireNonNull;

import java.util.Map;

/**
 * Shell commands around each call that an agent makes of a tool, as the pipeline's author wrote
 * them. {@code pre} runs before a call: when it fails, the call is not made, and the agent is told
 * why. {@code post} runs after one: when it fails, the agent goes on. Both run in the folder of the
 * task, with the environment of the task and {@code ATTRACTOR_TOOL_HOOK} ({@code pre} or {@code
 * post}), {@code ATTRACTOR_TOOL_NAME} and {@code ATTRACTOR_TOOL_CALL_ID}; what is known of the call
 * comes on the standard input as one JSON object, with {@code tool_name} and {@code tool_input}.
 *
 * @param pre empty for none
 * @param post empty for none
 * @since 0.1
 */
public record ToolHooks(String pre, String post) {
  /** The attribute that names the command before each call. */
  public static final String PRE = "tool_hooks.pre";

  /** The attribute that names the command after each call. */
  public static final String POST = "tool_hooks.post";

  public ToolHooks {
    requireNonNull(pre, "pre is null");
    requireNonNull(post, "post is null");
  }

  /** Returns those that the attributes of a node name. */
  public static ToolHooks of(Map<String, String> attributes) {
    return new ToolHooks(
        attributes.getOrDefault(PRE, "").strip(), attributes.getOrDefault(POST, "").strip());
  }

  /** Returns whether there are none. */
  public boolean isEmpty() {
    return pre.isEmpty() && post.isEmpty();
  }
}
