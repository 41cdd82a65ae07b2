package dev.attractor.cli.terminal;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.IGetter;
import picocli.CommandLine.Model.ISetter;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/**
 * What a command can be given. It is told in code: to read picocli's annotations the JDK makes
 * classes at each start, which takes longer than all the rest of a short command.
 */
public final class Arguments {
  private final CommandSpec spec;

  private Arguments(CommandSpec spec) {
    this.spec = spec;
  }

  /**
   * Begins with a command that takes nothing.
   *
   * @param description the lines of its help
   */
  public static Arguments of(Callable<Integer> command, String... description) {
    CommandSpec spec = CommandSpec.wrapWithoutInspection(command);
    spec.usageMessage().description(description);
    return new Arguments(spec);
  }

  /** Adds an option. */
  public Arguments with(OptionSpec.Builder option) {
    spec.addOption(option.build());
    return this;
  }

  /** Adds words without a dash; who leaves out one of the fewest there may be is told so. */
  public Arguments with(PositionalParamSpec.Builder parameter) {
    spec.addPositional(parameter.required(parameter.arity().min() > 0).build());
    return this;
  }

  /** Adds some of which a person may give one. */
  public Arguments withOneOf(ArgSpec... arguments) {
    ArgGroupSpec.Builder group = ArgGroupSpec.builder();
    for (ArgSpec argument : arguments) {
      group.addArg(argument);
    }
    spec.addArgGroup(group.build());
    return this;
  }

  /** Adds those that several commands have. */
  public Arguments with(UnaryOperator<Arguments> some) {
    return some.apply(this);
  }

  /** Returns what reads them. */
  public CommandLine line() {
    return new CommandLine(spec);
  }

  /** Returns the whole command line of the program, once it was read. */
  public ParseResult given() {
    return spec.root().commandLine().getParseResult();
  }

  /** An option that is given or not. */
  public static OptionSpec.Builder flag(Consumer<Boolean> given, String... names) {
    return option(new Value<>(given), names).type(boolean.class).arity("0").initialValue(false);
  }

  /** An option with a value. */
  public static <T> OptionSpec.Builder option(
      Class<T> type, Consumer<T> given, String label, String... names) {
    return option(new Value<>(given), names).type(type).arity("1").paramLabel(label);
  }

  /** An option that may be repeated; {@code given} is called before the values are added. */
  public static <T> OptionSpec.Builder options(
      Class<T> type, Consumer<List<T>> given, String label, String... names) {
    return option(new Value<>(given), names)
        .type(List.class)
        .auxiliaryTypes(type)
        .arity("1")
        .paramLabel(label);
  }

  /** An option {@code NAME=VALUE} that may be repeated; as {@link #options}. */
  public static OptionSpec.Builder pairs(
      Consumer<Map<String, String>> given, String label, String... names) {
    return option(new Value<>(given), names)
        .type(Map.class)
        .auxiliaryTypes(String.class, String.class)
        .arity("1")
        .paramLabel(label);
  }

  /** A word without a dash that may be left out. */
  public static <T> PositionalParamSpec.Builder parameter(
      Class<T> type, Consumer<T> given, String label) {
    return parameter(new Value<>(given)).type(type).arity("0..1").paramLabel(label);
  }

  /** Words without a dash, as many as a person likes; as {@link #options}. */
  public static <T> PositionalParamSpec.Builder parameters(
      Class<T> type, Consumer<List<T>> given, String label) {
    return parameter(new Value<>(given))
        .type(List.class)
        .auxiliaryTypes(type)
        .arity("0..*")
        .paramLabel(label);
  }

  private static OptionSpec.Builder option(Value<?> value, String... names) {
    return OptionSpec.builder(names).getter(value).setter(value);
  }

  private static PositionalParamSpec.Builder parameter(Value<?> value) {
    return PositionalParamSpec.builder().getter(value).setter(value);
  }

  /** What picocli found, which it reads again where there are several. */
  private static final class Value<T> implements IGetter, ISetter {
    private final Consumer<T> given;
    private @Nullable Object found;

    private Value(Consumer<T> given) {
      this.given = given;
    }

    @Override
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    public <V> @Nullable V get() {
      return (V) found;
    }

    @Override
    @SuppressWarnings("unchecked") // picocli converts to the type of the argument
    public <V> @Nullable V set(@Nullable V value) {
      Object before = found;
      found = value;
      if (value != null) {
        given.accept((T) value);
      }
      return (V) before;
    }
  }
}
