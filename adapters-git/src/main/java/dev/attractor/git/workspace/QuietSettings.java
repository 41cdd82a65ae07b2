package dev.attractor.git.workspace;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.eclipse.jgit.lib.StoredConfig;
import org.eclipse.jgit.util.SystemReader;

/**
 * Keeps JGit from the person's settings, which git itself reads, and from asking the system for
 * them. It is also told how exact the clock of a file system is, which it would try out for seconds
 * on a machine that it does not know.
 */
final class QuietSettings extends SystemReader.Delegate {
  /** Longer than a tick of any file system that keeps more than seconds. */
  private static final Duration RESOLUTION = Duration.ofMillis(20);

  private final StoredConfig nothing = new Nothing();

  private QuietSettings(SystemReader usual) {
    super(usual);
  }

  /** Has JGit work like this from now on, in the whole program. */
  static synchronized void use() {
    if (!(SystemReader.getInstance() instanceof QuietSettings)) {
      SystemReader.setInstance(new QuietSettings(SystemReader.getInstance()));
    }
  }

  @Override
  public StoredConfig getUserConfig() {
    return nothing;
  }

  @Override
  public StoredConfig getSystemConfig() {
    return nothing;
  }

  @Override
  public StoredConfig getJGitConfig() {
    return nothing;
  }

  /** Settings that say nothing but how exact clocks are. */
  private static final class Nothing extends StoredConfig {
    @Override
    public void load() {
      clear(); // there is no file
    }

    @Override
    public void save() {
      clear(); // nor will there be one
    }

    @Override
    public long getTimeUnit(
        String section, String subsection, String name, long defaultValue, TimeUnit unit) {
      return section.equals("filesystem")
          ? unit.convert(RESOLUTION)
          : super.getTimeUnit(section, subsection, name, defaultValue, unit);
    }
  }
}
