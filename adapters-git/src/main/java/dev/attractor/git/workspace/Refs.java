package dev.attractor.git.workspace;

import dev.attractor.domain.run.RunId;
import dev.attractor.ports.AttractorException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.eclipse.jgit.errors.LockFailedException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.AnyObjectId;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;

/**
 * The refs of runs. Other programs work in the same repository: one that packs refs or fetches
 * holds a lock for a moment, and is waited for.
 */
final class Refs {
  private static final String LOCK = ".lock";

  /** A ref that somebody has made to stand for another one is changed, and never that other one. */
  private static final boolean ITSELF = true;

  private final Repository repository;
  private final Locks locks;
  private final Housekeeping housekeeping;
  private final Sharing sharing;

  Refs(Repository repository, Locks locks) {
    this.repository = repository;
    this.locks = locks;
    this.housekeeping = Housekeeping.of(repository, locks);
    this.sharing = Sharing.of(repository);
  }

  Repository repository() {
    return repository;
  }

  /**
   * Returns where a ref points to. Git puts a packed ref into the one file before it takes away the
   * other, and JGit reads them in the wrong order for that; so one that seems to be missing is
   * looked for once more.
   */
  Optional<ObjectId> tip(String name) throws IOException {
    Ref ref = repository.exactRef(name);
    if (ref == null) {
      repository.getRefDatabase().refresh();
      ref = repository.exactRef(name);
    }
    return Optional.ofNullable(ref).map(Ref::getObjectId);
  }

  /**
   * Returns a ref that leaves no room for another: one would be a file where the other is a folder.
   * Only those are looked for, since a repository may have thousands of others.
   */
  Optional<String> inTheWayOf(String name) throws IOException {
    for (int end = name.lastIndexOf('/');
        end > Constants.R_REFS.length();
        end = name.lastIndexOf('/', end - 1)) {
      String above = name.substring(0, end);
      if (repository.exactRef(above) != null) {
        return Optional.of(above);
      }
    }
    return repository.getRefDatabase().getRefsByPrefix(name + "/").stream()
        .findFirst()
        .map(Ref::getName);
  }

  /** Makes a ref that is not there yet; one that is stays as it is. */
  void make(String name, ObjectId target) throws IOException {
    swap(name, Optional.empty(), target, "begun");
  }

  /**
   * Points a ref at an object if it still points where it did, in one step that nobody comes
   * between.
   *
   * @param before empty for a ref that is to be made
   * @return whether it points there now
   */
  boolean swap(String name, Optional<ObjectId> before, ObjectId target, String why)
      throws IOException {
    makeReflogFolder(name);
    change(
        name,
        () -> {
          if (!tip(name).equals(before)) {
            return RefUpdate.Result.NO_CHANGE;
          }
          RefUpdate update = update(name, target, why);
          update.setExpectedOldObjectId(before.orElse(ObjectId.zeroId()));
          return there(update.forceUpdate(), target);
        });
    return tip(name).equals(Optional.of(target));
  }

  /** JGit makes this folder without expecting that somebody else may, such as a branch beside. */
  private void makeReflogFolder(String name) throws IOException {
    Path reflog = repository.getCommonDirectory().toPath().resolve("logs").resolve(name);
    Files.createDirectories(reflog.getParent());
  }

  /**
   * Points a ref at an object, wherever it pointed before; makes it when it is not there. Of what
   * is there when this ends nothing will be pruned.
   *
   * @throws MissingObjectException when the object is not there
   */
  void point(String name, AnyObjectId target, String why) throws IOException {
    change(
        name,
        () -> {
          RefUpdate update = update(name, target, why);
          return there(update.forceUpdate(), target);
        });
    letHousekeepingEnd();
  }

  /** Waits until nothing is pruned that refs lead to now. */
  void letHousekeepingEnd() throws IOException {
    housekeeping.letEnd();
  }

  /** Moves a ref on to a commit that follows it; nothing when it is there already. */
  void advance(String name, AnyObjectId target, String why) throws IOException {
    change(name, () -> there(update(name, target, why).update(), target));
  }

  /** Removes a ref; nothing when there is none. */
  void remove(String name) throws IOException {
    change(
        name,
        () -> {
          RefUpdate update = repository.updateRef(name, ITSELF);
          update.setForceUpdate(true);
          return update.delete();
        });
  }

  /** Removes the lock of a ref that nobody else works on. */
  void free(String name) throws IOException {
    locks.remove(lock(name));
  }

  /** Has the checkout be on a branch. */
  void checkOut(String branch) throws IOException {
    change(Constants.HEAD, () -> repository.updateRef(Constants.HEAD).link(branch));
  }

  /** Has the checkout be on no branch, at a commit. */
  void detach(AnyObjectId commit) throws IOException {
    change(
        Constants.HEAD,
        () -> {
          RefUpdate update = repository.updateRef(Constants.HEAD, true);
          update.setNewObjectId(commit);
          update.setRefLogMessage("attractor: merging", false);
          return there(update.forceUpdate(), commit);
        });
  }

  private RefUpdate update(String name, AnyObjectId target, String why) throws IOException {
    RefUpdate update = repository.updateRef(name, ITSELF);
    update.setNewObjectId(target);
    update.setRefLogMessage("attractor: " + why, false);
    return update;
  }

  /** Returns whether one commit leads to another, or is it. */
  boolean follows(AnyObjectId later, AnyObjectId earlier) throws IOException {
    try (RevWalk walk = new RevWalk(repository)) {
      return walk.isMergedInto(walk.parseCommit(earlier), walk.parseCommit(later));
    }
  }

  /** Returns the commit a ref points to. */
  Optional<RevCommit> commit(String name) throws IOException {
    Optional<ObjectId> tip = tip(name);
    if (tip.isEmpty()) {
      return Optional.empty();
    }
    try (RevWalk walk = new RevWalk(repository)) {
      return Optional.of(walk.parseCommit(tip.get()));
    }
  }

  /** One try to change a ref. */
  private interface Change {
    RefUpdate.Result make() throws IOException;
  }

  private void change(String name, Change change) throws IOException {
    RefUpdate.Result happened =
        locks.waitFor(
            "%s stays locked: if no git program works there, remove %s, and packed-refs.lock"
                .formatted(name, lock(name)),
            () -> {
              RefUpdate.Result result = tryTo(change);
              if (result == RefUpdate.Result.LOCK_FAILURE) {
                mustHaveAPlace(name);
                locks.removeWhenStale(lock(name));
                return Optional.empty();
              }
              return Optional.of(result);
            });
    mustHaveHappened(happened, name);
    sharing.open(name);
  }

  /** A ref cannot be file and folder; JGit tells that as it tells a lock. */
  private void mustHaveAPlace(String name) throws IOException {
    Optional<String> other = inTheWayOf(name);
    if (other.isPresent()) {
      throw AttractorException.usage(
          "git cannot have %s beside %s".formatted(name, other.get()),
          "rename what is in the way: git branch -m OLD NEW");
    }
  }

  private static RefUpdate.Result tryTo(Change change) throws IOException {
    try {
      return change.make();
    } catch (LockFailedException e) {
      return RefUpdate.Result.LOCK_FAILURE; // of all packed refs
    }
  }

  private Path lock(String name) {
    boolean own = name.equals(Constants.HEAD);
    return (own ? repository.getDirectory() : repository.getCommonDirectory())
        .toPath()
        .resolve(name + LOCK);
  }

  private static RefUpdate.Result there(RefUpdate.Result result, AnyObjectId target)
      throws MissingObjectException {
    if (result == RefUpdate.Result.REJECTED_MISSING_OBJECT) {
      throw new MissingObjectException(target.toObjectId(), Constants.TYPE_COMMIT);
    }
    return result;
  }

  private static void mustHaveHappened(RefUpdate.Result result, String ref) throws IOException {
    switch (result) {
      case NEW, FAST_FORWARD, FORCED, NO_CHANGE -> {}
      case LOCK_FAILURE,
          IO_FAILURE,
          NOT_ATTEMPTED,
          REJECTED,
          REJECTED_CURRENT_BRANCH,
          REJECTED_MISSING_OBJECT,
          REJECTED_OTHER_REASON,
          RENAMED ->
          throw new IOException("git did not update %s: %s".formatted(ref, result));
    }
  }

  /**
   * Returns whether an object is in the repository: it is opened, since JGit remembers what it has
   * written itself, and does not look whether it was pruned.
   */
  boolean isThere(AnyObjectId id) throws IOException {
    try (ObjectReader reader = repository.newObjectReader()) {
      reader.open(id);
      return true;
    } catch (MissingObjectException e) {
      return false;
    }
  }

  /** Returns whether another ref leads to a commit, so that it is not lost with this one. */
  boolean isHeldBeside(String name, AnyObjectId commit) throws IOException {
    List<Ref> others =
        repository.getRefDatabase().getRefs().stream()
            .filter(ref -> !ref.getName().equals(name) && !ref.isSymbolic())
            .toList();
    try (RevWalk walk = new RevWalk(repository)) {
      return walk.isMergedIntoAny(walk.parseCommit(commit), others);
    }
  }

  /**
   * Removes the lock files that a killed driver has left. The run's own lock says that nobody else
   * is here.
   *
   * @param runId whose record may be locked
   * @param branch the ref of its branch
   * @param attempts the folder of refs that belong to it alone
   */
  void dropLocks(RunId runId, String branch, String attempts) throws IOException {
    Path common = repository.getCommonDirectory().toPath();
    locks.remove(common.resolve(branch + LOCK));
    dropLocksBelow(common.resolve(attempts), _ -> true);
    dropLocksBelow(
        common.resolve(RecordRefs.PREFIX),
        name -> name.equals(runId.text()) || name.startsWith(runId + "."));
  }

  /** Removes the locks of refs below a folder whose names are meant. */
  private void dropLocksBelow(Path folder, Predicate<String> meant) throws IOException {
    if (!Files.isDirectory(folder)) {
      return;
    }
    // By names alone: those of other runs come and go meanwhile.
    String[] names = folder.toFile().list();
    for (String name : names == null ? new String[0] : names) {
      if (!name.endsWith(LOCK)) {
        dropLocksBelow(folder.resolve(name), meant);
      } else if (meant.test(name.replace(LOCK, ""))) {
        locks.remove(folder.resolve(name));
      }
    }
  }
}
