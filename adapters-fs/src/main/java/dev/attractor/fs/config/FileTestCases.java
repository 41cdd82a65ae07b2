package dev.attractor.fs.config;

import dev.attractor.domain.human.Choice;
import dev.attractor.domain.human.HumanGate;
import dev.attractor.domain.lint.Suggestions;
import dev.attractor.domain.outcome.Outcome;
import dev.attractor.domain.outcome.Status;
import dev.attractor.domain.parallel.FanOut;
import dev.attractor.domain.parallel.Items;
import dev.attractor.domain.pipeline.Node;
import dev.attractor.domain.pipeline.NodeId;
import dev.attractor.domain.pipeline.NodeKind;
import dev.attractor.domain.pipeline.Pipeline;
import dev.attractor.domain.simulate.Expectation;
import dev.attractor.domain.simulate.OutcomeScript;
import dev.attractor.domain.simulate.TestCase;
import dev.attractor.fs.file.FromOutside;
import dev.attractor.fs.file.ItemsJson;
import dev.attractor.fs.file.Yaml;
import dev.attractor.fs.status.StatusJson;
import dev.attractor.ports.AttractorException;
import dev.attractor.ports.config.TestCases;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Cases in YAML. Whatever is wrong with them is told at once, each mistake with its place. */
public final class FileTestCases implements TestCases {
  private static final String LEGEND =
      "write cases: a list, each with a name, what happens (outcomes, answers, lists, context) and"
          + " what is expected (path, end, exit, attempts, never, reason)";

  @Override
  public List<TestCase> read(Path file, Pipeline pipeline) {
    return FromOutside.read(
        () -> {
          ConfigText text = ConfigText.of(Yaml.MAPPER, FromOutside.text(file));
          ConfigFields fields = new ConfigFields(file, text, Map.of());
          List<TestCase> cases = new Reading(fields, pipeline).cases(text.root());
          fields.throwMistakes(LEGEND);
          return cases;
        },
        (why, _) -> AttractorException.usage("%s cannot be read: %s".formatted(file, why), LEGEND));
  }

  /** The reading of one file. */
  private record Reading(ConfigFields fields, Pipeline pipeline) {
    private static final List<String> KEYS =
        List.of(
            "name",
            "outcomes",
            "answers",
            "lists",
            "context",
            "path",
            "end",
            "exit",
            "attempts",
            "never",
            "reason");

    List<TestCase> cases(JsonNode root) {
      JsonNode list = fields.knows(root, "", List.of("cases")).path("cases");
      if (!fields.isRight(list.isArray() && !list.isEmpty(), "cases", "is no list", LEGEND)) {
        return List.of();
      }
      List<TestCase> cases = new ArrayList<>();
      Set<String> names = new HashSet<>();
      for (JsonNode one : list) {
        String path = "cases.%d.".formatted(cases.size() + 1);
        cases.add(testCase(fields.knows(one, path, KEYS), path, names));
      }
      return cases;
    }

    /** What is wrong in it is noted and counts as something harmless: nobody will see the case. */
    private TestCase testCase(JsonNode written, String path, Set<String> names) {
      Optional<String> name = fields.written(written, path + "name");
      if (!written.isMissingNode()) {
        fields.isRight(
            written.hasNonNull("name"), path + "name", "is missing", "say what it shows");
      }
      name.ifPresent(one ->
          fields.isRight(
              names.add(one), path + "name", "is '%s' a second time".formatted(one), "vary it"));
      Map<NodeId, List<Outcome>> outcomes = outcomes(written, path + "outcomes");
      answers(written, path + "answers")
          .forEach((node, answers) -> {
            fields.isRight(
                outcomes.put(node, answers) == null,
                path + "answers." + node,
                "has outcomes, too",
                "write either answers or outcomes of it");
          });
      List<Expectation> expectations = expectations(written, path);
      if (!written.isMissingNode()) {
        fields.isRight(
            KEYS.stream().skip(KEYS.indexOf("path")).anyMatch(written::hasNonNull),
            path + "name",
            "is that of a case that expects nothing",
            "add end: success, or path: [start, …]");
      }
      return new TestCase(
          name.orElse("?"),
          new OutcomeScript(outcomes, lists(written, path + "lists")),
          context(written, path + "context"),
          expectations.isEmpty() ? List.of(new Expectation.End("success")) : expectations);
    }

    private Map<NodeId, List<Outcome>> outcomes(JsonNode written, String path) {
      Map<NodeId, List<Outcome>> outcomes = new LinkedHashMap<>();
      for (Map.Entry<String, JsonNode> one : fields.entries(written, path)) {
        String place = path + "." + one.getKey();
        int attempt = 0;
        for (JsonNode report : one.getValue()) {
          attempt++;
          if (report.isObject()) {
            fields.knows(report, "%s.%d.".formatted(place, attempt), StatusJson.FIELDS);
          }
        }
        Optional<Node> node = node(one.getKey(), place);
        if (node.isPresent()) {
          try {
            outcomes.put(node.get().id(), FileOutcomeScripts.list(one.getKey(), one.getValue()));
          } catch (IllegalArgumentException e) {
            fields.wrong(place, "is wrong: " + e.getMessage(), "write a list: [fail, success]");
          }
        }
      }
      return outcomes;
    }

    private Map<NodeId, List<Outcome>> answers(JsonNode written, String path) {
      Map<NodeId, List<Outcome>> answers = new LinkedHashMap<>();
      for (Map.Entry<String, JsonNode> one : fields.entries(written, path)) {
        String place = path + "." + one.getKey();
        Optional<Node> gate =
            node(one.getKey(), place)
                .filter(node ->
                    fields.isRight(
                        node.kind() == NodeKind.HUMAN,
                        place,
                        "asks nobody",
                        "write what it reports under outcomes"));
        gate.ifPresent(node ->
            answers.put(node.id(), answers(HumanGate.of(pipeline, node), one.getValue(), place)));
      }
      return answers;
    }

    private List<Outcome> answers(HumanGate gate, JsonNode written, String path) {
      List<JsonNode> all = written.isArray() ? written.valueStream().toList() : List.of(written);
      List<Outcome> answers = new ArrayList<>();
      for (int i = 0; i < all.size(); i++) {
        String place = written.isArray() ? "%s.%d".formatted(path, i + 1) : path;
        fields
            .single(all.get(i), place)
            .filter(answer ->
                fields.isRight(
                    gate.choiceOf(answer).isPresent(),
                    place,
                    "is '%s', which is no choice".formatted(answer),
                    "there are "
                        + String.join(", ", gate.choices().stream().map(Choice::label).toList())))
            .ifPresent(answer ->
                answers.add(new Outcome(Status.Passed.SUCCESS, answer, List.of(), Map.of(), "")));
      }
      fields.isRight(!all.isEmpty(), path, "has no answer", "leave it out, or name a choice");
      return answers;
    }

    private Map<NodeId, Items> lists(JsonNode written, String path) {
      Map<NodeId, FanOut> fanOuts = FanOut.allOf(pipeline);
      Map<NodeId, Items> lists = new LinkedHashMap<>();
      for (Map.Entry<String, JsonNode> one : fields.entries(written, path)) {
        String place = path + "." + one.getKey();
        Optional<FanOut> fanOut = node(one.getKey(), place).map(node -> fanOuts.get(node.id()));
        if (fanOut.flatMap(FanOut::forEach).isPresent()) {
          if (fields.isRight(one.getValue().isArray(), place, "is no list", "write [a, b]")) {
            lists.put(fanOut.get().nodeId(), ItemsJson.of(one.getValue()));
          }
        } else if (pipeline.named(one.getKey()).isPresent()) {
          fields.wrong(place, "works through no list", "name a node with for_each");
        }
      }
      return lists;
    }

    private Map<String, String> context(JsonNode written, String path) {
      Map<String, String> context = new LinkedHashMap<>();
      for (Map.Entry<String, JsonNode> one : fields.entries(written, path)) {
        fields
            .single(one.getValue(), path + "." + one.getKey())
            .ifPresent(value -> context.put(one.getKey(), value));
      }
      return context;
    }

    private List<Expectation> expectations(JsonNode written, String path) {
      List<Expectation> all = new ArrayList<>();
      if (written.hasNonNull("path")) {
        all.add(new Expectation.Path(nodes(written.path("path"), path + "path")));
      }
      fields
          .word(written, path + "end", Expectation.End.WORDS)
          .ifPresent(end -> all.add(new Expectation.End(end)));
      fields
          .written(written, path + "exit")
          .flatMap(id -> node(id, path + "exit"))
          .filter(node ->
              fields.isRight(
                  node.kind() == NodeKind.EXIT, path + "exit", "is no exit", "name an exit"))
          .ifPresent(node -> all.add(new Expectation.Exit(node.id())));
      for (Map.Entry<String, JsonNode> one : fields.entries(written, path + "attempts")) {
        String place = path + "attempts." + one.getKey();
        Optional<Node> node = node(one.getKey(), place);
        if (fields.isRight(
            one.getValue().isInt() && one.getValue().asInt() >= 0,
            place,
            "is no number of attempts",
            "write a whole number, 0 for none")) {
          node.ifPresent(
              found -> all.add(new Expectation.Attempts(found.id(), one.getValue().asInt())));
        }
      }
      nodes(written.path("never"), path + "never")
          .forEach(id -> all.add(new Expectation.Never(id)));
      fields
          .written(written, path + "reason")
          .ifPresent(text -> all.add(new Expectation.Reason(text)));
      return all;
    }

    private List<NodeId> nodes(JsonNode list, String path) {
      List<String> texts = fields.texts(list, path, "write a list of nodes: [start, …]");
      List<NodeId> nodes = new ArrayList<>();
      for (int i = 0; i < texts.size(); i++) {
        node(texts.get(i), "%s.%d".formatted(path, i + 1)).map(Node::id).ifPresent(nodes::add);
      }
      return nodes;
    }

    /** Returns a node of the pipeline; what names none is told. */
    private Optional<Node> node(String id, String path) {
      Optional<Node> node = pipeline.named(id);
      List<String> ids = pipeline.nodes().stream().map(one -> one.id().value()).toList();
      fields.isRight(
          node.isPresent(),
          path,
          "names '%s', which is no node of %s".formatted(id, pipeline.name()),
          Suggestions.closest(id, ids)
              .map("did you mean %s?"::formatted)
              .orElse("there are " + String.join(", ", ids)));
      return node;
    }
  }
}
