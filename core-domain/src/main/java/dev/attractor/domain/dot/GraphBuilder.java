package dev.attractor.domain.dot;

import dev.attractor.domain.pipeline.Attributes;
import dev.attractor.domain.pipeline.Cluster;
import dev.attractor.domain.pipeline.Edge;
import dev.attractor.domain.pipeline.KindResolution;
import dev.attractor.domain.pipeline.Node;
import dev.attractor.domain.pipeline.NodeId;
import dev.attractor.domain.pipeline.Pipeline;
import dev.attractor.domain.source.SourcePosition;
import dev.attractor.domain.source.SourceText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Collects nodes and edges while scopes open and close, then resolves kinds (SEMANTICS §1, §2). */
final class GraphBuilder {
  private final Map<NodeId, Draft> drafts = new LinkedHashMap<>();
  private final List<Edge> edges = new ArrayList<>();
  private final List<Cluster> clusters = new ArrayList<>();
  private final Scope root = new Scope("", Defaults.NONE, Defaults.NONE);

  private static final class Draft {
    private final SourcePosition position;
    private final Set<String> classes = new LinkedHashSet<>();
    private final Attributes defaults;
    private Attributes own = Attributes.none();
    private boolean declared;

    Draft(SourcePosition position, Attributes defaults) {
      this.position = position;
      this.defaults = defaults;
    }

    Attributes attributes() {
      return defaults.overriddenBy(own);
    }
  }

  /** The defaults of a scope: those it came with and, closer, its own. */
  private record Defaults(Attributes outer, Attributes own) {
    static final Defaults NONE = new Defaults(Attributes.none(), Attributes.none());

    Defaults inner() {
      return new Defaults(all(), Attributes.none());
    }

    Defaults and(Attributes more) {
      return new Defaults(outer, own.and(more));
    }

    Attributes all() {
      return outer.overriddenBy(own);
    }
  }

  /** The digraph or a subgraph: its defaults, its own attributes and the nodes that stand in it. */
  final class Scope {
    private final String name;
    private final Set<NodeId> members = new LinkedHashSet<>();
    private Attributes attributes = Attributes.none();
    private Defaults nodeDefaults;
    private Defaults edgeDefaults;

    private Scope(String name, Defaults nodeDefaults, Defaults edgeDefaults) {
      this.name = name;
      this.nodeDefaults = nodeDefaults;
      this.edgeDefaults = edgeDefaults;
    }

    private final List<Scope> parents = new ArrayList<>(1);

    /** Begins a subgraph; the name of one without is empty. */
    Scope open(String subgraph) {
      Scope inner = new Scope(subgraph, nodeDefaults.inner(), edgeDefaults.inner());
      inner.parents.add(this);
      return inner;
    }

    /**
     * Ends a subgraph: its label becomes a class of its nodes, which also stand in the outer one.
     */
    Set<NodeId> close() {
      String derived = classOf(attributes.text("label"));
      if (!derived.isEmpty()) {
        members.forEach(id -> draft(id).classes.add(derived));
      }
      if (name.startsWith("cluster")) {
        clusters.add(new Cluster(attributes.text("label").strip(), List.copyOf(members)));
      }
      parents.forEach(parent -> parent.members.addAll(members));
      return members;
    }

    void addAttributes(Attributes more) {
      attributes = attributes.and(more);
    }

    void addNodeDefaults(Attributes more) {
      nodeDefaults = nodeDefaults.and(more);
    }

    void addEdgeDefaults(Attributes more) {
      edgeDefaults = edgeDefaults.and(more);
    }

    void mention(NodeId id, SourcePosition position) {
      drafts.computeIfAbsent(id, _ -> new Draft(position, nodeDefaults.all()));
      members.add(id);
    }

    void declare(NodeId id, SourcePosition position, Attributes own) {
      mention(id, position);
      Draft draft = draft(id);
      draft.declared = true;
      draft.own = draft.own.and(own);
    }

    void connect(NodeId from, NodeId to, Attributes own, SourcePosition position) {
      edges.add(Edge.of(edges.size(), from, to, edgeDefaults.all().overriddenBy(own), position));
    }
  }

  Scope root() {
    return root;
  }

  private Draft draft(NodeId id) {
    Draft draft = drafts.get(id);
    if (draft == null) {
      throw new IllegalStateException("node " + id + " was never mentioned");
    }
    return draft;
  }

  Pipeline build(String name, SourceText source) {
    KindResolution kinds =
        KindResolution.among(drafts.values().stream().map(Draft::attributes).toList());
    List<Node> nodes = new ArrayList<>(drafts.size());
    drafts.forEach((id, draft) -> {
      Attributes attributes = draft.attributes();
      Set<String> classes = new LinkedHashSet<>(attributes.words("class"));
      classes.addAll(draft.classes);
      nodes.add(
          new Node(
              id,
              kinds.of(id, attributes),
              attributes,
              List.copyOf(classes),
              draft.declared,
              draft.position));
    });
    return new Pipeline(name, source, root.attributes, nodes, edges, clusters);
  }

  private static String classOf(String label) {
    return label
        .strip()
        .toLowerCase(Locale.ROOT)
        .replaceAll("\\s+", "-")
        .replaceAll("[^a-z0-9_-]", "");
  }
}
