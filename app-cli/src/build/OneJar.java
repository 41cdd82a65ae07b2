import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassFile.ConstantPoolSharingOption;
import java.lang.classfile.ClassFile.StackMapsOption;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Puts the jars of a folder into one: {@code java OneJar.java FOLDER JAR}. To open one takes less
 * time than to open thirty, and so does to read what is not compressed. Classes that were compiled
 * for a Java before 6 are brought up to date, since the JDK's AOT cache leaves those out. The same
 * jars make the same bytes.
 */
final class OneJar {
  private static final int JAVA_6 = 50;

  /** What each jar has of its own, and what is found out of it. */
  private static final Pattern LEFT_OUT =
      Pattern.compile(
          "(.*/)?module-info\\.class|META-INF/(?!services/|licenses/).*|OSGI-INF/.*|about\\.html|plugin\\.properties|.*/");

  private static final Pattern LICENSE =
      Pattern.compile(
          "(META-INF/)?((?:LICENSE|NOTICE|COPYRIGHT|DEPENDENCIES|about)[^/]*)",
          Pattern.CASE_INSENSITIVE);

  private final Map<String, byte[]> entries = new TreeMap<>();
  private final ClassFile classes;

  private OneJar(List<Path> jars) throws IOException {
    this.classes =
        ClassFile.of(
            StackMapsOption.GENERATE_STACK_MAPS,
            ConstantPoolSharingOption.NEW_POOL,
            ClassHierarchyResolverOption.of(
                ClassHierarchyResolver.ofResourceParsing(URLClassLoader.newInstance(urls(jars)))
                    .orElse(ClassHierarchyResolver.defaultResolver())));
    for (Path jar : jars) {
      add(jar);
    }
  }

  public static void main(String[] arguments) throws IOException {
    try (Stream<Path> files = Files.list(Path.of(arguments[0]))) {
      List<Path> jars = files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
      new OneJar(jars).write(Path.of(arguments[1]));
    }
  }

  private static URL[] urls(List<Path> jars) throws MalformedURLException {
    URL[] urls = new URL[jars.size()];
    for (int i = 0; i < urls.length; i++) {
      urls[i] = jars.get(i).toUri().toURL();
    }
    return urls;
  }

  /** Of what there is for several versions of Java only what this one takes. */
  private void add(Path jar) throws IOException {
    try (JarFile file = new JarFile(jar.toFile(), false, ZipFile.OPEN_READ, Runtime.version())) {
      for (JarEntry entry : (Iterable<JarEntry>) file.versionedStream()::iterator) {
        try (InputStream in = file.getInputStream(entry)) {
          add(jar, entry.getName(), in.readAllBytes());
        }
      }
    }
  }

  private void add(Path jar, String name, byte[] content) throws IOException {
    Matcher license = LICENSE.matcher(name);
    if (license.matches()) {
      entries.put(
          "META-INF/licenses/%s/%s".formatted(jar.getFileName(), license.group(2)), content);
    } else if (name.startsWith("META-INF/services/") && !name.endsWith("/")) {
      entries.merge(name, content, OneJar::lines);
    } else if (!LEFT_OUT.matcher(name).matches()) {
      byte[] known =
          entries.putIfAbsent(name, name.endsWith(".class") ? upToDate(content) : content);
      if (known != null && !Arrays.equals(known, content)) {
        throw new IOException(
            "%s is in %s, and in another jar with other content".formatted(name, jar));
      }
    }
  }

  private static byte[] lines(byte[] some, byte[] more) {
    return (new String(some, UTF_8).strip() + "\n" + new String(more, UTF_8)).getBytes(UTF_8);
  }

  private byte[] upToDate(byte[] content) {
    int version = (content[6] & 0xff) << 8 | content[7] & 0xff;
    if (version >= JAVA_6) {
      return content;
    }
    return classes.transformClass(
        classes.parse(content),
        ClassTransform.transformingMethodBodies(CodeBuilder::with) // which has them written anew
            .andThen(
                ClassTransform.endHandler(
                        type -> type.withVersion(ClassFile.latestMajorVersion(), 0))
                    .andThen((type, element) -> {
                      if (!(element instanceof ClassFileVersion)) {
                        type.with(element);
                      }
                    })));
  }

  private void write(Path jar) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(bytes)) {
      out.setMethod(ZipOutputStream.STORED);
      write(out, "META-INF/MANIFEST.MF", "Manifest-Version: 1.0\r\n\r\n".getBytes(UTF_8));
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        write(out, entry.getKey(), entry.getValue());
      }
    }
    try (OutputStream file = Files.newOutputStream(jar)) {
      bytes.writeTo(file);
    }
  }

  private static void write(ZipOutputStream out, String name, byte[] content) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    CRC32 sum = new CRC32();
    sum.update(content);
    entry.setSize(content.length);
    entry.setCompressedSize(content.length);
    entry.setCrc(sum.getValue());
    entry.setTimeLocal(LocalDateTime.of(1980, 1, 1, 0, 0)); // the first that a zip can tell
    out.putNextEntry(entry);
    out.write(content);
    out.closeEntry();
  }
}
