package dev.attractor.domain.lint;

import dev.attractor.domain.parallel.FanOut;
import dev.attractor.domain.parallel.ForEach;
import dev.attractor.domain.parallel.JoinPolicy;
import dev.attractor.domain.parallel.Joins;
import dev.attractor.domain.parallel.Take;
import dev.attractor.domain.pipeline.Attribute;
import dev.attractor.domain.pipeline.AttributeTypes;
import dev.attractor.domain.pipeline.Edge;
import dev.attractor.domain.pipeline.Node;
import dev.attractor.domain.pipeline.NodeId;
import dev.attractor.domain.pipeline.NodeKind;
import dev.attractor.domain.pipeline.Pipeline;
import dev.attractor.domain.source.Diagnostic;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Rules about fan-outs and fan-ins (SEMANTICS §7). */
final class ParallelRules {
  private ParallelRules() {}

  static List<LintRule> rules() {
    return List.of(
        LintRule.of("fan_out_without_join", ParallelRules::fanOutWithoutJoin),
        LintRule.of("fan_in_without_fan_out", ParallelRules::fanInWithoutFanOut),
        LintRule.of("join_policy_known", ParallelRules::joinPolicyKnown),
        LintRule.withKnownNames("nested_id_length", NestedIds::tooLong),
        LintRule.of("take_known", ParallelRules::takeKnown),
        LintRule.of("for_each_valid", ParallelRules::forEachValid));
  }

  private static List<Diagnostic> takeKnown(Pipeline pipeline) {
    return Stream.concat(
            pipeline.nodes().stream()
                .filter(node -> node.attributes().has(Take.ATTRIBUTE))
                .flatMap(node -> wrongTake(node).stream()),
            FanOut.allOf(pipeline).values().stream()
                .flatMap(fanOut -> twoTakes(pipeline, fanOut).stream()))
        .toList();
  }

  private static Optional<Diagnostic> twoTakes(Pipeline pipeline, FanOut fanOut) {
    Node node = pipeline.node(fanOut.nodeId());
    Optional<Node> join = fanOut.join().flatMap(pipeline::find);
    Optional<Take> wanted = Take.saidBy(node);
    Optional<Take> taken = join.flatMap(Take::saidBy);
    return wanted.isPresent() && taken.isPresent() && !wanted.equals(taken)
        ? Optional.of(
            Diagnostic.warning(
                "take_known",
                AttributeRules.positionOf(node.attributes(), Take.ATTRIBUTE, node.position()),
                "%s says take=%s, and its join %s take=%s, which counts"
                    .formatted(node.id(), wanted.get().word(), join.get().id(), taken.get().word()),
                "say it once, on the join"))
        : Optional.empty();
  }

  private static Optional<Diagnostic> wrongTake(Node node) {
    String word = node.attributes().text(Take.ATTRIBUTE).strip();
    boolean isJoinOrFanOut = node.kind() == NodeKind.PARALLEL || node.kind() == NodeKind.FAN_IN;
    if (isJoinOrFanOut && Take.parse(word).isPresent()) {
      return Optional.empty();
    }
    return Optional.of(
        Diagnostic.error(
            "take_known",
            AttributeRules.positionOf(node.attributes(), Take.ATTRIBUTE, node.position()),
            isJoinOrFanOut
                ? "%s takes '%s', which is not known".formatted(node.id(), word)
                : "%s joins no branches, so it takes none".formatted(node.id()),
            "write take=best, take=all or take=none on a fan-out or its join"));
  }

  private static List<Diagnostic> forEachValid(Pipeline pipeline) {
    return pipeline.nodes().stream()
        .filter(node -> node.attributes().has(ForEach.ATTRIBUTE))
        .flatMap(node -> wrongList(pipeline, node).stream())
        .toList();
  }

  private static Optional<Diagnostic> wrongList(Pipeline pipeline, Node node) {
    long targets = pipeline.outgoing(node.id()).stream().map(Edge::to).distinct().count();
    Optional<String> wrong =
        node.kind() != NodeKind.PARALLEL
            ? Optional.of("%s is no fan-out and works through no list".formatted(node.id()))
            : targets != 1
                ? Optional.of(
                    "%s works through a list and leads to %d nodes".formatted(node.id(), targets))
                : node.attributes().text(ForEach.ATTRIBUTE).isBlank()
                    ? Optional.of("%s works through a list that is not named".formatted(node.id()))
                    : Optional.of(
                            "nobody has drawn where the branches of %s end".formatted(node.id()))
                        .filter(_ -> !endsAtJoin(pipeline, node));
    return wrong.map(message ->
        Diagnostic.error(
            "for_each_valid",
            AttributeRules.positionOf(node.attributes(), ForEach.ATTRIBUTE, node.position()),
            message,
            "write for_each=\"context.units\", \"@units.json\" or a list on a node with"
                + " shape=component that leads to one node, which each item begins with; end the"
                + " branches at a node with shape=tripleoctagon"));
  }

  /** One branch comes through all its nodes, so where it ends has to be drawn. */
  private static boolean endsAtJoin(Pipeline pipeline, Node fanOut) {
    return new Joins(pipeline)
        .of(fanOut.id())
        .flatMap(pipeline::find)
        .filter(join -> join.kind() == NodeKind.FAN_IN)
        .filter(join ->
            pipeline.outgoing(fanOut.id()).stream().noneMatch(e -> e.to().equals(join.id())))
        .isPresent();
  }

  private static List<Diagnostic> fanOutWithoutJoin(Pipeline pipeline) {
    Joins joins = new Joins(pipeline);
    return pipeline.nodesOf(NodeKind.PARALLEL).stream()
        .filter(node -> joins.of(node.id()).isEmpty())
        .map(node ->
            Diagnostic.error(
                "fan_out_without_join",
                node.position(),
                "the branches of %s never all meet".formatted(node.id()),
                "lead all of them to one node, best with shape=tripleoctagon, which picks the"
                    + " winner"))
        .toList();
  }

  private static List<Diagnostic> fanInWithoutFanOut(Pipeline pipeline) {
    Joins meetings = new Joins(pipeline);
    Set<NodeId> joins =
        pipeline.nodesOf(NodeKind.PARALLEL).stream()
            .flatMap(node -> meetings.of(node.id()).stream())
            .collect(Collectors.toSet());
    return pipeline.nodesOf(NodeKind.FAN_IN).stream()
        .filter(node -> !joins.contains(node.id()))
        .map(node ->
            Diagnostic.warning(
                "fan_in_without_fan_out",
                node.position(),
                "no fan-out has its branches meet in %s; it fails whenever a run comes to it"
                    .formatted(node.id()),
                "open the branches at a node with shape=component, or give it another shape"))
        .toList();
  }

  private static List<Diagnostic> joinPolicyKnown(Pipeline pipeline) {
    return pipeline.nodesOf(NodeKind.PARALLEL).stream()
        .flatMap(node ->
            Stream.of(
                    unknown(
                        node,
                        "join_policy",
                        word -> JoinPolicy.Join.parse(word).isPresent(),
                        "wait_all, first_success, k_of_n or quorum"),
                    unknown(
                        node,
                        "error_policy",
                        word -> JoinPolicy.OnError.parse(word).isPresent(),
                        "continue, fail_fast or ignore"),
                    tooMany(pipeline, node))
                .flatMap(Optional::stream))
        .toList();
  }

  private static Optional<Diagnostic> unknown(
      Node node, String name, Predicate<String> known, String words) {
    return node.attributes()
        .find(name)
        .filter(attribute -> !attribute.value().isBlank())
        .filter(attribute -> !known.test(attribute.value().strip()))
        .map(attribute ->
            Diagnostic.error(
                "join_policy_known",
                attribute.position(),
                "no %s is called '%s'".formatted(name, attribute.value()),
                "use " + words));
  }

  private static Optional<Diagnostic> tooMany(Pipeline pipeline, Node node) {
    if (node.attributes().has(ForEach.ATTRIBUTE)) {
      return Optional.empty(); // how many there are is known when the list is
    }
    long branches = pipeline.outgoing(node.id()).stream().map(Edge::to).distinct().count();
    return node.attributes()
        .find("join_k")
        .filter(k -> AttributeTypes.accepts(AttributeTypes.Type.COUNT, k.value()))
        .filter(_ -> node.attributes().integer("join_k", 0) > branches)
        .map((Attribute k) ->
            Diagnostic.error(
                "join_policy_known",
                k.position(),
                "join_k=%s, but %s opens %d branches".formatted(k.value(), node.id(), branches),
                "at most as many branches can succeed as there are"));
  }
}
