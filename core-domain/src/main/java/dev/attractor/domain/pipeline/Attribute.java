package dev.attractor.domain.pipeline;

import dev.attractor.domain.source.SourcePosition;

/**
 * One {@code name=value} of a node, an edge or the graph.
 *
 * @param name the canonical name; aliases are resolved when the file is read (SEMANTICS §1)
 * @param value the text after unquoting and escapes
 * @param position where the name stands
 */
public record Attribute(String name, String value, SourcePosition position) {}
