package dev.attractor.domain.dot;

import dev.attractor.domain.pipeline.Attribute;
import dev.attractor.domain.pipeline.Attributes;
import dev.attractor.domain.pipeline.KnownAttribute;
import dev.attractor.domain.pipeline.NodeId;
import dev.attractor.domain.source.Diagnostic;
import dev.attractor.domain.source.SourcePosition;
import dev.attractor.domain.source.SourceText;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads a pipeline from DOT text (SEMANTICS §1). A mistake does not end the reading: it goes on at
 * the next statement, so that one pass reports as many mistakes as possible. Time and memory grow
 * linearly with the text.
 */
public final class DotReader {
  private static final int MAX_ERRORS = 50;
  private static final int MAX_NESTING = 200;
  private static final Pattern NAME =
      Pattern.compile("[A-Za-z_][A-Za-z0-9_]*(\\.[A-Za-z_][A-Za-z0-9_]*)*");

  private final SourceText source;
  private final Lexer lexer;
  private final List<Diagnostic> errors = new ArrayList<>();
  private final GraphBuilder graph = new GraphBuilder();
  private Token token;

  private DotReader(SourceText source) {
    this.source = source;
    this.lexer = new Lexer(source.text());
    this.token = lex();
  }

  /** Reads one pipeline. */
  public static Parse read(SourceText source) {
    return new DotReader(source).file();
  }

  private Parse file() {
    String name = "";
    try {
      name = header();
      statements(graph.root(), 0);
      while (token.is(";")) {
        advance();
      }
      if (token.kind() != Token.Kind.END) {
        throw unexpected(
            "nothing more after the closing brace",
            "keep one digraph in a file and split the rest");
      }
    } catch (DotSyntaxException e) {
      errors.add(e.diagnostic());
    }
    if (!errors.isEmpty()) {
      return new Parse.Refused(
          errors.stream()
              .sorted((a, b) -> a.position().compareTo(b.position()))
              .limit(MAX_ERRORS)
              .toList());
    }
    return new Parse.Read(graph.build(name, source));
  }

  private String header() {
    if (token.isKeyword("strict")) {
      throw unexpected(
          "no 'strict'", "remove the word: two edges between two nodes are two routes");
    }
    if (token.isKeyword("graph")) {
      throw unexpected("a directed graph", "write digraph and -> : routes have a direction");
    }
    if (!token.isKeyword("digraph")) {
      throw unexpected("'digraph'", "a pipeline begins with: digraph name {");
    }
    advance();
    if (token.is("{")) {
      throw unexpected("a name for the digraph", "write: digraph name {");
    }
    if (token.kind() != Token.Kind.WORD && token.kind() != Token.Kind.STRING) {
      throw unexpected("a name for the digraph", "write: digraph name {");
    }
    String name = token.text();
    advance();
    expect("{", "open the digraph with {");
    return name;
  }

  /** Reads statements up to and including the closing brace. */
  private void statements(GraphBuilder.Scope scope, int depth) {
    SourcePosition open = token.position();
    while (!token.is("}")) {
      if (token.kind() == Token.Kind.END) {
        throw new DotSyntaxException(
            token.position(), "a closing brace is missing", "the block was opened before " + open);
      }
      Token before = token;
      try {
        statement(scope, depth);
      } catch (DotSyntaxException e) {
        errors.add(e.diagnostic());
        if (errors.size() >= MAX_ERRORS || depth >= MAX_NESTING) {
          throw e;
        }
        recover(before);
      }
    }
    advance();
  }

  /** Skips to where a new statement may begin. */
  private void recover(Token start) {
    if (token.position().equals(start.position()) && !token.is("}")) {
      advanceQuietly();
    }
    int brackets = 0;
    while (token.kind() != Token.Kind.END) {
      if (token.is("[")) {
        brackets++;
      } else if (token.is("]")) {
        brackets = Math.max(0, brackets - 1);
      } else if (brackets == 0 && token.is(";")) {
        advanceQuietly();
        return;
      } else if (brackets == 0
          && (token.is("}")
              || (token.position().line() > start.position().line()
                  && token.startsLine()
                  && token.kind() == Token.Kind.WORD))) {
        return;
      }
      advanceQuietly();
    }
  }

  private void statement(GraphBuilder.Scope scope, int depth) {
    if (token.is(";")) {
      advance();
    } else if (token.isKeyword("graph")) {
      advance();
      scope.addAttributes(attributeLists());
    } else if (token.isKeyword("node")) {
      advance();
      scope.addNodeDefaults(attributeLists());
    } else if (token.isKeyword("edge")) {
      advance();
      scope.addEdgeDefaults(attributeLists());
    } else if (token.isKeyword("digraph")) {
      throw unexpected("a statement", "keep one digraph in a file");
    } else {
      nodeOrEdge(scope, depth);
    }
  }

  private void nodeOrEdge(GraphBuilder.Scope scope, int depth) {
    Token first = token;
    Set<NodeId> tail;
    if (first.is("{") || first.isKeyword("subgraph")) {
      tail = subgraph(scope, depth);
    } else {
      Token word = identifier();
      if (token.is("=")) {
        scope.addAttributes(Attributes.of(List.of(attribute(word))));
        return;
      }
      NodeId id = nodeId(word);
      if (!token.is("->") && !token.is("--")) {
        scope.declare(id, word.position(), attributeLists());
        return;
      }
      scope.mention(id, word.position());
      tail = Set.of(id);
    }
    List<Hop> hops = new ArrayList<>();
    while (token.is("->") || token.is("--")) {
      if (token.is("--")) {
        throw unexpected("'->'", "write -> : routes have a direction");
      }
      advance();
      Set<NodeId> head = endpoint(scope, depth);
      hops.add(new Hop(tail, head));
      tail = head;
    }
    if (hops.isEmpty()) {
      return;
    }
    Attributes attributes = attributeLists();
    for (Hop hop : hops) {
      hop.from.forEach(
          from -> hop.to.forEach(to -> scope.connect(from, to, attributes, first.position())));
    }
  }

  private record Hop(Set<NodeId> from, Set<NodeId> to) {}

  private Set<NodeId> endpoint(GraphBuilder.Scope scope, int depth) {
    if (token.is("{") || token.isKeyword("subgraph")) {
      return subgraph(scope, depth);
    }
    Token word = identifier();
    NodeId id = nodeId(word);
    scope.mention(id, word.position());
    return Set.of(id);
  }

  /** Reads a subgraph and returns the ids of the nodes that stand in it. */
  private Set<NodeId> subgraph(GraphBuilder.Scope scope, int depth) {
    if (depth >= MAX_NESTING) {
      throw new DotSyntaxException(
          token.position(), "subgraphs are nested too deeply", "the limit is " + MAX_NESTING);
    }
    String name = "";
    if (token.isKeyword("subgraph")) {
      advance();
      if (!token.is("{")) {
        name = identifier().text();
      }
    }
    expect("{", "open the subgraph with {");
    GraphBuilder.Scope inner = scope.open(name);
    statements(inner, depth + 1);
    return new LinkedHashSet<>(inner.close());
  }

  private Attributes attributeLists() {
    List<Attribute> attributes = new ArrayList<>();
    while (token.is("[")) {
      advance();
      while (!token.is("]")) {
        if (token.is(",") || token.is(";")) {
          advance();
          continue;
        }
        if (token.kind() != Token.Kind.WORD && token.kind() != Token.Kind.STRING) {
          throw unexpected(
              "an attribute or ']'", "attributes look like: [label=\"Build\", timeout=15m]");
        }
        Token name = token;
        advance();
        if (token.is("=")) {
          attributes.add(attribute(name));
        } else {
          hasNoValue(name);
        }
      }
      advance();
    }
    return Attributes.of(attributes);
  }

  /** Reports a name alone, and goes on behind it: the rest of the list may be right. */
  private void hasNoValue(Token name) {
    boolean valueFollows = token.kind() == Token.Kind.STRING;
    DotSyntaxException mistake =
        new DotSyntaxException(
            name.position(),
            "the attribute %s has no value".formatted(name.text()),
            "write %s=%s"
                .formatted(name.text(), valueFollows ? token.shown() : "true or =\"...\""));
    if (errors.size() >= MAX_ERRORS) {
      throw mistake;
    }
    errors.add(mistake.diagnostic());
    if (valueFollows) {
      advance();
    }
  }

  /** Reads {@code =value} after the name. */
  private Attribute attribute(Token name) {
    if (!NAME.matcher(name.text()).matches()) {
      throw new DotSyntaxException(
          name.position(),
          name.shown() + " cannot be the name of an attribute",
          "names are letters, digits and '_', parts are joined by '.'; put other text behind ="
              + " in double quotes");
    }
    advance();
    return KnownAttribute.read(name.text(), value(), name.position());
  }

  private String value() {
    if (token.kind() == Token.Kind.HTML) {
      throw unexpected(
          "a value", "HTML-like labels are not part of the dialect; use a quoted string");
    }
    if (token.kind() == Token.Kind.WORD) {
      String word = token.text();
      advance();
      return word;
    }
    if (token.kind() != Token.Kind.STRING) {
      throw unexpected("a value", "write name=value, with the value in double quotes if need be");
    }
    StringBuilder text = new StringBuilder(token.text());
    advancePastString();
    while (token.is("+")) {
      advance();
      if (token.kind() != Token.Kind.STRING) {
        throw unexpected("a quoted string after '+'", "only quoted strings can be joined");
      }
      text.append(token.text());
      advancePastString();
    }
    return text.toString();
  }

  /** Goes on behind a string, unless a word clings to it: then a quote inside cut it short. */
  private void advancePastString() {
    Token string = token;
    advance();
    if (token.kind() == Token.Kind.WORD && string.endsAt(token.position())) {
      throw new DotSyntaxException(
          token.position(),
          "the text ends at the double quote before " + token.shown(),
          "write \\\" for a double quote inside a text");
    }
  }

  private Token identifier() {
    if (token.kind() == Token.Kind.HTML) {
      throw unexpected(
          "a node", "HTML-like labels are not part of the dialect; use a quoted string");
    }
    if (token.kind() != Token.Kind.WORD && token.kind() != Token.Kind.STRING) {
      throw unexpected("a statement", "a statement is a node, an edge a -> b, or name=value");
    }
    Token word = token;
    advance();
    if (token.is(":")) {
      throw unexpected("no port", "ports (a:b) are not part of the dialect; name the node alone");
    }
    return word;
  }

  private static NodeId nodeId(Token word) {
    if (word.isReserved()) {
      throw new DotSyntaxException(
          word.position(),
          word.shown() + " is a word of the language and cannot be the name of a node",
          "give the node another name");
    }
    return NodeId.of(word.text())
        .orElseThrow(() ->
            new DotSyntaxException(
                word.position(),
                word.shown() + " cannot be the name of a node",
                "use letters, digits and '_', not beginning with a digit; put other text into"
                    + " label"));
  }

  private void expect(String sign, String hint) {
    if (!token.is(sign)) {
      throw unexpected("'" + sign + "'", hint);
    }
    advance();
  }

  private DotSyntaxException unexpected(String expected, String hint) {
    return new DotSyntaxException(
        token.position(), "expected " + expected + " but found " + token.shown(), hint);
  }

  private void advance() {
    token = lexer.next();
  }

  /** Advances over text that is already known to be wrong: a further mistake in it adds nothing. */
  private void advanceQuietly() {
    token = lex();
  }

  private Token lex() {
    while (true) {
      try {
        return lexer.next();
      } catch (DotSyntaxException e) {
        if (errors.isEmpty()) {
          errors.add(e.diagnostic());
        }
      }
    }
  }
}
