package dev.attractor.domain.lint;

import dev.attractor.domain.pipeline.Node;
import dev.attractor.domain.pipeline.Pipeline;
import dev.attractor.domain.source.Diagnostic;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Rules about node ids, which become the names of folders and parts of branch names (§1, §10). */
final class NodeIds {
  /** File systems end at 255 bytes; numbers, {@code .lock} and the ids of joins need some. */
  private static final int LONGEST = 200;

  private NodeIds() {}

  static List<LintRule> rules() {
    return List.of(
        LintRule.of("id_length", NodeIds::tooLong),
        LintRule.of("ids_differ_by_case", NodeIds::differByCase));
  }

  private static List<Diagnostic> tooLong(Pipeline pipeline) {
    return pipeline.nodes().stream()
        .filter(node -> node.id().value().length() > LONGEST)
        .map(node ->
            Diagnostic.error(
                "id_length",
                node.position(),
                "the id %s... has %d characters, and a folder and a git branch are named after it"
                    .formatted(node.id().value().substring(0, 30), node.id().value().length()),
                "use at most %d characters; a long text fits into label".formatted(LONGEST)))
        .toList();
  }

  private static List<Diagnostic> differByCase(Pipeline pipeline) {
    Map<String, Node> seen = new HashMap<>();
    List<Diagnostic> findings = new ArrayList<>();
    for (Node node : pipeline.nodes()) {
      Node first = seen.putIfAbsent(node.id().value().toLowerCase(Locale.ROOT), node);
      if (first != null) {
        findings.add(
            Diagnostic.warning(
                "ids_differ_by_case",
                node.position(),
                "%s and %s differ in case alone, and their folders are one where the file system"
                        .formatted(first.id(), node.id())
                    + " does not tell case apart",
                "give one of them another name"));
      }
    }
    return findings;
  }
}
