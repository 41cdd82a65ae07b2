package dev.attractor.domain.run;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An immutable map whose changed copies share all but the changed path, so that a state of
 * thousands of nodes costs no more to follow than one of ten. A hash trie with 32 ways a level.
 *
 * @param <K> the keys, whose hashes never change
 * @param <V> the values
 */
final class SharedMap<K, V> extends AbstractMap<K, V> {
  private static final int BITS = 5;
  private static final int MASK = (1 << BITS) - 1;
  private static final int HASH_BITS = 32;
  private static final SharedMap<?, ?> EMPTY = new SharedMap<>(new Branch<>(0, List.of()), 0);

  private final Branch<K, V> root;
  private final int size;

  private SharedMap(Branch<K, V> root, int size) {
    this.root = root;
    this.size = size;
  }

  private sealed interface Tree<K, V> {}

  /** Children by five bits of the hash; only those that exist are kept, in order of their bits. */
  private record Branch<K, V>(int bitmap, List<Tree<K, V>> children) implements Tree<K, V> {}

  /** One entry. */
  private record Leaf<K, V>(int hash, K key, V value) implements Tree<K, V> {}

  /** Entries whose hashes are the same to the last bit. */
  private record Bucket<K, V>(List<Leaf<K, V>> leaves) implements Tree<K, V> {}

  @SuppressWarnings("unchecked") // an empty map has no values of a wrong type
  static <K, V> SharedMap<K, V> empty() {
    return (SharedMap<K, V>) EMPTY;
  }

  static <K, V> SharedMap<K, V> copyOf(Map<K, V> map) {
    if (map instanceof SharedMap<K, V> shared) {
      return shared;
    }
    SharedMap<K, V> copy = empty();
    for (Map.Entry<K, V> entry : map.entrySet()) {
      copy = copy.with(entry.getKey(), entry.getValue());
    }
    return copy;
  }

  /** Returns this map with one value put or replaced. */
  SharedMap<K, V> with(K key, V value) {
    V old = get(key);
    if (old != null && old.equals(value)) {
      return this;
    }
    Leaf<K, V> leaf = new Leaf<>(key.hashCode(), key, value);
    return new SharedMap<>(put(root, 0, leaf), old == null ? size + 1 : size);
  }

  /** Returns this map without a key. */
  SharedMap<K, V> without(K key) {
    return containsKey(key)
        ? new SharedMap<>(removed(root, 0, key.hashCode(), key), size - 1)
        : this;
  }

  /** Returns a branch without a key that is in it; what is left may be empty. */
  private static <K, V> Branch<K, V> removed(Branch<K, V> branch, int shift, int hash, K key) {
    int bit = 1 << ((hash >>> shift) & MASK);
    int index = Integer.bitCount(branch.bitmap & (bit - 1));
    List<Tree<K, V>> children = new ArrayList<>(branch.children);
    Optional<Tree<K, V>> left =
        switch (children.get(index)) {
          case Branch<K, V> inner ->
              Optional.of(removed(inner, shift + BITS, hash, key))
                  .filter(rest -> rest.bitmap != 0)
                  .map(rest -> rest);
          case Leaf<K, V> _ -> Optional.empty();
          case Bucket<K, V>(List<Leaf<K, V>> leaves) ->
              Optional.of(
                  new Bucket<>(leaves.stream().filter(leaf -> !leaf.key.equals(key)).toList()));
        };
    if (left.isPresent()) {
      children.set(index, left.get());
      return new Branch<>(branch.bitmap, children);
    }
    children.remove(index);
    return new Branch<>(branch.bitmap & ~bit, children);
  }

  private static <K, V> Branch<K, V> put(Branch<K, V> branch, int shift, Leaf<K, V> leaf) {
    int bit = 1 << ((leaf.hash >>> shift) & MASK);
    int index = Integer.bitCount(branch.bitmap & (bit - 1));
    List<Tree<K, V>> children = new ArrayList<>(branch.children.size() + 1);
    children.addAll(branch.children);
    if ((branch.bitmap & bit) == 0) {
      children.add(index, leaf);
    } else {
      children.set(index, merge(children.get(index), shift + BITS, leaf));
    }
    return new Branch<>(branch.bitmap | bit, children);
  }

  private static <K, V> Tree<K, V> merge(Tree<K, V> there, int shift, Leaf<K, V> leaf) {
    return switch (there) {
      case Branch<K, V> branch -> put(branch, shift, leaf);
      case Leaf<K, V> old when old.key.equals(leaf.key) -> leaf;
      case Leaf<K, V> old when shift >= HASH_BITS -> new Bucket<>(List.of(old, leaf));
      case Leaf<K, V> old -> put(put(new Branch<>(0, List.of()), shift, old), shift, leaf);
      case Bucket<K, V>(List<Leaf<K, V>> leaves) -> {
        List<Leaf<K, V>> all = new ArrayList<>(leaves);
        all.removeIf(old -> old.key.equals(leaf.key));
        all.add(leaf);
        yield new Bucket<>(all);
      }
    };
  }

  @Override
  public @Nullable V get(Object key) {
    int hash = key.hashCode();
    Tree<K, V> at = root;
    for (int shift = 0;
        at instanceof Branch<K, V>(int bitmap, List<Tree<K, V>> children);
        shift += BITS) {
      int bit = 1 << ((hash >>> shift) & MASK);
      if ((bitmap & bit) == 0) {
        return null;
      }
      at = children.get(Integer.bitCount(bitmap & (bit - 1)));
    }
    return switch (at) {
      case Branch<K, V> _ -> throw new IllegalStateException("a branch has children");
      case Leaf<K, V> leaf -> leaf.key.equals(key) ? leaf.value : null;
      case Bucket<K, V>(List<Leaf<K, V>> leaves) -> {
        for (Leaf<K, V> leaf : leaves) {
          if (leaf.key.equals(key)) {
            yield leaf.value;
          }
        }
        yield null;
      }
    };
  }

  @Override
  public boolean containsKey(Object key) {
    return get(key) != null;
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public Set<Map.Entry<K, V>> entrySet() {
    List<Map.Entry<K, V>> entries = new ArrayList<>(size);
    collect(root, entries);
    return new AbstractSet<>() {
      @Override
      public Iterator<Map.Entry<K, V>> iterator() {
        return entries.iterator();
      }

      @Override
      public int size() {
        return size;
      }
    };
  }

  private static <K, V> void collect(Tree<K, V> tree, List<Map.Entry<K, V>> into) {
    switch (tree) {
      case Branch<K, V>(int _, List<Tree<K, V>> children) ->
          children.forEach(child -> collect(child, into));
      case Leaf<K, V> leaf -> into.add(Map.entry(leaf.key, leaf.value));
      case Bucket<K, V>(List<Leaf<K, V>> leaves) ->
          leaves.forEach(leaf -> into.add(Map.entry(leaf.key, leaf.value)));
    }
  }
}
