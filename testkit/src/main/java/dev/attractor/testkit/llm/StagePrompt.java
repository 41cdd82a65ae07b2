package dev.attractor.testkit.llm;

import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the engine has put into a prompt (SEMANTICS §8): which stage it is for, where that works,
 * how it reports, and what it is to do.
 *
 * @param task the stage's own prompt
 * @since 0.1
 */
record StagePrompt(
    String stage, int visit, int attempt, Path worktree, Path statusFile, String task) {
  private static final Pattern OPENING =
      Pattern.compile(
          "You are one stage, \"(\\w+)\" \\(visit (\\d+), attempt (\\d+)\\), of an automated"
              + " pipeline\\..*?\nWork in (.+?)\\. Change nothing outside this folder,"
              + ".*?write a JSON file to (.+?) \\(or, if you cannot write there.*?"
              + "\n## Your task\n(.*)",
          Pattern.DOTALL);

  /** Reads a prompt; nothing when it is none of the engine's. */
  static Optional<StagePrompt> in(String text) {
    Matcher found = OPENING.matcher(text);
    return found.find()
        ? Optional.of(
            new StagePrompt(
                found.group(1),
                Integer.parseInt(found.group(2)),
                Integer.parseInt(found.group(3)),
                Path.of(found.group(4)),
                Path.of(found.group(5)),
                found.group(6)))
        : Optional.empty();
  }
}
