package dev.attractor.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attractor.cli.workbench.PlayedAgents;
import dev.attractor.cli.workbench.SamplePipelines;
import dev.attractor.cli.workbench.Workbench;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** SEMANTICS §10: secrets reach no file, no ref and no terminal. */
class SecretsTest {
  private static final String VALUE = "s3cr\"et\\val/ue9+&\u00e4";
  private static final String LINE =
      "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7VJTUt9Us8cKj";
  private static final String KEY =
      "-----BEGIN PRIVATE KEY-----\n" + LINE + "\nAo5VxXkTbdTbnFY\n-----END PRIVATE KEY-----\n";
  private static final String BROKEN = VALUE.substring(0, 9) + "\n" + VALUE.substring(9);
  private static final List<String> SHAPES =
      List.of(
          "Authorization: \"Bearer shape-1234\"",
          "authorization=Basic c2hhcGUtMTIzNDphYmNkZWY=",
          "Bearer shape1234567890abcdef",
          "X-Api-Key: shape-1234-567890",
          "sk-shape12345678901234567",
          "sk-ant-api03-shape12345678901234567",
          "ghp_shape123456789012345678901234567890",
          "gho_shape123456789012345678901234567890",
          "github_pat_shape12345678901234567890_abcdef",
          "glpat-shape12345678901234567",
          "AKIASHAPE12345678901",
          "ASIASHAPE12345678901",
          "aws_secret_access_key = shape1234/abcdefghijklmnop",
          "AIzashape1234567890123456789012345678",
          "xoxb-shape1234-5678901234567",
          KEY);
  private static final List<String> FORMS =
      Stream.concat(
              Stream.of(
                  VALUE,
                  "x" + VALUE + "x",
                  VALUE.repeat(2),
                  json(VALUE),
                  json(json(VALUE)),
                  json(json(json(VALUE))),
                  json(VALUE).replace("/", "\\/"),
                  json(VALUE).replace("\u00e4", "\\u00e4"),
                  json(json(VALUE).replace("\u00e4", "\\u00e4")),
                  json(VALUE).replace("&", "\\u0026"),
                  VALUE.replace("&", "&amp;").replace("\"", "&quot;"),
                  url(VALUE),
                  url(VALUE).toLowerCase(Locale.ROOT),
                  url("a b " + VALUE),
                  "https://user:%s@example.com/".formatted(url(VALUE)),
                  url(url(VALUE)),
                  url(VALUE).replace("%2F", "/"),
                  url(VALUE).replace("%2F", "/").replace("%2B", "+").replace("%26", "&"),
                  base64(VALUE),
                  base64("u" + VALUE),
                  base64("me:" + VALUE),
                  base64("user:" + VALUE + "\n"),
                  Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(VALUE)),
                  Base64.getUrlEncoder().encodeToString(bytes("ab" + VALUE)),
                  BROKEN,
                  json(KEY),
                  json(json(KEY)),
                  base64(KEY),
                  Base64.getMimeEncoder().encodeToString(bytes(KEY)).replace("\r", "")),
              SHAPES.stream())
          .toList();

  @RegisterExtension private final Workbench bench = new Workbench();

  private static String json(String text) {
    String quoted = JsonMapper.shared().writeValueAsString(text);
    return quoted.substring(1, quoted.length() - 1);
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(bytes(text));
  }

  private static String url(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private void plant() throws IOException {
    bench.with("MY_TOKEN", VALUE).with("DEPLOY_KEY", KEY).with("MY_LICENSE", "license-4711");
    Files.writeString(
        bench.path("forms"), FORMS.stream().map(form -> form + "\n").collect(Collectors.joining()));
    // In JSON a line break is no longer one.
    List<String> ofAgent = FORMS.stream().filter(form -> !form.equals(BROKEN)).toList();
    PlayedAgents agents = new PlayedAgents(bench);
    agents.install();
    agents.claude(
        Stream.concat(
                ofAgent.stream()
                    .map(form ->
                        "{\"type\":\"assistant\",\"message\":{\"content\":"
                            + "[{\"type\":\"text\",\"text\":\"%s\"}]}}".formatted(json(form))),
                PlayedAgents.CLAUDE_SAYS
                    .replace("claude was here", json(String.join(" ", ofAgent)))
                    .lines())
            .collect(Collectors.joining("\n", "", "\n")),
        0);
    Files.writeString(
        bench.path("run.yaml"),
        agents.config("auth: any", "secrets: {names: [MY_LICENSE]}\nauto_approve: true"));
  }

  @Test
  void secretsReachNoFileNoRefAndNoTerminalWhateverStageTellsThem() throws IOException {
    plant();
    String forms = bench.path("forms").toString();
    Files.writeString(
        bench.path("p.dot"),
        SamplePipelines.framed(
            """
            tool [shape=parallelogram tool_command="cat '%1$s'; cat '%1$s' >&2; echo $MY_LICENSE
            echo '{\\"status\\":\\"success\\",\\"notes\\":\\"'$MY_LICENSE'\\",\\"context_updates\\":{\\"a\\":\\"'$(tail -n 1 '%1$s')'\\"}}' >$ATTRACTOR_STATUS_PATH"]
            bad [shape=parallelogram max_retries=0 tool_command="head -n 1 '%1$s' >&2; exit 3"]
            agent [prompt="$goal" llm_provider=claude llm_model="claude-opus-4-5"]
            gate [shape=hexagon label="Go on?"]
            fan [shape=component] one [shape=parallelogram tool_command="cat '%1$s'"]
            two [shape=parallelogram tool_command="cat '%1$s' >&2; exit 1"]
            join [shape=tripleoctagon]
            start -> tool -> bad
            bad -> agent [condition="outcome=fail"]
            bad -> agent
            agent -> gate gate -> fan [label="[Y] Yes"]
            fan -> one fan -> two one -> join two -> join join -> exit
            """
                .formatted(forms)));
    Workbench.Result run =
        bench.attractor(
            "run",
            bench.path("p.dot").toString(),
            "--config",
            bench.path("run.yaml").toString(),
            "--allow-test-shim");
    Workbench.Result logs = bench.attractor("logs", "latest", "tool");
    Workbench.Result explained = bench.attractor("explain", "latest");
    Workbench.Result status = bench.attractor("status", "latest");
    Workbench.Result raw = bench.attractor("logs", "latest");

    assertThat(run.code()).as(run.err()).isZero();
    for (Workbench.Result told : List.of(run, logs, explained, status, raw)) {
      assertClean("the terminal", told.out() + told.err());
    }
    try (Stream<Path> files = Files.walk(bench.home().resolve("state"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (!file.toString().contains("/worktree/")) {
          assertClean(file.toString(), Files.readString(file, StandardCharsets.ISO_8859_1));
        }
      }
    }
    assertClean("the repository", bench.git("cat-file", "--batch-all-objects", "--batch"));
    assertClean("its refs", bench.git("log", "--all", "--format=%B"));
    assertThat(logs.out()).contains("[redacted]");
  }

  private static void assertClean(String where, String text) {
    for (String form : FORMS) {
      assertThat(text).as(where).doesNotContain(form.strip());
    }
    for (String part :
        List.of("license-4711", LINE, "shape1234", "SHAPE1234", "shape-1234", "s3cr", "9+&")) {
      assertThat(text).as(where).doesNotContain(part);
    }
    for (int skipped = 0; skipped < 3; skipped++) { // base64, wherever the value begins in it
      String sure = base64("xyz".substring(skipped) + VALUE).substring(6, 20);
      assertThat(text).as(where).doesNotContain(sure);
    }
  }

  @Test
  void aCommitWithASecretIsTold() throws IOException {
    bench.with("MY_TOKEN", VALUE);
    Workbench.Result run =
        bench.run(
            "t [shape=parallelogram tool_command=\"printf 'a\\n%s\\n' \\\"$MY_TOKEN\\\" >f.txt\"]"
                + " start -> t -> exit");

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.err())
        .contains("warning: the commit of t#1.1 holds the value of a secret: f.txt:2");
    assertThat(Files.readString(run.logsRoot().resolve("t/diff.patch"))).contains("+[redacted]");
  }

  @Test
  void aPasswordOfLettersIsASecretLikeAnyOther() throws IOException {
    String password = "abcdqwertyuizxcv";
    Workbench.Result run =
        bench
            .with("MAIL_PASSWORD", password)
            .run(
                """
                t [shape=parallelogram tool_command="echo '{\\"status\\":\\"success\\",\\"context_updates\\":{\\"k\\":\\"'$MAIL_PASSWORD'\\"}}' >$ATTRACTOR_STATUS_PATH; echo $MAIL_PASSWORD >pw.txt"]
                start -> t -> exit
                """);

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.err()).contains("holds the value of a secret: pw.txt:1");
    try (Stream<Path> files = Files.walk(run.logsRoot())) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (!file.toString().contains("/worktree/")) {
          assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
              .as(file.toString())
              .doesNotContain(password);
        }
      }
    }
  }

  /** Words by which a run is routed, with and without digits. */
  @ParameterizedTest
  @ValueSource(strings = {"PLAN_KEY=fix_v2", "MODE_KEY=needs_2fa", "RELEASE_KEY=v1.2.4-rc", "A=b"})
  void aVariableWithAWordOfThePipelineLeadsNoRunAstray(String variable) throws IOException {
    String[] pair = variable.split("=", -1);
    Workbench.Result run =
        bench
            .with(pair[0], pair[1])
            .run(
                """
                a [shape=parallelogram tool_command="echo '{\\"status\\":\\"success\\",\\"suggested_next_ids\\":[\\"fix_v2\\"]}' >$ATTRACTOR_STATUS_PATH"]
                abc [shape=parallelogram tool_command=true]
                fix_v2 [shape=parallelogram tool_command="echo '{\\"status\\":\\"needs_2fa\\"}' >$ATTRACTOR_STATUS_PATH"]
                ask [shape=hexagon label=which]
                good [shape=parallelogram tool_command=true]
                bad [shape=parallelogram tool_command=true]
                start -> a a -> abc a -> fix_v2 abc -> exit
                fix_v2 -> ask [condition="outcome=needs_2fa"] fix_v2 -> exit
                ask -> bad [label="v1.2.3-rc"] ask -> good [label="v1.2.4-rc"]
                good -> exit bad -> exit
                """,
                "--answer=ask=v1.2.4-rc");

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(bench.stages(run.value("run_branch")))
        .containsExactly(
            "start (success)",
            "a (success)",
            "fix_v2 (needs_2fa)",
            "ask (success)",
            "good (success)",
            "exit (success)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"status", "attempt", "run_started", "success", "run_id", "pipeline", "exit"})
  void aVariableWithAnOrdinaryWordLeadsNoRunAstray(String word) throws IOException {
    Workbench.Result run =
        bench
            .with("SORT_KEY", word)
            .run(
                """
                t [shape=parallelogram tool_command="echo '{\\"status\\":\\"%1$s\\",\\"context_updates\\":{\\"k\\":\\"%1$s\\"}}' >status.json"]
                start -> t
                t -> exit [condition="context.k=%1$s && outcome=%1$s"]
                """
                    .formatted(word));

    assertThat(run.code()).as(run.err()).isZero();
  }

  /** Whatever git shows of a file, and also where a later commit has taken it out again. */
  @Test
  void aSecretIsToldInEveryFileAndCommitOfAStage() throws IOException {
    Workbench.Result run =
        bench
            .with("DEPLOY_SECRET", "9f8e7d6c5b4a3210")
            .run(
                """
                t [shape=parallelogram tool_command="printf '10%%\\\\r%s\\\\n' $DEPLOY_SECRET >cr.log
                  printf '\\\\000\\\\n%s\\\\n' $DEPLOY_SECRET >bin.dat
                  echo '*.env -diff' >.gitattributes; echo K=$DEPLOY_SECRET >x.env"]
                two [shape=parallelogram tool_command="echo $DEPLOY_SECRET >z.txt; git add -A
                  export GIT_AUTHOR_NAME=x GIT_AUTHOR_EMAIL=x@y GIT_COMMITTER_NAME=x GIT_COMMITTER_EMAIL=x@y
                  git commit -qm add; git rm -q z.txt; git commit -qm 'take out'"]
                name [shape=parallelogram tool_command="mkdir d; echo x >d/$DEPLOY_SECRET"]
                message [shape=parallelogram tool_command="export GIT_AUTHOR_NAME=x GIT_AUTHOR_EMAIL=x@y
                  export GIT_COMMITTER_NAME=x GIT_COMMITTER_EMAIL=x@y
                  git commit -q --allow-empty -m use:$DEPLOY_SECRET"]
                start -> t -> two -> name -> message -> exit
                """);

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(Files.readString(run.logsRoot().resolve("progress.ndjson")))
        .contains("bin.dat:2", "cr.log:1", "x.env:1", "z.txt:1")
        .contains("the name of a file in d", "the message of commit ");
  }

  /** What is made of a word, and of a secret, is made after it was looked at. */
  @ParameterizedTest
  @ValueSource(
      strings = {"6F1C2d3e-77ab-4c0d-9e55-0a1b2c3d4e5f", "sk-ant-api03-Abcdefghijklmnopqrs"})
  void aSecretIsNoStatusWord(String secret) throws IOException {
    Workbench.Result run =
        bench
            .with("MY_TOKEN", secret)
            .run(
                "t [shape=parallelogram tool_command=\"printf '{\\\"status\\\":\\\"%s\\\"}' $MY_TOKEN"
                    + " >$ATTRACTOR_STATUS_PATH\"] start -> t -> exit");

    String made = secret.toLowerCase(Locale.ROOT).replace('-', '_');
    String all =
        run.err()
            + bench.git("log", "--format=%B", run.value("run_branch"))
            + Files.readString(run.logsRoot().resolve("progress.ndjson"))
            + Files.readString(run.logsRoot().resolve("t/status.json"));
    assertThat(all.toLowerCase(Locale.ROOT).replace('-', '_')).doesNotContain(made);
  }

  /** A variable may hold anything; what is ours is said all the same. */
  @Test
  void whatIsOursIsShownWhateverAVariableHolds() throws IOException {
    Workbench.Result run =
        bench
            .with("PROJECT_KEY", "attractor")
            .with("CACHE_KEY", "worktree")
            .with("RELEASE_TOKEN", "release-42")
            .run(
                "a [shape=parallelogram tool_command=true] start -> a -> exit",
                "--run-id=release-42");

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.err())
        .contains("run release-42", "  worktree ", "attractor merge release-42")
        .doesNotContain("[redacted]");
  }
}
