package dev.attractor.git.workspace;

import dev.attractor.domain.parallel.BranchName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;

/**
 * A linked worktree of a run: its files and its index, which git alone touches. Git is led to it by
 * what the repository knows of it, never by the file {@code .git} in it, which a stage may change.
 *
 * @param folder the files
 * @param admin what the repository knows of it
 * @param git at work there
 * @param setAside what lay in its place, until that is told
 * @param lastTree what its index was last written as
 */
record Worktree(Path folder, Path admin, Git git, Queue<Path> setAside, LastTree lastTree) {
  private static final Pattern REFUSED =
      Pattern.compile(
          "^fatal: (?:(?<filtered>.+): clean filter '.*' failed"
              + "|(?:failed to encode|BOM is \\w+ in) '(?<encoded>.+)' (?:from|if) )",
          Pattern.MULTILINE);
  private static final Pattern PRUNED_CONTENT =
      Pattern.compile("invalid object \\d+ (?<id>[0-9a-f]{40}) for ");
  private static final Pattern BROKEN_INDEX =
      Pattern.compile(
          "index file (corrupt|smaller than expected)|bad signature 0x|bad index (version|file)"
              + "|unknown index entry format|unordered stage entries");
  private static final int MOST_REFUSED = 100;

  /** So many files git is given in one command line. */
  private static final int MANY = 500;

  private static final String INDEX = "index";
  private static final String LOCK = ".lock";

  /**
   * Opens the worktree of a branch, and makes it when it is not there, was not finished, or has
   * lost all its files, of which the repository may not know.
   *
   * @param branch without {@code refs/heads/}
   */
  static Worktree open(Repository owner, Git git, BranchName branch, Path place)
      throws IOException {
    Path folder = real(place, true);
    Path common = common(owner);
    Git outside =
        git.at(common, Map.of("GIT_DIR", common.toString(), GitProgram.MARK, folder.toString()));
    if (Files.exists(folder)) {
      git.program().endLeftover(folder);
    }
    Optional<Path> known = WorktreeEntries.of(common, folder, Optional.of(branch));
    Queue<Path> aside = new ConcurrentLinkedQueue<>();
    if (known.isPresent() && (WorktreeEntries.isHalfMade(known.get()) || isEmpty(folder))) {
      TreeRemoval.of(folder);
      TreeRemoval.of(known.get());
      known = Optional.empty();
    }
    if (known.isEmpty()) {
      setAside(folder, folder).ifPresent(aside::add);
      outside.must(
          "-c",
          "checkout.workers=" + Runtime.getRuntime().availableProcessors(),
          "worktree",
          "add",
          "--quiet",
          "--force",
          "--force",
          folder.toString(),
          branch.text());
      known = WorktreeEntries.of(common, folder, Optional.empty());
    }
    Path admin = known.orElseThrow(() -> new IOException("git has made no worktree in " + folder));
    Worktree worktree =
        new Worktree(
            folder,
            admin,
            git.at(
                folder,
                Map.of(
                    "GIT_DIR",
                    admin.toString(),
                    "GIT_WORK_TREE",
                    folder.toString(),
                    GitProgram.MARK,
                    folder.toString())),
            aside,
            new LastTree(admin.resolve(INDEX)));
    worktree.link();
    return worktree;
  }

  /** Files of a worktree that the repository does not know any more are nobody's to delete. */
  private static Optional<Path> setAside(Path folder, Path besides) throws IOException {
    if (!Files.isDirectory(folder) || isEmpty(folder)) {
      return Optional.empty();
    }
    int number = 1;
    while (Files.exists(aside(besides, number))) {
      number++;
    }
    return Optional.of(Files.move(folder, aside(besides, number)));
  }

  private static Path aside(Path folder, int number) {
    return folder.resolveSibling("%s.found-%d".formatted(folder.getFileName(), number));
  }

  /** Returns what people should know of it that was not told yet, a sentence for each. */
  List<String> warnings() {
    List<String> told = new ArrayList<>(git.locks().warnings());
    while (setAside.peek() != null) {
      told.add("what lay in the place of the work tree was moved to " + setAside.remove());
    }
    return told;
  }

  private static boolean isEmpty(Path folder) throws IOException {
    if (Files.notExists(folder)) {
      return true;
    }
    try (Stream<Path> content = Files.list(folder)) {
      return content.findAny().isEmpty();
    }
  }

  private static Path common(Repository owner) {
    return owner.getCommonDirectory().toPath().toAbsolutePath().normalize();
  }

  /**
   * Has files and repository know each other, wherever both lie now. Where a stage has put a link
   * in the place of the folder, what that leads to is not ours.
   */
  private void link() throws IOException {
    if (Files.isSymbolicLink(folder)) {
      Files.delete(folder);
    }
    bringBack();
    Files.createDirectories(folder);
    Path link = folder.resolve(Constants.DOT_GIT);
    String wanted = "gitdir: " + admin + "\n";
    if (!Files.isRegularFile(link, LinkOption.NOFOLLOW_LINKS)
        || Files.size(link) != wanted.getBytes(StandardCharsets.UTF_8).length
        || !Files.readString(link).equals(wanted)) {
      if (Files.isDirectory(link, LinkOption.NOFOLLOW_LINKS)) {
        Path place =
            folder.resolveSibling(folder.getFileName() + Constants.DOT_GIT); // not among files
        setAside(link, place).ifPresent(setAside::add); // a stage made a repository of its own here
      }
      Files.deleteIfExists(link);
      Files.writeString(link, wanted);
    }
    if (WorktreeEntries.linkOf(admin).filter(link::equals).isEmpty()) {
      Files.writeString(admin.resolve("gitdir"), link + "\n");
    }
  }

  /** Makes what git knows of it anew where a stage, or somebody else, has removed that. */
  void makeEntry(String branch, String commit) throws IOException {
    if (Files.exists(admin)) {
      return;
    }
    Files.createDirectories(admin);
    Files.writeString(admin.resolve("commondir"), "../..\n");
    Files.writeString(admin.resolve("gitdir"), folder.resolve(Constants.DOT_GIT) + "\n");
    Files.writeString(admin.resolve(Constants.HEAD), "ref: " + branch + "\n");
    Checkouts.note(this);
    link();
    git.must("read-tree", commit);
    git.locks().tell("what git knows of the work tree was removed, and was made anew");
  }

  /** A stage may have moved it, as git can; its files are where git knows them. */
  void bringBack() throws IOException {
    Optional<Path> elsewhere =
        WorktreeEntries.linkOf(admin).map(Path::getParent).filter(place -> !place.equals(folder));
    if (Files.notExists(folder, LinkOption.NOFOLLOW_LINKS)
        && elsewhere.isPresent()
        && Files.isDirectory(elsewhere.get(), LinkOption.NOFOLLOW_LINKS)) {
      Files.move(elsewhere.get(), folder);
      git.locks()
          .tell("the work tree was moved to %s, and was moved back".formatted(elsewhere.get()));
    }
  }

  /** Opens it for JGit, for its refs and objects. */
  Repository repository(Repository owner) throws IOException {
    return new FileRepositoryBuilder()
        .setGitDir(admin.toFile())
        .setGitCommonDir(common(owner).toFile())
        .setWorkTree(folder.toFile())
        .setMustExist(true)
        .build();
  }

  // --- index and files ---

  GitProgram.Answer ask(String... arguments) throws IOException {
    return git.ask(arguments);
  }

  /** Returns whether git has said that it cannot read its index. */
  static boolean isIndexBroken(IOException said) {
    return BROKEN_INDEX.matcher(String.valueOf(said.getMessage())).find();
  }

  /** Makes an index that git cannot read anew from a commit; the files stay as they are. */
  void makeIndex(String commit) throws IOException {
    Files.deleteIfExists(admin.resolve(INDEX));
    git.must("read-tree", commit);
    git.locks().tell("the index of the work tree could not be read, and was made anew");
  }

  /** Removes the locks that a program of a stage has left, which has ended like all of it. */
  void freeIndex() throws IOException {
    git.locks().remove(admin.resolve(INDEX + LOCK));
    git.locks().remove(admin.resolve(Constants.HEAD + LOCK));
  }

  /**
   * Adds all files to the index, as git would.
   *
   * @return what git said about those it does not take; empty when it took all
   */
  Optional<String> addAll() throws IOException {
    link();
    GitProgram.Answer all = git.ask("add", "--all", "--sparse");
    if (all.succeeded()) {
      return Optional.empty();
    }
    if (all.isForWantOfRoom()) {
      throw new IOException(all.said());
    }
    GitProgram.Answer rest = addWithout(List.of());
    List<String> refused = new ArrayList<>();
    Matcher named = REFUSED.matcher(rest.complaint());
    while (named.find() && refused.size() < MOST_REFUSED) { // git gives up at the first
      refused.add(Optional.ofNullable(named.group("filtered")).orElse(named.group("encoded")));
      rest = addWithout(refused);
      named = REFUSED.matcher(rest.complaint());
    }
    if (rest.isForWantOfRoom() || rest.complaint().contains("fatal:")) {
      throw new IOException(rest.said());
    }
    return Optional.of("git does not take all files of the stage: " + all.said());
  }

  /** Adds what can be added. */
  private GitProgram.Answer addWithout(List<String> paths) throws IOException {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "-c",
                "core.safecrlf=false",
                "add",
                "--all",
                "--sparse",
                "--ignore-errors",
                "--",
                "."));
    paths.forEach(path -> arguments.add(":(top,exclude,literal)" + path));
    return git.ask(arguments.toArray(String[]::new));
  }

  /** Takes files out of the index again, so that they are as in the commit before. */
  void leaveOut(List<String> paths) throws IOException {
    List<String> arguments =
        new ArrayList<>(List.of("--literal-pathspecs", "reset", "--quiet", "--"));
    arguments.addAll(paths);
    git.must(arguments.toArray(String[]::new));
  }

  /**
   * Has git look at all files: it believes those unchanged that somebody has marked so in the
   * index. A sparse checkout marks what is not there, and that stays.
   */
  void showAll() throws IOException {
    showAll(git);
  }

  /** Has git look at all files of a work tree that is open to it. */
  static void showAll(Git git) throws IOException {
    boolean isSparse = git.ask("config", "--bool", "core.sparseCheckout").text().equals("true");
    List<String> unchanged = new ArrayList<>();
    List<String> skipped = new ArrayList<>();
    for (String entry : git.must("ls-files", "-v", "-z").names()) {
      String path = entry.substring(2);
      if (Character.isLowerCase(entry.charAt(0))) {
        unchanged.add(path);
      }
      if (Character.toUpperCase(entry.charAt(0)) == 'S'
          && (!isSparse || Files.exists(git.folder().resolve(path), LinkOption.NOFOLLOW_LINKS))) {
        skipped.add(path);
      }
    }
    unmark(git, "--no-assume-unchanged", unchanged);
    unmark(git, "--no-skip-worktree", skipped);
  }

  private static void unmark(Git git, String how, List<String> paths) throws IOException {
    for (int i = 0; i < paths.size(); i += MANY) {
      List<String> arguments = new ArrayList<>(List.of("update-index", how, "--"));
      arguments.addAll(paths.subList(i, Math.min(i + MANY, paths.size())));
      git.must(arguments.toArray(String[]::new));
    }
  }

  /**
   * Returns what the index holds, when it holds versions of files that are neither in a commit nor
   * in the files themselves.
   */
  Optional<ObjectId> staged(String commit) throws IOException {
    boolean differs =
        !git.must("diff-files", "--name-only", "--diff-filter=MTD", "-z").names().isEmpty()
            && !git.must("diff-index", "--cached", "--name-only", "-z", commit).names().isEmpty();
    if (!differs) {
      return Optional.empty();
    }
    GitProgram.Answer said = git.ask("write-tree"); // of an unsettled merge there is none
    return said.succeeded() ? Optional.of(ObjectId.fromString(said.text())) : Optional.empty();
  }

  /** Returns whether the index holds all that a tree does. */
  boolean isTaken(String tree) throws IOException {
    return git.must("diff-index", "--cached", "--name-only", "-z", tree).names().isEmpty();
  }

  /**
   * Reads again all that the index holds beyond a commit: git trusts its index, and adds no file
   * whose content was pruned meanwhile.
   */
  void addAgain(String head) throws IOException {
    lastTree.forget();
    List<String> paths =
        git.must("diff-index", "--cached", "--no-renames", "--name-only", "-z", head).names();
    for (int i = 0; i < paths.size(); i += MANY) {
      List<String> some = paths.subList(i, Math.min(i + MANY, paths.size()));
      leaveOut(some);
      List<String> arguments =
          new ArrayList<>(
              List.of("--literal-pathspecs", "add", "--all", "--force", "--sparse", "--"));
      arguments.addAll(some);
      git.must(arguments.toArray(String[]::new));
    }
  }

  /** Returns whether the files themselves name a folder as a submodule. */
  boolean isSubmodule(String path) throws IOException {
    Path names = folder.resolve(Constants.DOT_GIT_MODULES);
    return Files.isRegularFile(names, LinkOption.NOFOLLOW_LINKS)
        && Files.readString(names).lines().map(String::strip).anyMatch(("path = " + path)::equals);
  }

  /** Returns what the index holds, as a tree that was there when it was last written. */
  ObjectId tree() throws IOException {
    return lastTree.or(this::writeTree);
  }

  /**
   * Writes what the index holds. Git does it, which remembers in the index what it has written:
   * nothing else leads there yet, and others may prune at any time.
   *
   * @throws MissingObjectException when the content of a file was pruned
   */
  ObjectId writeTree() throws IOException {
    GitProgram.Answer said = git.ask("write-tree");
    Matcher pruned = PRUNED_CONTENT.matcher(said.complaint());
    if (!said.succeeded() && pruned.find()) {
      throw new MissingObjectException(ObjectId.fromString(pruned.group("id")), "blob");
    }
    if (!said.succeeded()) {
      throw new IOException(said.said());
    }
    return ObjectId.fromString(said.text());
  }

  /** Makes index and files those of a commit. What is ignored by git stays. */
  void makeFiles(String commit) throws IOException {
    makeKnown(commit);
    if (!git.ask("clean", "--force", "-d", "--quiet").succeeded()) {
      TreeRemoval.open(folder);
      git.must("clean", "--force", "-d", "--quiet");
    }
  }

  /** Makes the index, and the files that it holds, those of a commit; all others stay. */
  void makeKnown(String commit) throws IOException {
    link();
    GitProgram.Answer read =
        git.ask(
            "-c",
            "checkout.workers=" + Runtime.getRuntime().availableProcessors(),
            "read-tree",
            "--reset",
            "-u",
            commit);
    if (!read.succeeded()) {
      TreeRemoval.open(folder);
      git.must("read-tree", "--reset", "-u", commit);
    }
  }

  // --- its end ---

  /** Returns the folders of other worktrees that lie beside this one, below the run's. */
  static List<Path> beside(Repository owner, Path place) throws IOException {
    Path folder = real(place, false);
    List<Path> found = new ArrayList<>();
    for (Path admin : WorktreeEntries.all(common(owner))) {
      WorktreeEntries.linkOf(admin)
          .map(Path::getParent)
          .filter(other -> other.startsWith(folder.getParent()) && !other.equals(folder))
          .filter(Files::isDirectory)
          .ifPresent(found::add);
    }
    return found;
  }

  /** Returns the worktree that git knows in a folder, to be asked; empty when it knows none. */
  static Optional<Git> known(Repository owner, Git git, Path place) throws IOException {
    Path folder = real(place, false);
    return Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
        ? WorktreeEntries.of(common(owner), folder, Optional.empty())
            .map(admin ->
                git.at(
                    folder,
                    Map.of("GIT_DIR", admin.toString(), "GIT_WORK_TREE", folder.toString())))
        : Optional.empty();
  }

  /** Removes the worktree in a folder with all its files; nothing when there is none. */
  static void remove(Repository owner, Path place) throws IOException {
    Path folder = real(place, false);
    TreeRemoval.of(folder);
    Optional<Path> admin = WorktreeEntries.of(common(owner), folder, Optional.empty());
    if (admin.isPresent()) {
      TreeRemoval.of(admin.get());
    }
  }

  /** Returns where a place really is, through symbolic links, as git writes it down. */
  private static Path real(Path place, boolean made) throws IOException {
    Path folder = place.toAbsolutePath().normalize();
    Path parent = folder.getParent();
    if (parent == null) {
      throw new IOException("%s cannot be a work tree".formatted(place));
    }
    if (made) {
      Files.createDirectories(parent);
    }
    return Files.isDirectory(parent) ? parent.toRealPath().resolve(folder.getFileName()) : folder;
  }

  /** Removes the worktree of a run, and what git knows of those of its branches. */
  static void removeAll(Repository owner, Path place) throws IOException {
    remove(owner, place);
    Path run = real(place, false).getParent();
    for (Path admin : WorktreeEntries.all(common(owner))) {
      if (run != null
          && WorktreeEntries.linkOf(admin).filter(link -> link.startsWith(run)).isPresent()) {
        TreeRemoval.of(admin);
      }
    }
  }
}
