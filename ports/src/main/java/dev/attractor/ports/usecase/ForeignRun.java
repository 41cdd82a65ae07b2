package dev.attractor.ports.usecase;

import dev.attractor.ports.runfolder.Manifest;
import java.util.List;

/**
 * A run that did not begin on this machine, for this person: what it would do is somebody else's
 * word.
 *
 * @param author who made the commit that it stands at
 * @param would what it would run, one line each: commands of tools and of setup, programs
 */
public record ForeignRun(Manifest manifest, String author, List<String> would) {
  public ForeignRun {
    would = List.copyOf(would);
  }
}
