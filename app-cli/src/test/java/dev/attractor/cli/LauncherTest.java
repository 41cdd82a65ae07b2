package dev.attractor.cli;

import static dev.attractor.testkit.process.RealGit.git;
import static org.assertj.core.api.Assertions.assertThat;

import dev.attractor.cli.wiring.LaunchedLocale;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The scripts that start the program, with a Java that tells what it is started with. */
class LauncherTest {
  /** Of commands, which need different things: runs, looks at runs, help. */
  private static final int KINDS = 3;

  @TempDir
  @SuppressWarnings("NullAway.Init")
  private Path root;

  private final Map<String, String> environment = new HashMap<>();

  @BeforeEach
  void build() throws IOException {
    Files.copy(
        Path.of("..", "attractor"), root.resolve("attractor"), StandardCopyOption.COPY_ATTRIBUTES);
    Files.createDirectories(installed("bin"));
    Files.copy(Path.of("src/dist/bin/attractor"), installed("bin/attractor"));
    Files.writeString(installed("program.jar"), "");
    java(root.resolve("jdk"), "25", "");
  }

  private Path installed(String name) {
    return root.resolve("app-cli/target/attractor").resolve(name);
  }

  /** Makes a Java that learns something, and says so in a file. */
  private void java(Path home, String version, String learnt) throws IOException {
    Path java = home.resolve("bin/java");
    Files.createDirectories(java.getParent());
    Files.writeString(
        home.resolve("release"),
        "JAVA_RUNTIME_VERSION=\"%s+1\"\nJAVA_VERSION=\"%s\"\n".formatted(version, version));
    Files.writeString(
        java,
        """
        #!/bin/sh
        case $1 in
          -XX:DumpLoadedClassList=*)
            printf '# a list\n@cp a/Used 1 2\nb/Last id: 0\na/Used id: 1\n' >"${1#*=}"
            exit ;;
          -Xshare:dump)
            for word; do :; done
            echo "$0 $word" >>'%s'
            cat "${3#*=}" >'%s'
            echo '%s' >"${2#*=}"
            [ '%s' ]
            exit ;;
        esac
        echo "$0"
        echo "LC_ALL=$LC_ALL, before ${ATTRACTOR_LC_ALL-it was kept}"
        printf '%%s\\n' "$@"
        """
            .formatted(root.resolve("lessons"), root.resolve("lesson"), learnt, learnt));
    assertThat(java.toFile().setExecutable(true)).isTrue();
  }

  private List<String> lessons() throws IOException {
    return Files.readAllLines(root.resolve("lessons"));
  }

  /** Returns what Java is started with. */
  private List<String> java(String... words) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(
                // By a shell: what a process that is just being started holds open cannot be
                // executed.
                Stream.concat(
                        Stream.of("sh", root.resolve("attractor").toString()), Stream.of(words))
                    .toList())
            .redirectErrorStream(true);
    builder.environment().put("JAVA_HOME", root.resolve("jdk").toString());
    builder.environment().putAll(environment);
    Process process = builder.start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output.lines().toList();
  }

  private String toolsForTryingOut() {
    return root.resolve("app-cli/target/attractor/lib-dev").toString();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "dev mock-llm --port 0",
        "--debug dev mock-llm",
        "--plugin-path some/folder dev mock-llm",
        "--plugin-path=some/folder --debug dev mock-llm",
      })
  void theCommandDevFindsItsToolsWhateverStandsBeforeIt(String line) throws Exception {
    assertThat(java(line.split(" ", -1)))
        .endsWith(line.split(" ", -1))
        .anyMatch(word -> word.contains(toolsForTryingOut()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"run dev", "--plugin-path dev run p.dot", "--version", "logs dev"})
  void noOtherCommandWaitsForThoseTools(String line) throws Exception {
    assertThat(java(line.split(" ", -1)))
        .endsWith(line.split(" ", -1))
        .noneMatch(word -> word.contains(toolsForTryingOut()));
  }

  @Test
  void withoutWordsTheProgramSaysWhatIsMissing() throws Exception {
    assertThat(java()).last().isEqualTo("dev.attractor.cli.Main");
  }

  @Test
  void whatJavaLearnsOfTheProgramOnceEachStartKnows() throws Exception {
    java(root.resolve("jdk"), "25.0.1", "something");
    String cache = installed("attractor-25.0.1+1.look.jsa").toString();

    assertThat(java("list"))
        .contains("-XX:SharedArchiveFile=" + cache, "-Dattractor.cache=" + cache);
    assertThat(java("list")).contains("-XX:SharedArchiveFile=" + cache);
    assertThat(lessons()).hasSize(KINDS);
    assertThat(root.resolve("lesson"))
        .as("in an order of its own")
        .hasContent("a/Used\nb/Last\n@cp a/Used 1 2\n");
  }

  @ParameterizedTest
  @CsvSource({
    "run p.dot, run",
    "--debug resume latest, run",
    "status, look",
    "--plugin-path run list, look",
    "--help, help",
    "-V, help"
  })
  void eachKindOfCommandHasLearntWhatItNeeds(String line, String kind) throws Exception {
    java(root.resolve("jdk"), "25.0.1", "something");

    assertThat(java(line.split(" ", -1)))
        .contains("-XX:SharedArchiveFile=" + installed("attractor-25.0.1+1." + kind + ".jsa"));
  }

  @Test
  void anotherJavaLearnsItAnew() throws Exception {
    java(root.resolve("jdk"), "25.0.1", "something");
    java("list");
    java(root.resolve("jdk"), "25.0.2", "something");

    assertThat(java("list"))
        .contains("-XX:SharedArchiveFile=" + installed("attractor-25.0.2+1.look.jsa"));
    assertThat(lessons()).hasSize(2 * KINDS);
    assertThat(installed("attractor-25.0.1+1.look.jsa")).doesNotExist();
  }

  @Test
  void anotherProgramIsLearntAnew() throws Exception {
    java(root.resolve("jdk"), "25", "something");
    java("list");
    Files.setLastModifiedTime(
        installed("program.jar"), FileTime.from(Instant.now().plus(Duration.ofHours(1))));

    java("list");
    assertThat(lessons()).hasSize(2 * KINDS);
  }

  @Test
  void aJavaThatCannotLearnIsNotAskedAgain() throws Exception {
    assertThat(java("list")).noneMatch(word -> word.contains("SharedArchive"));
    assertThat(java("list")).noneMatch(word -> word.contains("SharedArchive"));
    assertThat(lessons()).hasSize(KINDS);
  }

  @Test
  void aProgramThatBringsItsJavaTakesThat() throws Exception {
    java(installed("runtime"), "25.0.3", "something");

    assertThat(java("list"))
        .startsWith(installed("runtime/bin/java").toString())
        .contains("-XX:SharedArchiveFile=" + installed("attractor-25.0.3+1.look.jsa"));
    assertThat(lessons()).allMatch(lesson -> lesson.endsWith(" ./program.jar"));
  }

  @ParameterizedTest
  @CsvSource({
    "C, 'LC_ALL=C.UTF-8, before C'",
    "POSIX, 'LC_ALL=C.UTF-8, before POSIX'",
    "de_DE.ISO-8859-1, 'LC_ALL=C.UTF-8, before de_DE.ISO-8859-1'",
  })
  void javaIsInALocaleThatHasAllLetters(String locale, String seen) throws Exception {
    environment.put("LC_ALL", locale);
    assertThat(java("list")).contains(seen);
  }

  /** One of another machine, which ssh has brought along, need not be installed. */
  @Test
  void aLocaleThatSaysSoIsBelievedOnlyWhereNoOtherIsCertainlyThere() throws Exception {
    boolean isThere =
        Stream.of("C.utf8", "C.UTF-8")
            .anyMatch(name -> Files.isDirectory(Path.of("/usr/lib/locale", name)));
    environment.put("LC_ALL", "xx_YY.UTF-8");
    assertThat(java("list"))
        .contains(
            isThere
                ? "LC_ALL=C.UTF-8, before xx_YY.UTF-8"
                : "LC_ALL=xx_YY.UTF-8, before it was kept");
  }

  @Test
  void stagesSeeVariablesOfAnyNameAsTheyWere() throws Exception {
    Path java = root.resolve("jdk/bin/java");
    Files.writeString(
        java, Files.readString(java) + "echo \"$version $home $command $key $cache\"\n");
    environment.putAll(
        Map.of("version", "1", "home", "2", "command", "3", "key", "4", "cache", "5"));
    assertThat(java("list")).last().isEqualTo("1 2 3 4 5");
  }

  @ParameterizedTest
  @CsvSource({
    "-XX:+UseG1GC, -XX:+UseSerialGC",
    "-Xmx24m, -Xms32m",
    "-XX:MaxRAMPercentage=10, -XX:NewSize=16m",
    "-XX:VMOptionsFile=options, -XX:+UseSerialGC",
    "@options, -Xms32m",
    "-XX:AOTMode=auto, '-Xlog:aot*=off,cds*=off'",
    "@options, '-Xlog:aot*=off,cds*=off'",
  })
  void whatPeopleHaveJavaDoIsNotContradicted(String wanted, String ours) throws Exception {
    java(root.resolve("jdk"), "25", "something");
    assertThat(java("list")).contains(ours);
    for (String variable : List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS")) {
      environment.put(variable, wanted);
      assertThat(java("list")).doesNotContain(ours);
      environment.remove(variable);
    }
  }

  @Test
  void otherOptionsOfPeopleLeaveOursAlone() throws Exception {
    java(root.resolve("jdk"), "25", "something");
    environment.put("JAVA_TOOL_OPTIONS", "-Dmail=a@b -Dfile=VMOptionsFile");
    assertThat(java("list"))
        .contains("-XX:+UseSerialGC", "-Xms32m")
        .anyMatch(word -> word.startsWith("-Dattractor.memory=-XX:+UseSerialGC -Xms32m "))
        .anyMatch(word -> word.startsWith("-XX:SharedArchiveFile="));
  }

  @ParameterizedTest
  @ValueSource(strings = {"tools!", "tools!/deeper", "a:b"})
  void aFolderThatJavaTakesApartIsTold(String name) throws Exception {
    Path bin = Files.createDirectories(root.resolve(name).resolve("bin"));
    Files.copy(Path.of("src/dist/bin/attractor"), bin.resolve("attractor"));
    Process process =
        new ProcessBuilder("sh", bin.resolve("attractor").toString(), "list")
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isEqualTo(2);
    assertThat(output).contains("error: no program can be started from a folder", "hint: ");
  }

  @Test
  void whenTheJavaThatIsListenedToIsEndedNothingIsLearnt() throws Exception {
    java(root.resolve("jdk"), "25", "something");
    Path java = root.resolve("jdk/bin/java");
    String able = Files.readString(java);
    Files.writeString(java, able.replaceFirst("(?m)^ *exit ;;$", "kill -9 \\$\\$ ;;"));
    assertThat(java("list")).noneMatch(word -> word.startsWith("-XX:SharedArchiveFile="));
    Files.writeString(java, able);
    assertThat(java("list")).anyMatch(word -> word.startsWith("-XX:SharedArchiveFile="));
  }

  @Test
  void whatCouldNotBeLearntIsTriedAgainTheNextDay() throws Exception {
    java("list");
    java(root.resolve("jdk"), "25", "something");
    assertThat(java("list")).noneMatch(word -> word.startsWith("-XX:SharedArchiveFile="));
    FileTime before = FileTime.from(Instant.now().minus(Duration.ofDays(2)));
    Files.setLastModifiedTime(installed("program.jar"), before);
    Files.setLastModifiedTime(installed("attractor-25+1.look.jsa"), before);
    assertThat(java("list")).anyMatch(word -> word.startsWith("-XX:SharedArchiveFile="));
  }

  @Test
  void itStartsWhereItCannotPutAwayWhatItLearnt() throws Exception {
    java(root.resolve("jdk"), "25", "something");
    Files.createDirectories(installed("attractor-25+1.look.jsa/in-the-way"));
    Files.createDirectories(installed("attractor-24+1.look.jsa/in-the-way"));
    assertThat(java("list")).last().isEqualTo("list");
    Files.createDirectories(installed("training.999999999"));
    assertThat(java("status")).last().isEqualTo("status");
  }

  @Test
  void aFolderThatIsGoneIsTold() throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(
                "sh",
                "-c",
                "mkdir gone && cd gone && rmdir ../gone && sh \"$0\" list",
                root.resolve("attractor").toString())
            .directory(root.toFile())
            .redirectErrorStream(true);
    builder.environment().put("JAVA_HOME", root.resolve("jdk").toString());
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isEqualTo(2);
    assertThat(output).contains("error: the folder you are in is gone: ", "hint: ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"TMPDIR=/nowhere/at/all", "GIT_DIR=$PWD/.git", "GIT_INDEX_FILE=/nowhere/i"})
  void learningNeedsNothingOfWhoeverStartsIt(String variable) throws Exception {
    Path mine = Files.createDirectories(root.resolve("mine"));
    git(mine, "init", "-q");
    git(mine, "commit", "-q", "--allow-empty", "-m", "mine");
    java(root.resolve("jdk"), "25", "something");
    ProcessBuilder builder =
        new ProcessBuilder(
                "sh", "-c", variable + " sh \"$0\" list", root.resolve("attractor").toString())
            .directory(mine.toFile())
            .redirectErrorStream(true);
    builder.environment().put("JAVA_HOME", root.resolve("jdk").toString());
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).as(output).isZero();
    assertThat(output).contains("-XX:SharedArchiveFile=");
    assertThat(git(mine, "log", "--format=%s")).isEqualTo("mine");
  }

  @Test
  void itStartsWithoutGitAndLearnsWhenThereIsOne() throws Exception {
    java(root.resolve("jdk"), "25", "something");
    Path programs = Files.createDirectories(root.resolve("programs"));
    for (String name : List.of("sh", "readlink", "rm", "mv", "mkdir", "env", "sed")) {
      Files.createSymbolicLink(programs.resolve(name), program(name));
    }
    environment.put("PATH", programs.toString());
    assertThat(java("list")).noneMatch(word -> word.startsWith("-XX:SharedArchiveFile="));
    environment.remove("PATH");
    assertThat(java("list")).anyMatch(word -> word.startsWith("-XX:SharedArchiveFile="));
  }

  /** What could not be learnt for want of room would not be tried again when there is some. */
  @Test
  void itLearnsNothingOnAFullDisk() throws Exception {
    java(root.resolve("jdk"), "25", "something");
    Path df = Files.createDirectories(root.resolve("programs")).resolve("df");
    Files.writeString(
        df,
        """
        #!/bin/sh
        echo 'Filesystem 1024-blocks Used Available Capacity Mounted on'
        echo '/dev/disk 9000000 8900000 100000 99% /'
        """);
    assertThat(df.toFile().setExecutable(true)).isTrue();
    environment.put("PATH", df.getParent() + ":" + System.getenv("PATH"));
    assertThat(java("list")).noneMatch(word -> word.startsWith("-XX:SharedArchiveFile="));
    environment.remove("PATH");
    assertThat(java("list")).anyMatch(word -> word.startsWith("-XX:SharedArchiveFile="));
  }

  private static Path program(String name) {
    return Stream.of(System.getenv("PATH").split(":", -1))
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void whatAnInterruptedLessonHasLeftGoesWithTheNext() throws Exception {
    java(root.resolve("jdk"), "25", "something");
    Process ended = new ProcessBuilder("true").start();
    assertThat(ended.waitFor()).isZero();
    Path left = Files.createDirectories(installed("training." + ended.pid()));
    Path ofOneAtWork =
        Files.createDirectories(installed("training." + ProcessHandle.current().pid()));

    java("list");

    assertThat(left).doesNotExist();
    assertThat(ofOneAtWork).exists();
  }

  @Test
  void whatJavaStartsSeesTheLocaleAsItWas() {
    assertThat(
            LaunchedLocale.asItWas(Map.of("LC_ALL", "C.UTF-8", "ATTRACTOR_LC_ALL", "C", "A", "b")))
        .isEqualTo(Map.of("LC_ALL", "C", "A", "b"));
    assertThat(LaunchedLocale.asItWas(Map.of("LC_ALL", "C.UTF-8", "ATTRACTOR_LC_ALL", "")))
        .isEmpty();
    assertThat(LaunchedLocale.asItWas(Map.of("LC_ALL", "tr_TR.UTF-8")))
        .isEqualTo(Map.of("LC_ALL", "tr_TR.UTF-8"));
  }

  /** Also by its name alone, and through links that lead from where they are. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "cd bin && sh attractor",
        "sh bin/attractor",
        "sh link",
        "cd bin && sh near",
        "sh far/bin/attractor",
      })
  void itIsFoundHoweverItIsCalled(String call) throws Exception {
    Files.createSymbolicLink(installed("link"), Path.of("bin/attractor"));
    Files.createSymbolicLink(installed("bin/near"), Path.of("attractor"));
    Files.createSymbolicLink(
        Files.createDirectories(installed("far")).resolve("bin"), installed("bin"));
    ProcessBuilder builder =
        new ProcessBuilder("sh", "-c", call + " list")
            .directory(installed("").toFile())
            .redirectErrorStream(true);
    builder.environment().put("ATTRACTOR_JAVA", root.resolve("jdk").toString());
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).as(output).isZero();
    assertThat(output.lines()).contains(installed("program.jar").toRealPath().toString());
  }
}
