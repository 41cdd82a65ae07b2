package dev.attractor.domain.dot;

import dev.attractor.domain.source.SourcePosition;
import java.util.function.Consumer;

/**
 * Cuts DOT text into tokens; skips white space and comments. Works in linear time. What follows a
 * {@code =} is a value, and a bare value may hold more than a name (SEMANTICS §1).
 */
final class Lexer {
  private final String text;
  private final Consumer<Comment> comments;
  private int at;
  private int line = 1;
  private int lastTokenLine;
  private int lineStart;
  private boolean valueComes;

  Lexer(String text) {
    this(text, _ -> {});
  }

  /** Makes a lexer that hands on the comments it skips. */
  Lexer(String text, Consumer<Comment> comments) {
    this.text = text;
    this.comments = comments;
    if (text.startsWith("\uFEFF")) {
      at = 1;
      lineStart = 1;
    }
  }

  /** A comment, exactly as it stands in the file. */
  record Comment(String raw, SourcePosition position) {}

  Token next() {
    skipBlanksAndComments();
    SourcePosition position = here();
    boolean startsLine = line != lastTokenLine;
    Token token = token(position, startsLine);
    lastTokenLine = line;
    valueComes = token.is("=");
    return token;
  }

  private Token token(SourcePosition position, boolean startsLine) {
    if (at >= text.length()) {
      return new Token(Token.Kind.END, "", "", position, startsLine);
    }
    char c = text.charAt(at);
    int start = at;
    if (c == '"') {
      String content = quoted(position);
      return new Token(Token.Kind.STRING, content, text.substring(start, at), position, startsLine);
    }
    if (text.startsWith("->", at) || text.startsWith("--", at)) {
      return sign(2, position, startsLine);
    }
    if (isWordStart(c) || (c == '-' && at + 1 < text.length() && isNumeral(text.charAt(at + 1)))) {
      String word = word();
      return new Token(Token.Kind.WORD, word, word, position, startsLine);
    }
    if ("{}[]=;,+:".indexOf(c) >= 0) {
      return sign(1, position, startsLine);
    }
    if (c == '<') {
      at++;
      return new Token(Token.Kind.HTML, "<", "<", position, startsLine);
    }
    int codePoint = text.codePointAt(at);
    at += Character.charCount(codePoint);
    throw new DotSyntaxException(
        position,
        "'" + Character.toString(codePoint) + "' has no meaning here",
        "names hold letters, digits and '_'; put values with other signs into double quotes");
  }

  private SourcePosition here() {
    return new SourcePosition(line, at - lineStart + 1);
  }

  private Token sign(int length, SourcePosition position, boolean startsLine) {
    String sign = text.substring(at, at + length);
    at += length;
    return new Token(Token.Kind.SIGN, sign, sign, position, startsLine);
  }

  private String word() {
    int start = at;
    at++;
    while (at < text.length() && (isWordStart(text.charAt(at)) || (valueComes && joins()))) {
      at++;
    }
    return text.substring(start, at);
  }

  /** Whether the sign here belongs to a bare value, so that neither an edge nor a comment does. */
  private boolean joins() {
    return switch (text.charAt(at)) {
      case ':' -> !text.startsWith("//", at + 1);
      case '-' -> at + 1 < text.length() && Character.isLetterOrDigit(text.charAt(at + 1));
      default -> false;
    };
  }

  private static boolean isWordStart(char c) {
    return c == '_' || c >= 0x80 || Character.isLetter(c) || isNumeral(c);
  }

  private static boolean isNumeral(char c) {
    return c == '.' || (c >= '0' && c <= '9');
  }

  private String quoted(SourcePosition start) {
    StringBuilder out = new StringBuilder();
    at++;
    while (at < text.length()) {
      char c = text.charAt(at++);
      switch (c) {
        case '"' -> {
          return out.toString();
        }
        case '\\' -> escape(out);
        case '\n' -> {
          newLine();
          out.append(c);
        }
        default -> out.append(c);
      }
    }
    throw new DotSyntaxException(
        start, "the string that begins here has no end", "close it with a double quote");
  }

  private void escape(StringBuilder out) {
    char c = at < text.length() ? text.charAt(at) : '\0';
    switch (c) {
      case '"', '\\' -> out.append(c);
      case 'n' -> out.append('\n');
      case 't' -> out.append('\t');
      default -> {
        out.append('\\'); // kept as written: the next round takes the character itself
        return;
      }
    }
    at++;
  }

  private void skipBlanksAndComments() {
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '\n') {
        at++;
        newLine();
      } else if (Character.isWhitespace(c)) {
        at++;
      } else if (text.startsWith("//", at) || (c == '#' && firstOfLine())) {
        SourcePosition position = here();
        int end = text.indexOf('\n', at);
        int start = at;
        at = end < 0 ? text.length() : end;
        comments.accept(new Comment(text.substring(start, at).stripTrailing(), position));
      } else if (text.startsWith("/*", at)) {
        skipBlockComment();
      } else {
        return;
      }
    }
  }

  private void skipBlockComment() {
    SourcePosition start = here();
    int end = text.indexOf("*/", at + 2);
    if (end < 0) {
      at = text.length();
      throw new DotSyntaxException(
          start, "the comment that begins here has no end", "close it with */");
    }
    comments.accept(new Comment(text.substring(at, end + 2), start));
    for (; at < end + 2; at++) {
      if (text.charAt(at) == '\n') {
        line++;
        lineStart = at + 1;
      }
    }
  }

  private boolean firstOfLine() {
    return text.substring(lineStart, at).isBlank();
  }

  private void newLine() {
    line++;
    lineStart = at;
  }
}
