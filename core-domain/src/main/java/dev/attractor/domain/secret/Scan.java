package dev.attractor.domain.secret;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** One pass over a text whose pieces come one by one. */
final class Scan implements RedactingStream {
  /** So few signs of a secret may be told at the end of a line, which nobody shall wait for. */
  private static final int TOLD_AT_LINE_END = 3;

  /** So much of what has been given away is looked at again. */
  private static final int LOOKED_BACK = 4;

  private static final int MOST_ALIKE = 4;

  private final Automaton automaton;
  private final Covers covers = new Covers();
  private final List<Sighting> sightings = new ArrayList<>();
  private final StringBuilder held = new StringBuilder();
  private long heldFrom;
  private long end;
  private long told;
  private boolean marked;
  private boolean found;
  private boolean known;
  private int state;
  private long stateFrom;
  private boolean lineBroken;

  Scan(Automaton automaton) {
    this.automaton = automaton;
  }

  @Override
  public String take(String piece) {
    held.append(piece);
    int length = piece.length();
    for (int i = 0; i < length; ) {
      int plain = sightings.isEmpty() ? automaton.run(state, piece, i) : i;
      if (plain > i) {
        end += plain - i;
        i = plain;
        state = automaton.afterRun(piece.charAt(i - 1));
        stateFrom = end - automaton.depth(state);
        lineBroken = false;
      } else {
        look(piece.charAt(i++));
      }
    }
    boolean atLineEnd = lineBroken && automaton.depth(state) <= TOLD_AT_LINE_END;
    String certain = tell(Math.min(atLineEnd ? end : stateFrom, undecidedFrom()));
    int gone = (int) (Math.min(Math.min(told, stateFrom), undecidedFrom()) - heldFrom);
    if (gone > LOOKED_BACK) {
      held.delete(0, gone - LOOKED_BACK);
      heldFrom += gone - LOOKED_BACK;
    }
    return certain;
  }

  @Override
  public String end() {
    String rest = tell(end);
    held.setLength(0);
    heldFrom = end;
    sightings.clear();
    state = 0;
    stateFrom = end;
    lineBroken = false;
    marked = false;
    return rest;
  }

  /** Returns whether anything was left out so far. */
  boolean hasFound() {
    return found;
  }

  /** Returns whether there was a known secret since the last time that this was asked. */
  boolean foundKnown() {
    boolean was = known;
    known = false;
    return was;
  }

  private void look(char c) {
    long at = end++;
    if (!sightings.isEmpty()) {
      look(c, at);
    }
    if (c == '\n' || c == '\r') {
      if (c == '\n' && lineBroken) { // nothing goes on behind an empty line
        state = 0;
      }
      lineBroken |= c == '\n';
    } else {
      lineBroken = false;
      int before = automaton.depth(state);
      state = automaton.step(state, c);
      skip(before + 1 - automaton.depth(state));
      if (automaton.ends(state)) {
        match(at);
      }
    }
    if (state == 0) {
      stateFrom = end;
    }
  }

  private void look(char c, long at) {
    for (Iterator<Sighting> open = sightings.iterator(); open.hasNext(); ) {
      if (!open.next().take(c, at, covers)) {
        open.remove();
      }
    }
    found |= !covers.isEmpty();
  }

  /** The state stands for a text that begins so many signs later. */
  private void skip(int signs) {
    if (signs > 0 && state != 0) {
      stateFrom = later(stateFrom, signs);
    }
  }

  private long later(long from, int signs) {
    long at = from;
    for (int left = signs; left > 0 || isLineBreak(at); at++) {
      left -= isLineBreak(at) ? 0 : 1;
    }
    return at;
  }

  private boolean isLineBreak(long at) {
    char c = held.charAt((int) (at - heldFrom));
    return c == '\n' || c == '\r';
  }

  private void match(long at) {
    int longest = automaton.longest(state);
    if (longest > 0) {
      covers.add(later(stateFrom, automaton.depth(state) - longest), at + 1);
      found = true;
      known = true;
    }
    automaton
        .shape(state)
        .ifPresent(shape -> {
          int prefix = shape.lengthOfPrefixAt(held, (int) (at + 1 - heldFrom));
          long begin = at + 1 - prefix;
          if (prefix > 0 && (shape.kind() != Shape.Kind.TOKEN || isBoundary(begin))) {
            open(shape, shape.at(begin));
          }
        });
  }

  /** Of a kind only a few are open at once, however often its prefix is repeated. */
  private void open(Shape shape, Sighting sighting) {
    List<Sighting> alike =
        sightings.stream().filter(other -> other.getClass().equals(sighting.getClass())).toList();
    switch (shape.kind()) {
      case NAMED_VALUE -> { // the latest knows best where the value begins
        if (alike.size() == MOST_ALIKE) {
          sightings.remove(alike.getFirst());
        }
        sightings.add(sighting);
      }
      case TOKEN, CREDENTIALS -> {
        if (alike.size() < MOST_ALIKE) {
          sightings.add(sighting);
        }
      }
      case KEY_BLOCK -> {
        if (alike.isEmpty()) {
          sightings.add(sighting);
        }
      }
    }
  }

  /** A token begins behind anything but a word, also where JSON or a URL escapes what is there. */
  private boolean isBoundary(long begin) {
    int at = (int) (begin - heldFrom);
    return at == 0
        || !Alphabet.ALPHANUMERIC.has(held.charAt(at - 1))
        || (at >= 2 && held.charAt(at - 2) == '\\')
        || (at >= 3 && held.charAt(at - 3) == '%');
  }

  private long undecidedFrom() {
    long first = Sighting.NOTHING;
    for (Sighting open : sightings) {
      first = Math.min(first, open.undecidedFrom());
    }
    return first;
  }

  private String tell(long upTo) {
    StringBuilder out = new StringBuilder();
    while (told < upTo) {
      long plainTo = covers.isEmpty() ? upTo : Math.min(upTo, covers.firstFrom());
      if (plainTo > told) {
        // As a text of its own: of another builder each sign would be copied by itself.
        out.append(held.substring((int) (told - heldFrom), (int) (plainTo - heldFrom)));
        told = plainTo;
        marked = false;
      } else {
        if (!marked) {
          out.append(Redactor.MARK);
          marked = true;
        }
        told = Math.max(told, Math.min(upTo, covers.firstTo()));
        if (covers.firstTo() <= upTo) {
          covers.removeFirst();
        }
      }
    }
    return out.toString();
  }
}
