package dev.attractor.domain.secret;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds many words at once, in one pass (Aho and Corasick). A state is a number; it stands for the
 * longest beginning of a word that the text ends with so far. State 0 is the empty one.
 */
final class Automaton {
  private static final int ROOT = 0;

  /** Signs for which there is a table of pairs. */
  private static final int ASCII = 128;

  private final int[] roots = new int[Character.MAX_VALUE + 1];

  /** By two signs, whether the second leads deeper than one sign, or ends anything, or a line. */
  private final boolean[] deep = new boolean[ASCII * ASCII];

  private final List<@Nullable Shape> shapes = new ArrayList<>();
  private int size = 1;
  private char[] label = new char[64];
  private int[] firstChild = new int[64];
  private int[] sibling = new int[64];
  private int[] fail = new int[64];
  private int[] depth = new int[64];
  private int[] longest = new int[64];
  private boolean[] ends = new boolean[64];

  Automaton() {
    shapes.add(null);
  }

  /** Adds a form of a known secret. */
  void add(String word) {
    int state = insert(word);
    longest[state] = word.length();
  }

  /** Adds what secrets of a shape begin with. */
  void add(String prefix, Shape shape) {
    shapes.set(insert(prefix), shape);
  }

  private int insert(String word) {
    int state = ROOT;
    for (int i = 0; i < word.length(); i++) {
      char c = word.charAt(i);
      int next = child(state, c);
      state = next == ROOT ? grow(state, c) : next;
    }
    return state;
  }

  private int grow(int parent, char c) {
    if (size == label.length) {
      label = Arrays.copyOf(label, 2 * size);
      firstChild = Arrays.copyOf(firstChild, 2 * size);
      sibling = Arrays.copyOf(sibling, 2 * size);
      fail = Arrays.copyOf(fail, 2 * size);
      depth = Arrays.copyOf(depth, 2 * size);
      longest = Arrays.copyOf(longest, 2 * size);
      ends = Arrays.copyOf(ends, 2 * size);
    }
    int state = size++;
    shapes.add(null);
    label[state] = c;
    depth[state] = depth[parent] + 1;
    sibling[state] = firstChild[parent];
    firstChild[parent] = state;
    if (parent == ROOT) {
      roots[c] = state;
    }
    return state;
  }

  /** Makes it ready, once all words are in. */
  Automaton built() {
    Deque<Integer> open = new ArrayDeque<>(List.of(ROOT));
    while (!open.isEmpty()) {
      int state = open.removeFirst();
      for (int kid = firstChild[state]; kid != ROOT; kid = sibling[kid]) {
        fail[kid] = state == ROOT ? ROOT : step(fail[state], label[kid]);
        longest[kid] = Math.max(longest[kid], longest[fail[kid]]);
        if (shapes.get(kid) == null) {
          shapes.set(kid, shapes.get(fail[kid]));
        }
        ends[kid] = longest[kid] > 0 || shapes.get(kid) != null;
        open.addLast(kid);
      }
    }
    for (char before = 0; before < ASCII; before++) {
      for (char c = 0; c < ASCII; c++) {
        deep[before * ASCII + c] =
            c == '\n'
                || c == '\r'
                || (roots[before] != ROOT && child(roots[before], c) != ROOT)
                || ends[roots[c]];
      }
    }
    return this;
  }

  /**
   * Runs over signs that lead nowhere, which most do: from a state of one sign at most to one of
   * one sign at most.
   *
   * @return where it stopped
   */
  int run(int state, String text, int from) {
    if (depth[state] > 1 || label[state] >= ASCII) {
      return from;
    }
    int before = label[state];
    int at = from;
    for (int length = text.length(); at < length; at++) {
      char c = text.charAt(at);
      if (c >= ASCII || deep[before * ASCII + c]) {
        return at;
      }
      before = c;
    }
    return at;
  }

  /** Returns the state behind a sign that {@link #run} has run over. */
  int afterRun(char last) {
    return roots[last];
  }

  int step(int state, char c) {
    int at = state;
    while (at != ROOT) {
      int next = child(at, c);
      if (next != ROOT) {
        return next;
      }
      at = fail[at];
    }
    return roots[c];
  }

  private int child(int state, char c) {
    if (state == ROOT) {
      return roots[c];
    }
    int kid = firstChild[state];
    while (kid != ROOT && label[kid] != c) {
      kid = sibling[kid];
    }
    return kid;
  }

  /** Returns how many signs of the text the state stands for. */
  int depth(int state) {
    return depth[state];
  }

  /** Returns whether anything ends here. */
  boolean ends(int state) {
    return ends[state];
  }

  /** Returns how long the longest known form is that ends here; 0 for none. */
  int longest(int state) {
    return longest[state];
  }

  Optional<Shape> shape(int state) {
    return Optional.ofNullable(shapes.get(state));
  }
}
