package dev.attractor.domain.dot;

import dev.attractor.domain.condition.Condition;
import dev.attractor.domain.condition.Guard;
import dev.attractor.domain.source.SourceText;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Lays a pipeline out in the one usual way: a statement a line, four blanks a level, long attribute
 * lists with an attribute a line. Only white space, semicolons, commas and the ways of writing a
 * condition change: comments, order, strings and single empty lines stay. Formatting twice changes
 * nothing more.
 */
public final class DotFormatter {
  private static final int WIDTH = 100;
  private static final String LEVEL = "    ";

  /** Words, numbers, and numbers with a unit, which it reads as two values but people write. */
  private static final Pattern GRAPHVIZ_TAKES_WHOLE =
      Pattern.compile("[^.:-]*|-?(\\.\\d+|\\d+(\\.\\d*)?)");

  private final List<Token> tokens = new ArrayList<>();
  private final List<Lexer.Comment> comments = new ArrayList<>();
  private final StringBuilder out = new StringBuilder();
  private int at;
  private int nextComment;
  private int level;
  private int lastLine;

  private DotFormatter(String text) {
    Lexer lexer = new Lexer(text, comments::add);
    Token token = lexer.next();
    while (token.kind() != Token.Kind.END) {
      tokens.add(token);
      token = lexer.next();
    }
    tokens.add(token);
  }

  /**
   * Returns the text laid out.
   *
   * @throws IllegalArgumentException when it is not in the dialect; {@link DotReader} says why
   */
  public static String format(SourceText source) {
    if (DotReader.read(source) instanceof Parse.Refused) {
      throw new IllegalArgumentException(source.name() + " is not in the dialect");
    }
    return new DotFormatter(source.text()).file();
  }

  private Token token() {
    return tokens.get(at);
  }

  private Token take() {
    Token token = tokens.get(at++);
    lastLine = endLine(token);
    return token;
  }

  private static int endLine(Token token) {
    return token.position().line() + (int) token.raw().chars().filter(c -> c == '\n').count();
  }

  private String file() {
    leadingComments();
    startLine();
    out.append("digraph ");
    take();
    out.append(take().raw()).append(' ');
    block();
    while (token().is(";")) {
      take();
    }
    endLine();
    leadingComments();
    return out.toString();
  }

  /** Writes {@code { statements }} without the line's end after it. */
  private void block() {
    take();
    out.append('{');
    endLine();
    level++;
    boolean first = true;
    while (!token().is("}")) {
      if (token().is(";")) {
        take();
        continue;
      }
      leadingComments();
      if (!first) {
        keepEmptyLine(token().position().line());
      }
      first = false;
      startLine();
      statement();
      if (token().is(";")) {
        take();
      }
      endLine();
    }
    leadingComments();
    level--;
    take();
    startLine();
    out.append('}');
  }

  private void statement() {
    if (token().is("{") || token().isKeyword("subgraph")) {
      subgraph();
    } else {
      out.append(take().raw());
      if (token().is("=")) {
        take();
        out.append(" = ").append(value());
        return;
      }
    }
    while (token().is("->")) {
      take();
      out.append(" -> ");
      if (token().is("{") || token().isKeyword("subgraph")) {
        subgraph();
      } else {
        out.append(take().raw());
      }
    }
    attributes();
  }

  private void subgraph() {
    if (token().isKeyword("subgraph")) {
      out.append(take().raw()).append(' ');
      if (!token().is("{")) {
        out.append(take().raw()).append(' ');
      }
    }
    block();
  }

  /** Returns a value; bare ones that Graphviz would cut in two come in quotes. */
  private String value() {
    Token first = take();
    boolean whole =
        first.kind() == Token.Kind.STRING || GRAPHVIZ_TAKES_WHOLE.matcher(first.text()).matches();
    StringBuilder value = new StringBuilder(whole ? first.raw() : DotPrinter.quoted(first.text()));
    while (token().is("+")) {
      take();
      value.append(" + ").append(take().raw());
    }
    return value.toString();
  }

  private void attributes() {
    List<String> items = new ArrayList<>();
    boolean commented = false;
    boolean any = false;
    while (token().is("[")) {
      any = true;
      take();
      while (!token().is("]")) {
        if (token().is(",") || token().is(";")) {
          take();
          continue;
        }
        commented |= pendingComments(items);
        items.add(attribute());
      }
      commented |= pendingComments(items);
      take();
    }
    if (!any || items.isEmpty()) {
      return;
    }
    String line = " [" + String.join(", ", items) + "]";
    int column = out.length() - (out.lastIndexOf("\n") + 1);
    if (!commented && column + line.length() <= WIDTH) {
      out.append(line);
      return;
    }
    out.append(" [");
    level++;
    for (int i = 0; i < items.size(); i++) {
      out.append('\n').append(LEVEL.repeat(level)).append(items.get(i));
      boolean comment = isComment(items.get(i));
      boolean last = items.stream().skip(i + 1L).allMatch(DotFormatter::isComment);
      out.append(comment || last ? "" : ",");
    }
    level--;
    out.append('\n').append(LEVEL.repeat(level)).append(']');
  }

  private String attribute() {
    Token name = take();
    take();
    return name.raw() + "=" + (name.text().equals("condition") ? condition() : value());
  }

  /** Returns a condition as conditions are written; one that cannot be read stays as it is. */
  private String condition() {
    boolean whole = token().kind() == Token.Kind.STRING;
    String text = token().text();
    String asItIs = value();
    return whole
            && !asItIs.contains("\" + ")
            && Guard.of(text) instanceof Guard.When(Condition condition)
        ? DotPrinter.quoted(condition.toString())
        : asItIs;
  }

  // --- comments and lines ---

  private static boolean isComment(String item) {
    return item.startsWith("//") || item.startsWith("/*") || item.startsWith("#");
  }

  private boolean commentIsDue() {
    return nextComment < comments.size()
        && comments.get(nextComment).position().compareTo(token().position()) < 0;
  }

  private boolean pendingComments(List<String> items) {
    boolean found = false;
    while (commentIsDue()) {
      items.add(comments.get(nextComment++).raw());
      found = true;
    }
    return found;
  }

  /** Writes the comments before the next token, each on a line of its own. */
  private void leadingComments() {
    while (commentIsDue()) {
      Lexer.Comment comment = comments.get(nextComment++);
      keepEmptyLine(comment.position().line());
      startLine();
      out.append(comment.raw());
      lastLine =
          comment.position().line() + (int) comment.raw().chars().filter(c -> c == '\n').count();
      out.append('\n');
    }
  }

  private void keepEmptyLine(int line) {
    boolean opened = out.isEmpty() || endsWith("{\n") || endsWith("\n\n");
    if (line > lastLine + 1 && !opened) {
      out.append('\n');
    }
  }

  private boolean endsWith(String text) {
    return out.length() >= text.length()
        && out.substring(out.length() - text.length()).equals(text);
  }

  private void startLine() {
    out.append(LEVEL.repeat(level));
  }

  /** Ends a line, after the comments that stand behind it. */
  private void endLine() {
    while (commentIsDue() && comments.get(nextComment).position().line() == lastLine) {
      out.append(' ').append(comments.get(nextComment++).raw());
    }
    out.append('\n');
  }
}
