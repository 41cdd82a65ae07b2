package dev.attractor.ports.config;

import java.nio.file.Path;
import java.util.Optional;

/** What names in a configuration stand for outside of it: agents and remotes that are here. */
public interface ConfigNames {
  /** Takes every name: that of a run that has begun was looked at then. */
  ConfigNames ANY =
      new ConfigNames() {
        @Override
        public Optional<String> insteadOfProvider(String name) {
          return Optional.empty();
        }

        @Override
        public Optional<String> insteadOfRemote(String remote, Optional<Path> repository) {
          return Optional.empty();
        }
      };

  /**
   * Returns what to write when there is no agent provider of that name; empty when there is one.
   */
  Optional<String> insteadOfProvider(String name);

  /**
   * Returns what to write when a repository has no such remote; empty when it has, when it is an
   * address, or when there is no repository, which is told by whoever needs it.
   *
   * @param repository as the configuration names it; empty for that of the current folder
   */
  Optional<String> insteadOfRemote(String remote, Optional<Path> repository);

  /** Returns these names for a repository that wins over that of the configuration. */
  default ConfigNames in(Optional<Path> winning) {
    ConfigNames all = this;
    return new ConfigNames() {
      @Override
      public Optional<String> insteadOfProvider(String name) {
        return all.insteadOfProvider(name);
      }

      @Override
      public Optional<String> insteadOfRemote(String remote, Optional<Path> repository) {
        return all.insteadOfRemote(remote, winning.or(() -> repository));
      }
    };
  }
}
