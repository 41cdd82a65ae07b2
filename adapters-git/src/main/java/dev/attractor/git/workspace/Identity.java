package dev.attractor.git.workspace;

import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jgit.lib.PersonIdent;

/**
 * In whose name a run commits: whom git would take there (SEMANTICS §11).
 *
 * @param author whose work it is
 * @param committer who puts it in
 */
record Identity(PersonIdent author, PersonIdent committer) {
  private static final PersonIdent FALLBACK = new PersonIdent("Attractor", "attractor@localhost");
  private static final Pattern PERSON = Pattern.compile("(.*) <(.*)> \\d+ [-+]\\d+");

  /** Asks git; a person who has told it no name, and is only guessed, is not named. */
  static Identity of(Worktree worktree) throws IOException {
    Meanwhile<PersonIdent> author = Meanwhile.of(() -> person(worktree, "GIT_AUTHOR_IDENT"));
    PersonIdent committer = person(worktree, "GIT_COMMITTER_IDENT");
    return new Identity(author.get(), committer);
  }

  private static PersonIdent person(Worktree worktree, String variable) throws IOException {
    GitProgram.Answer said = worktree.ask("-c", "user.useConfigOnly=true", "var", variable);
    Matcher person = PERSON.matcher(said.text());
    return said.succeeded() && person.matches()
        ? new PersonIdent(person.group(1), person.group(2))
        : FALLBACK;
  }

  /** Returns the same people at a time. */
  Identity at(Instant time) {
    return new Identity(
        new PersonIdent(author, time, ZoneOffset.UTC),
        new PersonIdent(committer, time, ZoneOffset.UTC));
  }
}
