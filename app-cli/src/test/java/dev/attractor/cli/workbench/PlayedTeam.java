package dev.attractor.cli.workbench;

import dev.attractor.testkit.process.ShellScript;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The programs claude, codex and gemini on the PATH, which do on each stage what a test says, so
 * that a pipeline is run just as its author wrote it; and a {@code make} that runs the file {@code
 * tests.sh} of the repository.
 */
public final class PlayedTeam {
  private static final String CLAUDE =
      """
      {"type":"system","subtype":"init","session_id":"s","model":"claude-opus-4-5"}
      {"type":"result","subtype":"success","is_error":false,"result":"%s",\
      "usage":{"input_tokens":10,"output_tokens":5},"total_cost_usd":%s}
      """;
  private static final String CODEX =
      """
      {"type":"thread.started","thread_id":"t"}
      {"type":"item.completed","item":{"type":"agent_message","text":"%s"}}
      {"type":"turn.completed","usage":{"input_tokens":10,"output_tokens":5}}%.0s
      """;
  private static final String GEMINI =
      """
      {"type":"init","session_id":"s","model":"gemini-2.5-pro"}
      {"type":"message","role":"assistant","content":"%s","delta":true}
      {"type":"result","status":"success","stats":{"input_tokens":10,"output_tokens":5}}%.0s
      """;

  /** What the acts of a test can call. */
  private static final String WORDS =
      """
      report() { printf '{"status":"%s","failure_reason":"%s"}' "$1" "$2" >"$ATTRACTOR_STATUS_PATH"; }
      choose() { printf '{"status":"success","preferred_label":"%s"}' "$1" >"$ATTRACTOR_STATUS_PATH"; }
      first() { [ "$ATTRACTOR_VISIT" = 1 ]; }
      """;

  private final Workbench bench;

  /** Has them in the folder of a bench. */
  public PlayedTeam(Workbench bench) {
    this.bench = bench;
  }

  /** Installs all, with a key for each. */
  public void install() throws IOException {
    Path programs = Files.createDirectories(bench.path("programs"));
    Files.createDirectories(bench.path("acts"));
    Files.writeString(bench.path("acts").resolve("words"), WORDS);
    costs("0.01");
    bench
        .with("PATH", programs + ":" + System.getenv("PATH"))
        .with("ANTHROPIC_API_KEY", "made-up-a")
        .with("OPENAI_API_KEY", "made-up-o")
        .with("GEMINI_API_KEY", "made-up-g");
    ShellScript.write(programs.resolve("make"), "#!/bin/sh\nexec sh ./tests.sh\n");
    program(
        "claude",
        "--output-format stream-json --verbose --dangerously-skip-permissions --resume",
        CLAUDE);
    program("codex", "--json --sandbox workspace-write --model resume", CODEX);
    program("gemini", "--output-format stream-json --yolo --skip-trust --resume", GEMINI);
  }

  private void program(String name, String help, String prints) throws IOException {
    ShellScript.write(
        bench.path("programs").resolve(name),
        """
        #!/bin/sh
        case "$1 $2" in
          '--help '*|'exec --help') echo '%1$s'; exit ;;
          --version*) echo '1.2.3 (played)'; exit ;;
        esac
        echo "$ATTRACTOR_NODE_ID" >>'%2$s/called'
        printf '%%s\\n' "$*" >'%2$s/told-'"$ATTRACTOR_NODE_ID"
        said=$(. '%2$s/words'; . '%2$s/'"$ATTRACTOR_NODE_ID"; exit 0) || exit 1
        printf '%3$s' "${said:-done}" "$(cat '%2$s/costs')"
        """
            .formatted(help, bench.path("acts"), prints.replace("\n", "\\n")));
  }

  /**
   * Says what the agent of a stage does in its work tree, as shell commands; what they print is its
   * last word, on one line. They may {@code report STATUS REASON}, {@code choose LABEL} and ask
   * whether this is the {@code first} visit. A stage of which nothing was said fails.
   */
  public PlayedTeam on(String node, String act) throws IOException {
    Files.writeString(bench.path("acts").resolve(node), act + "\n");
    return this;
  }

  /** Says what each call of claude costs from now on, in US dollars. */
  public void costs(String usd) throws IOException {
    Files.writeString(bench.path("acts").resolve("costs"), usd);
  }

  /** Returns the stages on which agents were called, in that order. */
  public List<String> called() throws IOException {
    Path called = bench.path("acts").resolve("called");
    return Files.exists(called) ? Files.readAllLines(called) : List.of();
  }

  /** Returns how the agent of a stage was called last, with its prompt. */
  public String told(String node) throws IOException {
    return Files.readString(bench.path("acts").resolve("told-" + node));
  }
}
