package dev.attractor.archtests.badplugin;

import dev.attractor.ports.Problem;
import java.io.IOException;

/** One violation of each rule. */
final class BadPlugin {
  @SuppressWarnings("UnusedVariable")
  private static int calls;

  private BadPlugin() {}

  static Problem usesMoreThanTheSpi() {
    return Problem.usage("out of reach", "");
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
