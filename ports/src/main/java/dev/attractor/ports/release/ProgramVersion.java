package dev.attractor.ports.release;

import java.lang.module.ModuleDescriptor.Version;
import java.util.regex.Pattern;

/**
 * A version of this program, as it stands in manifests. A later one is greater: {@code 1.9.0},
 * {@code 1.10.0-SNAPSHOT}, {@code 1.10.0}.
 */
public record ProgramVersion(String text) implements Comparable<ProgramVersion> {
  private static final Pattern FORM =
      Pattern.compile("[0-9]{1,9}(\\.[0-9]{1,9})*(-[0-9A-Za-z]+([.-][0-9A-Za-z]+)*)?");

  /**
   * Makes one.
   *
   * @throws IllegalArgumentException when the text is no version
   */
  public ProgramVersion {
    if (!FORM.matcher(text).matches()) {
      throw new IllegalArgumentException("no version: " + text);
    }
  }

  @Override
  public int compareTo(ProgramVersion other) {
    return Version.parse(text).compareTo(Version.parse(other.text)); // the JDK's order is this one
  }
}
