package dev.attractor.domain.dot;

import dev.attractor.domain.source.SourcePosition;
import java.util.Locale;
import java.util.Set;

/**
 * A lexical unit of a DOT file.
 *
 * @param kind what it is
 * @param text for words and strings the content, for signs the sign itself
 * @param raw exactly what stands in the file
 * @param position where it begins
 * @param startsLine whether it is the first of its line
 */
record Token(Kind kind, String text, String raw, SourcePosition position, boolean startsLine) {
  enum Kind {
    /** A bare identifier, number, duration or dotted key. */
    WORD,
    /** A quoted string, unescaped. */
    STRING,
    /** One of {@code { } [ ] = ; , + : -> --}. */
    SIGN,
    /** The opening of an HTML-like label, which the dialect refuses. */
    HTML,
    END
  }

  boolean is(String sign) {
    return kind == Kind.SIGN && text.equals(sign);
  }

  boolean isKeyword(String keyword) {
    return kind == Kind.WORD && text.equalsIgnoreCase(keyword);
  }

  /** Returns whether it is a bare word that has a meaning of its own; in quotes it is a name. */
  boolean isReserved() {
    return kind == Kind.WORD && isReserved(text);
  }

  static boolean isReserved(String word) {
    return Set.of("strict", "graph", "digraph", "node", "edge", "subgraph")
        .contains(word.toLowerCase(Locale.ROOT));
  }

  /** Returns whether it ends where this position is, with nothing between. */
  boolean endsAt(SourcePosition other) {
    int line = position.line() + (int) raw.chars().filter(c -> c == '\n').count();
    int column =
        raw.contains("\n")
            ? raw.length() - raw.lastIndexOf('\n')
            : position.column() + raw.length();
    return other.line() == line && other.column() == column;
  }

  /** Returns the token as people see it in the file. */
  String shown() {
    return switch (kind) {
      case WORD, SIGN, HTML -> "'" + text + "'";
      case STRING ->
          "\""
              + (text.length() > 30 ? text.substring(0, 30) + "..." : text)
                  .lines()
                  .findFirst()
                  .orElse("")
              + "\"";
      case END -> "the end of the file";
    };
  }
}
