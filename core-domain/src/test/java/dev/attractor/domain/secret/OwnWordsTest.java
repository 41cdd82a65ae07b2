package dev.attractor.domain.secret;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attractor.domain.compile.PipelineSource;
import dev.attractor.domain.source.SourceText;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** SEMANTICS §10: what a run is routed by is no secret. */
class OwnWordsTest {
  @Test
  void idsLabelsAndLiteralsOfAPipelineAndOfItsPartsAreItsWords() {
    PipelineSource part =
        new PipelineSource(new SourceText("p.dot", "digraph p { inner_1 -> exit }"), Map.of());
    PipelineSource source =
        new PipelineSource(
            new SourceText(
                "t.dot",
                """
                digraph t { fix_v2 [prompt="never_a_word"]
                  start -> fix_v2 [condition="outcome=needs_2fa || context.k in (v1.2.3, 'a b')"]
                  fix_v2 -> exit [label="[Y] v1.2.4-rc"] }
                """),
            Map.of(),
            Map.of("p.dot", part));

    assertThat(OwnWords.of(source))
        .contains("fix_v2", "needs_2fa", "v1.2.3", "a b", "v1.2.4-rc", "[Y] v1.2.4-rc", "inner_1")
        .contains("transient_infra")
        .doesNotContain("never_a_word", "");
  }
}
