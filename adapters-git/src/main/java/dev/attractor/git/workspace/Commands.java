package dev.attractor.git.workspace;

import java.io.IOException;
import org.eclipse.jgit.api.GitCommand;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.api.errors.JGitInternalException;

/** Calls JGit's commands. */
final class Commands {
  private Commands() {}

  /** A full disk is no defect: JGit hides what the system said in an exception of its own. */
  static <T> T call(GitCommand<T> command) throws IOException {
    try {
      return command.call();
    } catch (GitAPIException | JGitInternalException e) {
      throw e.getCause() instanceof IOException said ? said : new IOException(e.getMessage(), e);
    }
  }
}
