package dev.attractor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the one jar of the program makes of calls that Java would link anew at each start. */
class OneJarTest {
  @TempDir
  @SuppressWarnings("NullAway.Init")
  private Path folder;

  /** A record with all kinds of parts. */
  record Parts(
      boolean a, byte b, char c, short d, int e, long f, float g, double h, String i, Object j) {
    static Parts of(int seed, String text, double number) {
      return new Parts(
          seed % 2 == 0,
          (byte) seed,
          (char) seed,
          (short) seed,
          seed,
          seed,
          (float) number,
          number,
          text,
          NUMBERS);
    }

    private static final Object NUMBERS = new Object();
  }

  /** A record without parts. */
  record Nothing() {}

  /** What is chosen among. */
  sealed interface Shape<T> {
    record Dot<T>() implements Shape<T> {}

    record Line<T>(T from) implements Shape<T> {}

    record Many<T>(List<T> all) implements Shape<T> {}

    /** A switch in an interface. */
    default String name() {
      return switch (this) {
        case Dot<T> _ -> "dot";
        case Line<T>(String text) when text.isEmpty() -> "line from nothing";
        case Line<T>(Integer _) -> "line from a number";
        case Line<T> line -> "line from " + line.from();
        case Many<T>(var all) when all.size() > 1 -> "several";
        case Many<T> _ -> "one or none";
      };
    }
  }

  private static String kind(Object it) {
    return switch (it) {
      case null -> "null";
      case Integer number when number > 5 -> "large";
      case Integer _ -> "small";
      case String text when text.isEmpty() -> "no text";
      case CharSequence _ -> "text";
      case Object[] _ -> "array";
      default -> "something";
    };
  }

  /** What all of it comes to. */
  static final class Result implements Supplier<String> {
    @Override
    public String get() {
      StringBuilder all = new StringBuilder();
      for (int one = 0; one < 3; one++) {
        for (String text : new String[] {"x", null}) {
          for (double number : new double[] {0.0, -0.0, Double.NaN, 1.5}) {
            Parts parts = Parts.of(one, text, number);
            all.append(parts.hashCode() - System.identityHashCode(Parts.NUMBERS)).append(' ');
            all.append(parts.equals(Parts.of(one, text, number))).append(' ');
            all.append(parts.equals(Parts.of(one, text, 0.0))).append(' ');
            all.append(parts.equals(Parts.of(one, "x", number))).append(' ');
            all.append(parts.equals(Parts.of(1, text, number))).append(' ');
          }
        }
      }
      all.append(new Nothing().hashCode()).append(new Nothing().equals(new Nothing()));
      Object other = Parts.of(1, "", 1);
      all.append(new Nothing().equals(other)).append(new Nothing()).append('\n');
      for (Object it : new Object[] {null, 1, 9, "", "x", CharBuffer.wrap("y"), new int[1], this}) {
        all.append(kind(it)).append(' ');
      }
      all.append(kind(new String[1]));
      for (Shape<?> shape :
          List.of(
              new Shape.Dot<>(),
              new Shape.Line<>(""),
              new Shape.Line<>("x"),
              new Shape.Line<>(1),
              new Shape.Line<>(1L),
              new Shape.Many<>(List.of()),
              new Shape.Many<>(List.of(1, 2)))) {
        all.append('\n').append(shape.name());
      }
      return all.toString();
    }
  }

  @BeforeEach
  void make() throws Exception {
    Path jars = Files.createDirectory(folder.resolve("jars"));
    try (ZipOutputStream out =
        new ZipOutputStream(Files.newOutputStream(jars.resolve("some.jar")))) {
      Path classes =
          Path.of(OneJarTest.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      try (var all = Files.list(classes.resolve("dev/attractor/cli"))) {
        for (Path type :
            all.filter(file -> file.getFileName().toString().startsWith("OneJarTest")).toList()) {
          out.putNextEntry(new ZipEntry(classes.relativize(type).toString()));
          Files.copy(type, out);
        }
      }
    }
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "src/build/OneJar.java",
                jars.toString(),
                folder.resolve("one.jar").toString())
            .redirectErrorStream(true)
            .start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
  }

  private static String result(Path jar) throws Exception {
    try (URLClassLoader loader =
        new URLClassLoader(new URL[] {jar.toUri().toURL()}, ClassLoader.getPlatformClassLoader())) {
      var made = loader.loadClass(Result.class.getName()).getDeclaredConstructor();
      made.setAccessible(true);
      return (String) ((Supplier<?>) made.newInstance()).get();
    }
  }

  private static Stream<String> linked(Path jar, Class<?> type) throws IOException {
    try (URLClassLoader loader = new URLClassLoader(new URL[] {jar.toUri().toURL()}, null);
        InputStream in =
            Objects.requireNonNull(
                loader.getResourceAsStream(type.getName().replace('.', '/') + ".class"))) {
      return ClassFile.of().parse(in.readAllBytes()).methods().stream()
          .flatMap(method -> method.code().stream())
          .flatMap(code -> code.elementStream())
          .filter(InvokeDynamicInstruction.class::isInstance)
          .map(call -> ((InvokeDynamicInstruction) call).name().stringValue())
          .toList()
          .stream();
    }
  }

  @Test
  void recordsAndSwitchesMeanTheSame() throws Exception {
    assertThat(result(folder.resolve("one.jar")))
        .isEqualTo(result(folder.resolve("jars/some.jar")))
        .contains("line from a number", "several");
  }

  @Test
  void nothingOfThemIsLeftToBeLinked() throws Exception {
    Path before = folder.resolve("jars/some.jar");
    Path after = folder.resolve("one.jar");

    assertThat(linked(before, Parts.class)).contains("equals", "hashCode", "toString");
    assertThat(linked(after, Parts.class)).containsExactly("toString");
    assertThat(linked(before, Shape.class)).contains("typeSwitch");
    assertThat(linked(after, Shape.class)).doesNotContain("typeSwitch");
  }
}
