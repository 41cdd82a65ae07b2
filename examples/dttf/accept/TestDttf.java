import java.nio.file.Files;
import java.nio.file.Path;

/** Section 8. */
final class TestDttf {
  public static void main(String[] args) throws Exception {
    Path font = Files.createTempDirectory("dttf").resolve("out.ttf");
    Accept.that(dttf() == 2 && dttf("build") == 2, "wrong usage ends with 2");
    Accept.that(
        dttf("build", "pictures", font.toString()) == 0 && Files.size(font) > 1000,
        "build makes a font");
    Accept.that(dttf("validate", font.toString()) == 0, "it is valid");
    Accept.that(dttf("validate", "accept/Accept.java") == 1, "a text is not");
    Accept.that(dttf("build", "nowhere", font.toString()) == 1, "without pictures it ends with 1");
  }

  private static int dttf(String... args) throws Exception {
    String[] command = new String[args.length + 5];
    System.arraycopy(
        new String[] {"java", "-Djava.awt.headless=true", "-cp", "build", "Dttf"},
        0,
        command,
        0,
        5);
    System.arraycopy(args, 0, command, 5, args.length);
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }
}
