package dev.attractor.cli.pipelines;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attractor.cli.workbench.AskingRun;
import dev.attractor.cli.workbench.PlayedTeam;
import dev.attractor.cli.workbench.Workbench;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a person says to the run of a template. */
@Timeout(300)
class TemplateQuestionTest {
  @RegisterExtension private final Workbench bench = new Workbench();

  private final PlayedTeam team = new PlayedTeam(bench);

  @Test
  void whoeverAsksForAChangeIsHeardAndAskedAgain() throws Exception {
    team.install();
    team.on("plan", "echo a plan")
        .on("implement", "echo x >x")
        .on("review", "echo good")
        .on("revise", "cp WISHES.md done.md && rm WISHES.md || exit 1");
    bench.write("tests.sh", "true\n");
    assertThat(bench.attractor("init", "review").code()).isZero();
    bench.commitAll();
    AskingRun asking = new AskingRun(bench);
    String logs = asking.logs().toString();

    Process run =
        bench.start("run", "review.dot", "--run-id", "one", "--logs-root", logs, "--unattended");
    asking.awaitQuestion("approve-v1-a1");
    Files.writeString(asking.logs().resolve("worktree/WISHES.md"), "call it y\n");
    assertThat(bench.attractor("answer", logs, "approve", "Change").code()).isZero();
    asking.awaitQuestion("approve-v2-a1");
    assertThat(bench.attractor("answer", logs, "approve", "A").code()).isZero();

    assertThat(run.waitFor()).as(bench.output(run)).isZero();
    assertThat(bench.git("show", "attractor/run/one:done.md")).isEqualTo("call it y");
    assertThat(bench.git("ls-tree", "--name-only", "attractor/run/one"))
        .doesNotContain("WISHES.md");
  }
}
