import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/**
 * Makes what is released, for the machine it runs on: {@code java Release.java TARGET VERSION
 * TIME}. TARGET is the folder of what the module has built, TIME is that of all files. In the
 * environment, ATTRACTOR_DOWNLOAD is the address that the archives will have, and
 * ATTRACTOR_MAINTAINER ({@code NAME <ADDRESS>}) answers for the Debian package.
 */
final class Release {
  /** What the program, and what it starts for trying things out, need of the JDK. */
  private static final String MODULES =
      "java.desktop,java.instrument,java.logging,java.management,java.naming,java.net.http,"
          + "java.security.jgss,java.sql,jdk.crypto.ec,jdk.httpserver,jdk.unsupported,jdk.zipfs";

  /** What authors of plugins build against, with what that needs. */
  private static final List<String> PUBLISHED = List.of("spi", "core-domain", "ports", "testkit");

  private static final Set<PosixFilePermission> EXECUTABLE =
      PosixFilePermissions.fromString("rwxr-xr-x");
  private static final Set<PosixFilePermission> READABLE =
      PosixFilePermissions.fromString("rw-r--r--");

  private final Path target;
  private final String version;
  private final FileTime time;
  private final String machine = system() + "-" + processor();
  private final Path folder;

  private Release(Path target, String version, Instant time) {
    this.target = target.toAbsolutePath();
    this.version = version;
    this.time = FileTime.from(time);
    this.folder =
        this.target.resolve("dist").resolve("attractor-%s-%s".formatted(version, machine));
  }

  public static void main(String[] arguments) throws Exception {
    Release release = new Release(Path.of(arguments[0]), arguments[1], Instant.parse(arguments[2]));
    release.layOut();
    release.archive();
    if (isOnPath("dpkg-deb")) {
      release.debianPackage();
    }
    release.descriptions();
    release.checksums();
  }

  private static String system() {
    String name = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    return name.contains("mac") ? "macos" : name.replaceAll("[^a-z]", "");
  }

  private static String processor() {
    return switch (System.getProperty("os.arch")) {
      case "amd64", "x86_64" -> "x64";
      case "aarch64", "arm64" -> "arm64";
      default -> System.getProperty("os.arch");
    };
  }

  // --- the folder ---

  private void layOut() throws Exception {
    remove(folder.getParent());
    Files.createDirectories(folder);
    copy(target.resolve("attractor"), folder);
    Files.setPosixFilePermissions(folder.resolve("bin/attractor"), EXECUTABLE);
    Files.copy(target.resolve("../../LICENSE"), folder.resolve("LICENSE"));
    billOfMaterials();
    Files.copy(target.resolve("THIRD-PARTY.txt"), folder.resolve("THIRD-PARTY.txt"));
    licenses();
    repository();
    runtime();
    settle(); // the caches know the program and its Java by theirs
    new Caches(folder, () -> printed("--version")).make();
    helpForShells();
    settle();
  }

  /** Takes it away from where it was made, since offline it is not made anew. */
  private void billOfMaterials() throws IOException {
    Path made = target.resolve("bom.json");
    if (!Files.exists(made)) {
      throw new IllegalStateException(
          "there is no bill of materials in %s: Maven makes one only without -o".formatted(made));
    }
    Files.move(made, folder.resolve("sbom.cdx.json"));
  }

  private static void remove(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted((a, b) -> b.compareTo(a)).toList()) {
        Files.delete(path);
      }
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path path : all.toList()) {
        Path place = to.resolve(from.relativize(path));
        if (Files.isDirectory(path)) {
          Files.createDirectories(place);
        } else if (!path.toString().endsWith(".jsa")) {
          Files.copy(path, place, StandardCopyOption.REPLACE_EXISTING);
        }
      }
    }
  }

  /** Those of the jars are kept in the one they were put into. */
  private void licenses() throws IOException {
    try (FileSystem jar = FileSystems.newFileSystem(folder.resolve("program.jar"))) {
      Path licenses = jar.getPath("META-INF/licenses");
      try (Stream<Path> all = Files.walk(licenses)) {
        for (Path file : all.filter(Files::isRegularFile).toList()) {
          Path place = folder.resolve("licenses").resolve(licenses.relativize(file).toString());
          Files.createDirectories(place.getParent());
          Files.copy(file, place);
        }
      }
    }
  }

  /** A Maven repository, so that a plugin can be built where there is nothing but a release. */
  private void repository() throws IOException {
    Path project = target.resolve("../..");
    publish("attractor", "pom", project.resolve("pom.xml"));
    for (String module : PUBLISHED) {
      publish(module, "pom", project.resolve(module).resolve("pom.xml"));
      publish(
          module,
          "jar",
          project.resolve(module).resolve("target/%s-%s.jar".formatted(module, version)));
    }
  }

  private void publish(String artifact, String kind, Path from) throws IOException {
    Path file =
        folder
            .resolve("maven/dev/attractor")
            .resolve(artifact)
            .resolve(version)
            .resolve("%s-%s.%s".formatted(artifact, version, kind));
    Files.createDirectories(file.getParent());
    Files.copy(from, file);
    Files.writeString(file.resolveSibling(file.getFileName() + ".sha1"), sum("SHA-1", file));
  }

  private void runtime() {
    int code =
        ToolProvider.findFirst("jlink")
            .orElseThrow(() -> new IllegalStateException("this JDK has no jlink"))
            .run(
                System.out,
                System.err,
                "--add-modules",
                MODULES,
                "--strip-java-debug-attributes",
                "--no-header-files",
                "--no-man-pages",
                "--dedup-legal-notices=error-if-not-same-content",
                "--compress=zip-0",
                "--disable-plugin", // it makes classes that are others each time; the caches have
                // their own
                "generate-jli-classes",
                "--output",
                folder.resolve("runtime").toString());
    if (code != 0) {
      throw new IllegalStateException("jlink ended with " + code);
    }
  }

  private void helpForShells() throws Exception {
    write("share/bash-completion/completions/attractor", printed("completion", "bash"));
    write("share/zsh/site-functions/_attractor", printed("completion", "zsh"));
    write("share/fish/vendor_completions.d/attractor.fish", printed("completion", "fish"));
    write(
        "share/man/man1/attractor.1",
        page("attractor", "runs pipelines of coding agents", printed("--help")));
    for (String line : printed("completion", "words", "--", "").lines().toList()) {
      String command = line.split("\t", -1)[0];
      String purpose = line.split("\t", -1)[1];
      write(
          "share/man/man1/attractor-%s.1".formatted(command),
          page("attractor-" + command, purpose, printed(command, "--help")));
    }
  }

  private void write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  /** Returns what the program prints. */
  private String printed(String... words) throws Exception {
    List<String> command = new ArrayList<>(List.of(folder.resolve("bin/attractor").toString()));
    command.addAll(List.of(words));
    return printed(command);
  }

  private static String printed(List<String> command) throws Exception {
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String text;
    try (InputStream in = process.getInputStream()) {
      text = new String(in.readAllBytes(), UTF_8);
    }
    if (process.waitFor() != 0) {
      throw new IllegalStateException("%s ended with %d".formatted(command, process.exitValue()));
    }
    return text;
  }

  private String page(String name, String purpose, String help) {
    String text =
        help.replace("\\", "\\e").replaceAll("(?m)^([.'])", "\\\\&$1").replace("-", "\\-");
    return """
    .TH %s 1 "" "attractor %s"
    .SH NAME
    %s \\- %s
    .SH DESCRIPTION
    .nf
    %s.fi
    .SH SEE ALSO
    .BR attractor (1)
    """
        .formatted(name.toUpperCase(Locale.ROOT), version, name.replace("-", "\\-"), purpose, text);
  }

  private void settle() throws IOException {
    settle(folder);
  }

  /**
   * Gives all files one time, and lets everybody read them, whatever umask they were made under.
   */
  private void settle(Path root) throws IOException {
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            if (!attributes.isSymbolicLink()) {
              Files.setPosixFilePermissions(file, Files.isExecutable(file) ? EXECUTABLE : READABLE);
            }
            Files.getFileAttributeView(
                    file, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                .setTimes(time, null, null);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path directory, IOException problem)
              throws IOException {
            Files.setPosixFilePermissions(directory, EXECUTABLE);
            Files.setLastModifiedTime(directory, time);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  // --- what is made of it ---

  /** Of the same files the same bytes, whoever makes it. */
  private void archive() throws Exception {
    Path list = folder.resolveSibling("files");
    try (Stream<Path> all = Files.walk(folder)) {
      Files.write(
          list,
          all.map(path -> folder.getParent().relativize(path).toString()).sorted().toList(),
          UTF_8);
    }
    List<String> command =
        new ArrayList<>(List.of("tar", "--format=ustar", "--no-recursion", "-cf", "-"));
    command.addAll(
        printed(List.of("tar", "--version")).contains("GNU")
            ? List.of("--owner=0", "--group=0", "--numeric-owner")
            : List.of("--uid=0", "--gid=0"));
    command.addAll(List.of("-T", list.toString()));
    Process tar =
        new ProcessBuilder(command)
            .directory(folder.getParent().toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    Path archive = folder.resolveSibling(folder.getFileName() + ".tar.gz");
    try (InputStream in = tar.getInputStream();
        OutputStream out = new GZIPOutputStream(Files.newOutputStream(archive))) {
      in.transferTo(out);
    }
    if (tar.waitFor() != 0) {
      throw new IllegalStateException("tar ended with " + tar.exitValue());
    }
    Files.delete(list);
  }

  private static boolean isOnPath(String program) {
    return Stream.of(System.getenv("PATH").split(":", -1))
        .anyMatch(place -> Files.isExecutable(Path.of(place, program)));
  }

  private void debianPackage() throws Exception {
    Path root = folder.resolveSibling("debian");
    Path place = root.resolve("usr/lib/attractor");
    Files.createDirectories(place.getParent());
    printed(List.of("cp", "-a", folder.toString(), place.toString()));
    printed(List.of("mv", place.resolve("share").toString(), root.resolve("usr/share").toString()));
    printed(List.of("gzip", "-n", "-9", "-r", root.resolve("usr/share/man").toString()));
    printed( // where Debian's zsh looks
        List.of(
            "mv",
            root.resolve("usr/share/zsh/site-functions").toString(),
            root.resolve("usr/share/zsh/vendor-completions").toString()));
    Path sources = target.resolveSibling("src/release");
    Path document = root.resolve("usr/share/doc/attractor");
    Files.createDirectories(document);
    Files.copy(sources.resolve("copyright"), document.resolve("copyright"));
    Files.copy(target.resolve("../../CHANGELOG.md"), document.resolve("CHANGELOG.md"));
    Path overrides = root.resolve("usr/share/lintian/overrides");
    Files.createDirectories(overrides);
    Files.copy(sources.resolve("lintian-overrides"), overrides.resolve("attractor"));
    Files.createDirectories(root.resolve("usr/bin"));
    Files.createSymbolicLink(
        root.resolve("usr/bin/attractor"), Path.of("../lib/attractor/bin/attractor"));
    String debianVersion = version.replace("-SNAPSHOT", "~snapshot");
    String maintainer =
        System.getenv().getOrDefault("ATTRACTOR_MAINTAINER", "Attractor <attractor@localhost>");
    Files.writeString(
        document.resolve("changelog"),
        """
        attractor (%s) unstable; urgency=medium

          * What is new: CHANGELOG.md.gz beside this file.

         -- %s  %s
        """
            .formatted(
                debianVersion,
                maintainer,
                DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss Z", Locale.ENGLISH)
                    .format(time.toInstant().atOffset(ZoneOffset.UTC))));
    printed(
        List.of(
            "gzip",
            "-n",
            "-9",
            document.resolve("changelog").toString(),
            document.resolve("CHANGELOG.md").toString()));
    long kilobytes = kilobytes(root);
    Files.createDirectories(root.resolve("DEBIAN"));
    Files.writeString(
        root.resolve("DEBIAN/control"),
        """
        Package: attractor
        Version: %s
        Architecture: %s
        Maintainer: %s
        Section: devel
        Priority: optional
        Installed-Size: %d
        Depends: libc6 (>= 2.17), zlib1g, git (>= 1:2.34)
        Suggests: fontconfig, fonts-dejavu-core
        Description: runs pipelines of coding agents written as Graphviz DOT graphs
         Every run has a git worktree and branch of its own, a commit for each stage,
         and a journal; it can be killed at any instant and goes on.
         .
         Pictures of pipelines as PNG need fontconfig and a font.
        """
            .formatted(
                debianVersion,
                processor().equals("x64") ? "amd64" : processor(),
                maintainer,
                kilobytes));
    settle(root);
    ProcessBuilder builder =
        new ProcessBuilder(
                "dpkg-deb",
                "-Zgzip",
                "--root-owner-group",
                "--build",
                root.toString(),
                folder.resolveSibling(folder.getFileName() + ".deb").toString())
            .inheritIO();
    builder
        .environment()
        .put("SOURCE_DATE_EPOCH", Long.toString(time.toInstant().getEpochSecond()));
    if (builder.start().waitFor() != 0) {
      throw new IllegalStateException("dpkg-deb failed");
    }
    remove(root);
  }

  /** Returns the size as Debian's policy counts it, which is the same on every file system. */
  private static long kilobytes(Path root) throws IOException {
    long sum = 0;
    try (Stream<Path> all = Files.walk(root)) {
      for (Path path : all.toList()) {
        boolean isFile = Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS);
        sum += isFile ? Math.ceilDiv(Files.size(path), 1024) : 1;
      }
    }
    return sum;
  }

  /**
   * What other ways to install it are told; where the archive can be fetched is in the environment.
   */
  private void descriptions() throws IOException {
    Path archive = folder.resolveSibling(folder.getFileName() + ".tar.gz");
    String place = System.getenv("ATTRACTOR_DOWNLOAD");
    Map<String, String> words =
        Map.of(
            "@VERSION@", version,
            "@SHA256@", sum("SHA-256", archive),
            "@ARCHIVE@", archive.getFileName().toString(),
            "@FOLDER@", folder.getFileName().toString(),
            "@URL@",
                place == null ? archive.toUri().toString() : place + "/" + archive.getFileName());
    describe("attractor.rb", "attractor-%s.rb".formatted(machine), words);
    describe("Containerfile", "Containerfile-" + machine, words);
  }

  private void describe(String from, String name, Map<String, String> words) throws IOException {
    String text = Files.readString(target.resolveSibling("src/release").resolve(from));
    for (Map.Entry<String, String> word : words.entrySet()) {
      text = text.replace(word.getKey(), word.getValue());
    }
    Files.writeString(folder.resolveSibling(name), text);
  }

  private void checksums() throws IOException {
    Path place = folder.resolveSibling("SHA256SUMS-" + machine);
    Map<String, String> sums = new TreeMap<>();
    try (Stream<Path> files = Files.list(folder.getParent())) {
      files
          .filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
          .forEach(file -> sums.put(file.getFileName().toString(), sum("SHA-256", file)));
    }
    StringBuilder lines = new StringBuilder();
    sums.forEach((name, sum) -> lines.append(sum).append("  ").append(name).append('\n'));
    Files.writeString(place, lines);
  }

  private static String sum(String algorithm, Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      MessageDigest digest = MessageDigest.getInstance(algorithm);
      byte[] buffer = new byte[1 << 16];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        digest.update(buffer, 0, read);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has " + algorithm, e);
    }
  }
}
