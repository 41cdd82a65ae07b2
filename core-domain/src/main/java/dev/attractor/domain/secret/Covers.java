package dev.attractor.domain.secret;

import java.util.ArrayDeque;
import java.util.Deque;

/** The parts of a text that must not be told, in their order; those that touch are one. */
final class Covers {
  private final Deque<long[]> parts = new ArrayDeque<>();

  /** Adds a part that ends behind all that were added before, or with them. */
  void add(long from, long to) {
    long begin = from;
    long end = to;
    while (!parts.isEmpty() && parts.getLast()[1] >= begin) {
      long[] last = parts.removeLast();
      begin = Math.min(begin, last[0]);
      end = Math.max(end, last[1]);
    }
    parts.addLast(new long[] {begin, end});
  }

  boolean isEmpty() {
    return parts.isEmpty();
  }

  long firstFrom() {
    return parts.getFirst()[0];
  }

  long firstTo() {
    return parts.getFirst()[1];
  }

  void removeFirst() {
    parts.removeFirst();
  }
}
