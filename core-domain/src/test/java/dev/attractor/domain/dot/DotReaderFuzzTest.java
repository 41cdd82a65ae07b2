package dev.attractor.domain.dot;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.attractor.domain.compile.PipelineCompiler;
import dev.attractor.domain.compile.PipelineSource;
import dev.attractor.domain.lint.StandardRules;
import dev.attractor.domain.source.SourceText;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * Whatever a file holds, it is read or refused: no exception, no hang, no overflow. In a normal
 * build the stored inputs run once; {@code mvn -Pfuzz test -pl core-domain -am} searches for a
 * minute.
 */
class DotReaderFuzzTest {
  @FuzzTest(maxDuration = "60s")
  void everyTextIsReadOrRefused(byte[] data) {
    SourceText source = new SourceText("fuzz.dot", new String(data, StandardCharsets.UTF_8));
    switch (DotReader.read(source)) {
      case Parse.Refused refused -> {
        assertThat(refused.diagnostics()).isNotEmpty();
        refused.diagnostics().forEach(found -> assertThat(found.render(source)).isNotBlank());
      }
      case Parse.Read read -> {
        assertThat(DotReader.read(new SourceText("again", DotPrinter.print(read.pipeline()))))
            .isInstanceOf(Parse.Read.class);
        String formatted = DotFormatter.format(source);
        assertThat(DotReader.read(new SourceText("formatted", formatted)))
            .isInstanceOf(Parse.Read.class);
        List<?> findings =
            new PipelineCompiler(StandardRules.all())
                .compile(new PipelineSource(source, Map.of()))
                .diagnostics();
        assertThat(findings).isNotNull();
      }
    }
  }
}
