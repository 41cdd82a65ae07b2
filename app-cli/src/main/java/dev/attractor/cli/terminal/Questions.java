package dev.attractor.cli.terminal;

import dev.attractor.domain.human.Choice;
import dev.attractor.ports.people.OpenQuestion;
import dev.attractor.ports.people.Question;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Open questions as people and programs read them. */
public final class Questions {
  private Questions() {}

  /** Returns what to type to answer a question. */
  public static String command(OpenQuestion open) {
    return "attractor answer %s %s CHOICE".formatted(open.runId().outermost(), open.id());
  }

  /** Returns a question and its choices in lines. */
  public static List<String> lines(OpenQuestion open) {
    Question question = open.question();
    return Stream.concat(
            Stream.of("%s  %s".formatted(open.id(), question.text())),
            question.choices().stream()
                .map(choice ->
                    "    %s  %s%s".formatted(choice.key(), choice.label(), bar(question, choice))))
        .toList();
  }

  /** Returns, in lines, since when a question is open and what to do. */
  public static List<String> whatToDo(OpenQuestion open) {
    return Stream.concat(
            open.askedAt().map("    open since %s"::formatted).stream(),
            Stream.of("    answer it with: " + command(open)))
        .toList();
  }

  /** Returns what is known of a choice that cannot be taken now. */
  static String bar(Question question, Choice choice) {
    String why = question.barred().get(choice.key());
    return why == null ? "" : " (not now: " + why + ")";
  }

  /** Returns a question for JSON. */
  public static Map<String, Object> fields(OpenQuestion open) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("id", open.id().text());
    fields.put("run_id", open.runId().text());
    open.askedAt().ifPresent(at -> fields.put("asked_at", at.toString()));
    fields.put("node_id", open.question().nodeId().value());
    fields.put("text", open.question().text());
    fields.put(
        "choices",
        open.question().choices().stream()
            .map(choice -> {
              Map<String, Object> one = new LinkedHashMap<>();
              one.put("key", choice.key());
              one.put("label", choice.label());
              one.put("to", choice.to().value());
              one.put("can_be_chosen", open.question().open().contains(choice));
              return one;
            })
            .toList());
    fields.put("answer_with", command(open));
    return fields;
  }
}
