package dev.attractor.testkit.generate;

import dev.attractor.domain.parallel.Item;
import dev.attractor.domain.pipeline.NodeId;
import dev.attractor.domain.run.Attempt;
import dev.attractor.domain.run.RunEvent;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Makes facts of every kind that hold anything their types allow. The same seed makes the same.
 *
 * @since 0.1
 */
public final class AnyEvents {
  /** How the names in a map begin. */
  public static final String KEY = "key_";

  private static final List<String> TEXTS =
      List.of(
          "", "a", "node_7", "Grüße, 世界 🌍", "\"quoted\"\n\tand\\more", "outcome=fail", "-", " x ");

  private static final List<NodeId> NODES =
      List.of(new NodeId("a"), new NodeId("node_7"), new NodeId("_"), new NodeId("Plan"));

  /** Texts and fields of an item follow from its JSON. */
  private static final List<Item> ITEMS =
      List.of(
          new Item("\"a b\"", "a b", Map.of()),
          new Item("7", "7", Map.of()),
          new Item("{\"k\":\"v\"}", "{\"k\":\"v\"}", Map.of("k", "v")));

  private final Random random;

  /** Makes a generator. */
  public AnyEvents(long seed) {
    this.random = new Random(seed);
  }

  /** Returns the kinds of facts there are: the records below the sealed interface. */
  public static List<Class<? extends RunEvent>> kinds() {
    return leaves(RunEvent.class)
        .<Class<? extends RunEvent>>map(type -> type.asSubclass(RunEvent.class))
        .distinct()
        .toList();
  }

  private static Stream<Class<?>> leaves(Class<?> type) {
    return type.isSealed()
        ? Arrays.stream(type.getPermittedSubclasses()).flatMap(AnyEvents::leaves)
        : Stream.of(type);
  }

  /** Returns a fact of this kind. */
  public RunEvent next(Class<? extends RunEvent> kind) {
    return (RunEvent) value(kind);
  }

  private Object value(Type type) {
    return switch (type) {
      case ParameterizedType generic -> container(generic);
      case Class<?> known -> value(known);
      default -> throw new AssertionError("nobody can make a " + type);
    };
  }

  private Object container(ParameterizedType type) {
    Type inner = type.getActualTypeArguments()[type.getActualTypeArguments().length - 1];
    int size = random.nextInt(4);
    if (type.getRawType() == Optional.class) {
      return size < 2 ? Optional.empty() : Optional.of(value(inner)).filter(one -> !one.equals(""));
    }
    if (type.getRawType() == List.class) {
      return Stream.generate(() -> value(inner)).limit(size).toList();
    }
    if (type.getRawType() == Map.class) {
      boolean named = type.getActualTypeArguments()[0] == NodeId.class;
      Map<Object, Object> map = new LinkedHashMap<>();
      for (int i = 0; i < size; i++) {
        map.put(named ? new NodeId(KEY + i) : KEY + i, value(inner));
      }
      return map;
    }
    throw new AssertionError("nobody can make a " + type);
  }

  private Object value(Class<?> type) {
    if (type == Item.class) {
      return ITEMS.get(random.nextInt(ITEMS.size()));
    }
    if (type == NodeId.class) {
      return NODES.get(random.nextInt(NODES.size()));
    }
    if (type.isSealed()) {
      List<Class<?>> kinds = leaves(type).toList();
      return value(kinds.get(random.nextInt(kinds.size())));
    }
    if (type.isEnum()) {
      return type.getEnumConstants()[random.nextInt(type.getEnumConstants().length)];
    }
    if (type.isRecord()) {
      return record(type);
    }
    return switch (type.getSimpleName()) {
      case "String" -> TEXTS.get(random.nextInt(TEXTS.size()));
      case "int", "Integer" -> random.nextInt(2) * random.nextInt(1000);
      case "long" -> random.nextInt(2) * random.nextLong(1L << 40);
      case "boolean" -> random.nextBoolean();
      case "double" -> random.nextInt(100) / 8.0;
      case "BigDecimal" -> new BigDecimal(List.of("0", "0.25", "17.5").get(random.nextInt(3)));
      case "Duration" -> Duration.ofMillis(random.nextLong(1L << 30));
      default -> throw new AssertionError("nobody can make a " + type);
    };
  }

  /** What the constructor refuses is made anew. */
  private Object record(Class<?> type) {
    RecordComponent[] components = type.getRecordComponents();
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    while (true) {
      Object[] values = Arrays.stream(components).map(this::value).toArray();
      try {
        return type.getDeclaredConstructor(types).newInstance(values);
      } catch (InvocationTargetException e) {
        if (!(e.getCause() instanceof IllegalArgumentException)) {
          throw new AssertionError(e);
        }
      } catch (ReflectiveOperationException e) {
        throw new LinkageError(e.getMessage(), e);
      }
    }
  }

  private Object value(RecordComponent component) {
    Object value = value(component.getGenericType());
    return value instanceof Attempt any && component.getName().equals("fanOut")
        ? Attempt.first(any.nodeId(), any.visit()) // a fan-out has one attempt a visit
        : value;
  }
}
