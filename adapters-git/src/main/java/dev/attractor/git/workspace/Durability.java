package dev.attractor.git.workspace;

import org.eclipse.jgit.lib.ConfigConstants;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.StoredConfig;

/**
 * What the journal of a run counts on has to be on the disk before the journal speaks of it, also
 * where the power may fail. Git leaves that to the system unless it is told otherwise.
 */
final class Durability {
  private Durability() {}

  /**
   * Has objects and refs that are written from now on be on the disk before anything else happens.
   * Only here, not in the person's settings; they are read again when somebody changes them, so
   * this is said before each use.
   */
  static void ensure(Repository repository) {
    StoredConfig settings = repository.getConfig();
    settings.setBoolean(ConfigConstants.CONFIG_CORE_SECTION, null, "fsyncobjectfiles", true);
    settings.setBoolean(ConfigConstants.CONFIG_CORE_SECTION, null, "fsyncreffiles", true);
  }
}
