package dev.attractor.domain.secret;

import dev.attractor.domain.outcome.Status;
import java.util.Map;
import java.util.Set;

/**
 * Tells texts without secrets (SEMANTICS §10): the values of secret variables, in the forms in
 * which programs write them, and what looks like a secret by itself. It works on what is told,
 * never on what was made of it: put a text into JSON after it was here, not before.
 */
public final class Redactor {
  /** Stands where a secret was. */
  public static final String MARK = "[redacted]";

  /** Shorter values are found in texts that know nothing of them. */
  static final int SHORTEST_SECRET = 6;

  private final Automaton automaton;
  private final boolean knowsSecrets;

  private Redactor(Automaton automaton, boolean knowsSecrets) {
    this.automaton = automaton;
    this.knowsSecrets = knowsSecrets;
  }

  /**
   * Makes a redactor that knows of no words of a pipeline.
   *
   * @param environment the variables that may hold secrets
   * @param names which of them do
   */
  public static Redactor of(Map<String, String> environment, SecretNames names) {
    return of(environment, names, Set.of());
  }

  /**
   * Makes a redactor.
   *
   * @param environment the variables that may hold secrets
   * @param names which of them do
   * @param own values that are no secrets, see {@link OwnWords}
   */
  public static Redactor of(Map<String, String> environment, SecretNames names, Set<String> own) {
    Automaton automaton = new Automaton();
    boolean knowsSecrets = false;
    for (Map.Entry<String, String> variable : environment.entrySet()) {
      String secret = variable.getValue().strip();
      if (names.contains(variable.getKey())
          && secret.length() >= SHORTEST_SECRET
          && !Status.isStandard(secret)
          && !own.contains(secret)) {
        knowsSecrets = true;
        SecretForms.of(secret).forEach(automaton::add);
      }
    }
    Shape.ALL.forEach(shape -> shape.prefixes().forEach(prefix -> automaton.add(prefix, shape)));
    return new Redactor(automaton.built(), knowsSecrets);
  }

  /** Returns a text of any length without secrets; the same text when there is none. */
  public String text(String text) {
    Scan stream = new Scan(automaton);
    String clean = stream.take(text) + stream.end();
    return stream.hasFound() ? clean : text;
  }

  /** Returns whether there is a secret variable at all. */
  public boolean knowsSecrets() {
    return knowsSecrets;
  }

  /** Begins to look for the lines of a text in which values of secret variables are. */
  public KnownLines lines() {
    return new KnownLinesScan(new Scan(automaton));
  }

  /** Begins a text that comes piece by piece. */
  public RedactingStream stream() {
    return new Scan(automaton);
  }
}
