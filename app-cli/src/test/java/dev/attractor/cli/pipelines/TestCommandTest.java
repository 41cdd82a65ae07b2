package dev.attractor.cli.pipelines;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attractor.cli.terminal.ExitCode;
import dev.attractor.cli.workbench.Workbench;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class TestCommandTest {
  private static final String PIPELINE =
      "digraph p { start [shape=Mdiamond] exit [shape=Msquare] work [prompt=x] fix [prompt=x]"
          + " start -> work work -> exit [condition=\"outcome=success\"]"
          + " work -> fix [condition=\"outcome=fail\"] fix -> work }";

  private static final String HOLDS =
      "cases:\n  - {name: at once, path: [start, work, exit], end: success}\n";

  private static final String MIXED =
      HOLDS
          + """
            - name: "<never> & \\"fixed\\"\\0"
              outcomes: {work: [fail, success]}
              path: [start, work, exit]
              never: [fix]
            - name: ends badly
              end: fail
          """;

  @RegisterExtension private final Workbench bench = new Workbench();

  @BeforeEach
  void writeThePipeline() throws IOException {
    bench.write("p.dot", PIPELINE);
  }

  @ParameterizedTest
  @EnumSource
  void everyTemplateBringsCasesThatHoldOfSuccessAndOfFailure(Template template) {
    String file = template.word() + ".dot";
    assertThat(bench.attractor("init", template.word()).code()).isZero();

    Workbench.Result result = bench.attractor("test", file);

    assertThat(result.code()).as(result.out() + result.err()).isZero();
    assertThat(result.out()).contains(" cases, all hold").doesNotContain("FAILED");
    assertThat(bench.repo().resolve(file + ".tests.yaml"))
        .content()
        .contains("end: success", "end: fail");
  }

  @Test
  void aCaseThatHoldsIsALine() throws IOException {
    bench.write("p.dot.tests.yaml", HOLDS);

    Workbench.Result result = bench.attractor("test", "p.dot");

    assertThat(result.code()).isZero();
    assertThat(result.out().lines()).containsExactly("ok      p.dot: at once", "1 case, all hold");
    assertThat(result.err()).isEmpty();
  }

  @Test
  void aCaseThatFailsIsToldWithTheFirstDifference() throws IOException {
    bench.write("p.dot.tests.yaml", MIXED.replace("\\0", ""));

    Workbench.Result result = bench.attractor("test", "p.dot");

    assertThat(result.code()).isEqualTo(ExitCode.RUN_FAILED.code());
    assertThat(result.out().lines())
        .containsExactly(
            "ok      p.dot: at once",
            "FAILED  p.dot: <never> & \"fixed\"",
            "  path: expected  start -> work -> exit",
            "        happened  start -> work -> fix -> work -> exit",
            "                                   ^",
            "  never: expected fix, happened: it came to fix",
            "FAILED  p.dot: ends badly",
            "  end: expected fail, happened: success",
            "  way: start -> work -> exit",
            "3 cases, 2 failed");
  }

  @Test
  void serversReadTheResults() throws Exception {
    bench.write("p.dot.tests.yaml", MIXED);
    bench.write("q.dot", PIPELINE);
    bench.write("q.dot.tests.yaml", HOLDS);

    Workbench.Result result = bench.attractor("test", "p.dot", "q.dot", "--junit", "junit.xml");

    assertThat(result.code()).isEqualTo(ExitCode.RUN_FAILED.code());
    assertThat(result.out()).endsWith("4 cases, 2 failed%n".formatted());
    Document xml =
        DocumentBuilderFactory.newDefaultInstance()
            .newDocumentBuilder()
            .parse(bench.repo().resolve("junit.xml").toFile());
    Element all = xml.getDocumentElement();
    assertThat(all.getAttribute("tests") + " " + all.getAttribute("failures")).isEqualTo("4 2");
    assertThat(all.getElementsByTagName("testsuite").getLength()).isEqualTo(2);
    Element second = (Element) all.getElementsByTagName("testcase").item(1);
    assertThat(second.getAttribute("classname")).isEqualTo("p.dot");
    assertThat(second.getAttribute("name")).isEqualTo("<never> & \"fixed\"\uFFFD");
    Element failure = (Element) second.getElementsByTagName("failure").item(0);
    assertThat(failure.getAttribute("message")).isEqualTo("path: expected  start -> work -> exit");
    assertThat(failure.getTextContent()).contains("happened  start -> work -> fix -> work");
    assertThat(all.getElementsByTagName("failure").getLength()).isEqualTo(2);
  }

  @Test
  void programsAreToldTheSame() throws IOException {
    bench.write("p.dot.tests.yaml", MIXED);

    Workbench.Result result = bench.attractor("test", "p.dot", "--json");

    assertThat(result.code()).isEqualTo(ExitCode.RUN_FAILED.code());
    JsonNode said = JsonMapper.shared().readTree(result.out());
    assertThat(said.path("failed").asInt(0)).isEqualTo(2);
    JsonNode miss = said.at("/files/0/cases/1/misses/0");
    assertThat(miss.path("expectation").asString()).isEqualTo("path");
    assertThat(miss.path("first_difference").asInt(0)).isEqualTo(2);
    assertThat(said.at("/files/0/cases/2/status").asString()).isEqualTo("success");
  }

  @Test
  void aPipelineWithErrorsIsNotTested() throws IOException {
    bench.write("bad.dot", "digraph b { start -> nowhere }");
    bench.write("p.dot.tests.yaml", HOLDS);

    Workbench.Result result = bench.attractor("test", "bad.dot", "p.dot");

    assertThat(result.code()).isEqualTo(ExitCode.INVALID_PIPELINE.code());
    assertThat(result.err()).contains("bad.dot");
    assertThat(result.out()).isEmpty();
  }

  @Test
  void whatIsWrongWithTheCasesIsToldWithItsPlace() throws IOException {
    Workbench.Result missing = bench.attractor("test", "p.dot");
    Path tests = bench.write("p.dot.tests.yaml", HOLDS.replace("work", "wrok"));
    Workbench.Result wrong = bench.attractor("test", "p.dot");

    assertThat(missing.code()).isEqualTo(ExitCode.USAGE.code());
    assertThat(missing.err()).contains("p.dot.tests.yaml cannot be read: no such file");
    assertThat(wrong.code()).isEqualTo(ExitCode.USAGE.code());
    assertThat(wrong.err())
        .contains("p.dot.tests.yaml:2:35 cases.1.path.2 names 'wrok'", "did you mean work?");
    assertThat(bench.attractor("test").code()).isEqualTo(ExitCode.USAGE.code());
    Files.writeString(tests, HOLDS);
    assertThat(bench.attractor("test", "p.dot", "--junit", "none/x.xml").err())
        .contains("cannot write");
  }
}
