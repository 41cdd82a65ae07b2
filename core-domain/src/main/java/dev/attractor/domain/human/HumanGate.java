package dev.attractor.domain.human;

import dev.attractor.domain.pipeline.Edge;
import dev.attractor.domain.pipeline.Node;
import dev.attractor.domain.pipeline.Pipeline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What a {@code wait.human} node asks: its outgoing edges are the choices (SEMANTICS §9).
 *
 * @param node the node
 * @param edges by choice, in the order of the source
 */
public record HumanGate(Node node, Map<Choice, Edge> edges) {
  private static final String DEFAULT_CHOICE = "human.default_choice";

  public HumanGate {
    edges = Collections.unmodifiableMap(new LinkedHashMap<>(edges));
  }

  /** Returns what a node of a pipeline asks. */
  public static HumanGate of(Pipeline pipeline, Node node) {
    List<Edge> edges = pipeline.outgoing(node.id());
    List<String> keys = keys(edges);
    Map<Choice, Edge> choices = new LinkedHashMap<>();
    for (int n = 0; n < edges.size(); n++) {
      Edge edge = edges.get(n);
      choices.put(new Choice(keys.get(n), edge.shownLabel(), edge.to()), edge);
    }
    return new HumanGate(node, choices);
  }

  /** Returns this gate with the labels of its choices as a person is to see them. */
  public HumanGate shown(UnaryOperator<String> as) {
    Map<Choice, Edge> shown = new LinkedHashMap<>();
    edges.forEach((choice, edge) ->
        shown.put(new Choice(choice.key(), as.apply(choice.label()), choice.to()), edge));
    return new HumanGate(node, shown);
  }

  /**
   * Returns the edge that one of the choices takes.
   *
   * @throws NoSuchElementException when it is none of them
   */
  public Edge edgeOf(Choice choice) {
    return Optional.ofNullable(edges.get(choice)).orElseThrow();
  }

  /** Returns the choices in the order of the source. */
  public List<Choice> choices() {
    return List.copyOf(edges.keySet());
  }

  /** Returns the choice that a text names; see {@link Choice#named}. */
  public Optional<Choice> choiceOf(String text) {
    return Choice.named(text, choices());
  }

  /** Returns the text of {@code human.default_choice}; empty when there is none. */
  public String defaultText() {
    return node.attributes().text(DEFAULT_CHOICE).strip();
  }

  /** Returns the choice that is taken when nobody answers in time. */
  public Optional<Choice> defaultChoice() {
    return choiceOf(defaultText());
  }

  /** Returns how long an answer is waited for: {@code human.timeout}, else {@code timeout}. */
  public Optional<Duration> timeout() {
    return node.attributes()
        .duration("human.timeout")
        .or(() -> node.attributes().duration("timeout"));
  }

  /** Returns the keys that the author wrote on more than one choice; only the first has it. */
  public Set<String> contestedKeys() {
    Set<String> seen = new HashSet<>();
    Set<String> contested = new HashSet<>();
    edges.values().stream()
        .map(HumanGate::writtenKey)
        .filter(key -> !key.isEmpty() && !seen.add(key))
        .forEach(contested::add);
    return contested;
  }

  private static String writtenKey(Edge edge) {
    return ChoiceLabel.of(edge.shownLabel()).key();
  }

  /**
   * The written keys of all come first, so that none is lost to a first letter. The others are
   * drawn from the labels, and are never what another choice is called.
   */
  private static List<String> keys(List<Edge> edges) {
    Set<String> taken = new HashSet<>();
    List<String> keys = new ArrayList<>();
    for (Edge edge : edges) {
      String written = writtenKey(edge);
      keys.add(!written.isEmpty() && taken.add(written) ? written : "");
    }
    for (int n = 0; n < edges.size(); n++) {
      if (keys.get(n).isEmpty()) {
        keys.set(n, derived(edges, n, taken));
      }
    }
    return keys;
  }

  private static String derived(List<Edge> edges, int own, Set<String> taken) {
    Set<String> names = new HashSet<>();
    for (int n = 0; n < edges.size(); n++) {
      if (n != own) {
        names.add(ChoiceLabel.evened(edges.get(n).shownLabel()));
        names.add(ChoiceLabel.of(edges.get(n).shownLabel()).evened());
        names.add(ChoiceLabel.evened(edges.get(n).to().value()));
      }
    }
    Stream<String> letters =
        ChoiceLabel.of(edges.get(own).shownLabel())
            .text()
            .codePoints()
            .filter(Character::isLetterOrDigit)
            .mapToObj(Character::toString);
    Stream<String> numbers = IntStream.iterate(1, n -> n + 1).mapToObj(Integer::toString);
    return Stream.concat(letters, numbers)
        .map(wish -> wish.toUpperCase(Locale.ROOT))
        .filter(wish -> !names.contains(ChoiceLabel.evened(wish)) && taken.add(wish))
        .findFirst()
        .orElseThrow();
  }
}
