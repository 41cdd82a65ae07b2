package dev.attractor.cli.machine;

import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import dev.attractor.cli.terminal.ExitCode;
import dev.attractor.cli.terminal.Terminal;
import dev.attractor.cli.workbench.Workbench;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class UpgradeCommandTest {
  @RegisterExtension
  private static final WireMockExtension SERVER =
      WireMockExtension.newInstance()
          .options(options().dynamicPort().bindAddress("127.0.0.1"))
          .build();

  @RegisterExtension private final Workbench bench = new Workbench();

  private Workbench.Result check(String newest) {
    SERVER.stubFor(get("/releases/latest.txt").willReturn(ok(newest + "\n")));
    return bench.attractor(
        "upgrade", "--check", "--from", SERVER.baseUrl() + "/releases/latest.txt");
  }

  @Test
  void aNewerOneIsToldAndWhereItIs() {
    Workbench.Result told = check("999.0.0");

    assertThat(told.code()).as(told.err()).isZero();
    assertThat(told.value("version")).isEqualTo(Terminal.version());
    assertThat(told.value("newest")).isEqualTo("999.0.0");
    assertThat(told.value("newer")).isEqualTo("true");
    assertThat(told.value("archive"))
        .startsWith(SERVER.baseUrl() + "/releases/attractor-999.0.0-")
        .endsWith(".tar.gz");
    assertThat(told.err()).contains("get it: curl -fLO " + told.value("archive"));
  }

  @Test
  void whoHasTheNewestIsToldNothingToDo() {
    Workbench.Result told = check(Terminal.version());

    assertThat(told.code()).as(told.err()).isZero();
    assertThat(told.value("newer")).isEqualTo("false");
    assertThat(told.err()).isEmpty();
    assertThat(check("0.0.1").value("newer")).as("of an older one").isEqualTo("false");
  }

  @Test
  void withoutAQuestionNothingIsDone() {
    Workbench.Result told = bench.attractor("upgrade");

    assertThat(told.code()).isEqualTo(ExitCode.USAGE.code());
    assertThat(told.err()).contains("does not upgrade itself", "attractor upgrade --check");
  }

  @Test
  void aBuildThatWasToldNoPlaceAsksNobody() {
    Workbench.Result told = bench.attractor("upgrade", "--check");

    assertThat(told.code()).isEqualTo(ExitCode.USAGE.code());
    assertThat(told.err()).contains("does not know where releases are", "--from URL");
  }

  @Test
  void withoutANetworkThatIsSaid() {
    Workbench.Result told =
        bench.attractor("upgrade", "--check", "--from", "http://127.0.0.1:1/latest.txt");

    assertThat(told.code()).isEqualTo(ExitCode.INTERNAL_ERROR.code());
    assertThat(told.err()).contains("cannot ask http://127.0.0.1:1/latest.txt", "hint: look at");
  }
}
