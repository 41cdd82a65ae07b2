package dev.attractor.reports.story;

import dev.attractor.domain.outcome.Outcome;
import dev.attractor.ports.runfolder.StageEvidence;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A difference between what a stage says and what is found of it. It may have a good reason: a
 * question, no verdict.
 *
 * @param stage who said it
 * @param said its own words, or its status
 * @param found what is found instead
 */
record Question(String stage, String said, String found) {
  private static final int LONGEST_QUOTE = 240;
  private static final Pattern SENTENCE =
      Pattern.compile("[^.!?\\n]*(?:\\.(?!\\s)[^.!?\\n]*)*[.!?]?");
  private static final Pattern RAN =
      Pattern.compile(
          "\\b(?:ran|run|running|executed|verified with|checked with)\\b",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern NEGATED =
      Pattern.compile(
          "\\b(?:not|n't|never|cannot|could not|should|please|to run|you can)\\b",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern CODE = Pattern.compile("`([^`\\n]{3,120})`");
  private static final Pattern TESTS_PASS =
      Pattern.compile(
          "\\b(?:tests?|test suite|suite|build|lint(?:er)?|checks?)\\b.{0,40}\\b"
              + "(?:pass(?:es|ed|ing)?|green|succeed(?:s|ed)?)\\b",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern LOOKS_LIKE_A_TEST =
      Pattern.compile(
          "test|check|verify|lint|build|spec|jest|mvn|gradle|make|cargo|tox|ctest|npm t\\b",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern RUNS_COMMANDS =
      Pattern.compile("bash|shell|exec|command|terminal|run", Pattern.CASE_INSENSITIVE);

  /** The agent's own JSON around it, and the shell that runs it. */
  private static final Pattern BEFORE_THE_COMMAND =
      Pattern.compile(
          "^[\\[{\\s\"]*(?:(?:command|cmd|script|input)\"?\\s*[:=]\\s*)?[\\[\"]*"
              + "(?:(?:\\S*/)?(?:ba|z|da)?sh[\"',\\s]+-l?c[\"',\\s]+)?[\"']*");

  private static final Pattern COMMANDS = Pattern.compile("&&|\\|\\||[;|\\n]|\\\\n");
  private static final Pattern TESTS_NOTHING =
      Pattern.compile(
          "^(?:\\S*/)?(?:ls|cat|head|tail|less|grep|rg|find|sed|awk|git|mkdir|touch|cp|mv|rm|echo|printf"
              + "|cd|pwd|wc|tree|stat|true|chmod|which|nano|vi|vim)\\b");

  /** Returns the questions that an attempt gives rise to. */
  static List<Question> of(Stint stint) {
    List<Question> questions = new ArrayList<>();
    String response = stint.evidence().response().map(StageEvidence.Excerpt::text).orElse("");
    if (stint.isAnAgentsWord()) {
      Matcher sentences = SENTENCE.matcher(response);
      while (sentences.find()) {
        String sentence = sentences.group().strip();
        if (!NEGATED.matcher(sentence).find()) {
          ofCommands(stint, sentence, questions);
          ofTests(stint, sentence, questions);
        }
      }
    }
    stint.outcome().ifPresent(outcome -> ofExitCode(stint, outcome, questions));
    return questions;
  }

  private static void ofCommands(Stint stint, String sentence, List<Question> questions) {
    if (!RAN.matcher(sentence).find()) {
      return;
    }
    Matcher code = CODE.matcher(sentence);
    while (code.find()) {
      String command = code.group(1).strip();
      boolean wasCalled =
          stint.evidence().calls().stream().anyMatch(call -> call.input().contains(command));
      if (command.contains(" ") && !wasCalled) {
        questions.add(
            new Question(
                stint.name(), quote(sentence), "no call of a tool holds `%s`".formatted(command)));
      }
    }
  }

  private static void ofTests(Stint stint, String sentence, List<Question> questions) {
    if (!TESTS_PASS.matcher(sentence).find()) {
      return;
    }
    List<StageEvidence.ToolCall> tests =
        stint.evidence().calls().stream().filter(Question::looksLikeATest).toList();
    if (tests.isEmpty()) {
      questions.add(
          new Question(
              stint.name(),
              quote(sentence),
              "none of its %d calls of tools looks like a test"
                  .formatted(stint.evidence().calls().size())));
    } else if (tests.getLast().failed().orElse(false)) {
      questions.add(
          new Question(
              stint.name(), quote(sentence), "the last call that looks like a test has failed"));
    }
  }

  /** What only reads, writes or commits files called like tests is none. */
  private static boolean looksLikeATest(StageEvidence.ToolCall call) {
    return RUNS_COMMANDS.matcher(call.tool()).find()
        && COMMANDS
            .splitAsStream(BEFORE_THE_COMMAND.matcher(call.input()).replaceFirst(""))
            .map(String::strip)
            .anyMatch(command ->
                LOOKS_LIKE_A_TEST.matcher(command).find()
                    && !TESTS_NOTHING.matcher(command).find());
  }

  private static void ofExitCode(Stint stint, Outcome outcome, List<Question> questions) {
    OptionalInt exit =
        stint.evidence().program().map(StageEvidence.Program::exit).orElse(OptionalInt.empty());
    if (exit.isPresent() && (exit.getAsInt() == 0) == outcome.status().isFailure()) {
      questions.add(
          new Question(
              stint.name(),
              "the stage counts as " + outcome.status().word(),
              "its program ended with exit code " + exit.getAsInt()));
    }
  }

  private static String quote(String sentence) {
    return sentence.length() <= LONGEST_QUOTE
        ? sentence
        : sentence.substring(0, LONGEST_QUOTE) + "…";
  }
}
