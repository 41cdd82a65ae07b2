package dev.attractor.engine.preflight;

import dev.attractor.ports.AttractorException;
import dev.attractor.ports.runfolder.PreflightReport.Check;
import dev.attractor.ports.spi.Finding;
import dev.attractor.ports.workspace.Repositories;
import jakarta.inject.Inject;

/** Finds out whether there is a git that runs can use. */
final class GitCheck {
  private static final String NAME = "git";

  private final Repositories repositories;

  @Inject
  GitCheck(Repositories repositories) {
    this.repositories = repositories;
  }

  Check check() {
    return new Check("", finding());
  }

  private Finding finding() {
    try {
      return Finding.pass(NAME, repositories.program());
    } catch (AttractorException e) {
      return Finding.fail(NAME, String.valueOf(e.getMessage()), e.hint());
    }
  }
}
