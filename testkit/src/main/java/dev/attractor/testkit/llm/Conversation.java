package dev.attractor.testkit.llm;

import java.util.Optional;

/**
 * How far an agent has come, as its request tells: an API has no memory, so each request holds all
 * that was said. It is filled in the order in which that was.
 *
 * @since 0.1
 */
final class Conversation {
  private Optional<StagePrompt> stage = Optional.empty();
  private int done;
  private Optional<String> between = Optional.empty();

  /** Somebody asked for this. With the prompt of a stage that stage begins. */
  void asked(String text) {
    StagePrompt.in(text)
        .ifPresent(found -> {
          stage = Optional.of(found);
          done = 0;
          between = Optional.empty();
        });
  }

  /** A tool has done a step. */
  void did() {
    done++;
    between = Optional.empty();
  }

  /**
   * A tool has not done its step: first this has to be answered.
   *
   * @param answer as the API gives it
   */
  void needs(String answer) {
    between = Optional.of(answer);
  }

  /** What a step needed is there, so it can be asked for again. */
  void ready() {
    between = Optional.empty();
  }

  /** Returns the latest stage; empty when none of the engine's prompts was given. */
  Optional<StagePrompt> stage() {
    return stage;
  }

  /** Returns how many steps are done, of the latest stage if there is one. */
  int done() {
    return done;
  }

  /** Returns what has to be answered before the next step. */
  Optional<String> between() {
    return between;
  }
}
