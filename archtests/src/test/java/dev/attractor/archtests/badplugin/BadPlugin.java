package dev.attractor.archtests.badplugin;

import dev.attractor.ports.AttractorException;
import java.io.IOException;

/** One violation of each rule. */
final class BadPlugin {
  @SuppressWarnings("UnusedVariable")
  private static int calls;

  private BadPlugin() {}

  static AttractorException usesMoreThanTheSpi() {
    return AttractorException.usage("out of reach", "");
  }

  static void hasStaticState() {
    calls++;
  }

  static void startsPrograms() throws IOException {
    new ProcessBuilder("true").start();
  }

  static void printsToTheTerminal() {
    System.out.println("here I am");
  }
}
