import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassFile.ConstantPoolSharingOption;
import java.lang.classfile.ClassFile.StackMapsOption;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.Label;
import java.lang.classfile.MethodModel;
import java.lang.classfile.Opcode;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.AccessFlag;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
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
 * for a Java before 6 are brought up to date, since caches of the JDK leave those out; and {@link
 * PlainSwitches} for the same reason. The same jars make the same bytes.
 */
final class OneJar {
  private static final int JAVA_6 = 50;
  private static final String JGIT_TEXTS = "org/eclipse/jgit/internal/JGitText";

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
    byte[] texts = entries.get(JGIT_TEXTS + ".properties");
    entries.computeIfPresent(JGIT_TEXTS + ".class", (_, type) -> withTexts(type, texts));
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
          entries.putIfAbsent(name, name.endsWith(".class") ? forTheCache(content) : content);
      if (known != null && !Arrays.equals(known, content)) {
        throw new IOException(
            "%s is in %s, and in another jar with other content".formatted(name, jar));
      }
    }
  }

  private static byte[] lines(byte[] some, byte[] more) {
    return (new String(some, UTF_8).strip() + "\n" + new String(more, UTF_8)).getBytes(UTF_8);
  }

  private byte[] forTheCache(byte[] content) {
    int version = (content[6] & 0xff) << 8 | content[7] & 0xff;
    return version < JAVA_6 ? upToDate(content) : LinkedCalls.in(content, classes);
  }

  private byte[] upToDate(byte[] content) {
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

  /** JGit sets the nine hundred fields of its messages by reflection before it does anything. */
  private byte[] withTexts(byte[] content, byte[] file) {
    Properties texts = new Properties();
    try {
      texts.load(new StringReader(new String(file, UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    ClassModel model = classes.parse(content);
    ClassDesc owner = model.thisClass().asSymbol();
    ClassDesc parent = model.superclass().orElseThrow().asSymbol();
    return classes.transformClass(
        model,
        ClassTransform.dropping(element -> element instanceof MethodModel)
            .andThen(
                ClassTransform.endHandler(type -> {
                  type.withMethodBody(
                      ConstantDescs.INIT_NAME,
                      ConstantDescs.MTD_void,
                      ClassFile.ACC_PUBLIC,
                      code -> {
                        code.aload(0)
                            .invokespecial(parent, ConstantDescs.INIT_NAME, ConstantDescs.MTD_void);
                        texts.stringPropertyNames().stream()
                            .sorted()
                            .forEach(name ->
                                code.aload(0)
                                    .loadConstant(texts.getProperty(name))
                                    .putfield(owner, name, ConstantDescs.CD_String));
                        code.return_();
                      });
                  type.withMethodBody(
                      "get",
                      MethodTypeDesc.of(owner),
                      ClassFile.ACC_PUBLIC | ClassFile.ACC_STATIC,
                      code -> code.getstatic(owner, "ours", owner).areturn());
                  type.withField("ours", owner, ClassFile.ACC_PRIVATE | ClassFile.ACC_STATIC);
                  type.withMethodBody(
                      ConstantDescs.CLASS_INIT_NAME,
                      ConstantDescs.MTD_void,
                      ClassFile.ACC_STATIC,
                      code ->
                          code.new_(owner)
                              .dup()
                              .invokespecial(owner, ConstantDescs.INIT_NAME, ConstantDescs.MTD_void)
                              .putstatic(owner, "ours", owner)
                              .return_());
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

/**
 * Calls that the compiler leaves for Java to link when they are first come to: the choice of a
 * switch over types, and equals and hashCode of records. Each takes some milliseconds at every
 * start, and no cache of Java 25 keeps what was made. Here they become methods of their class.
 */
final class LinkedCalls {
  private static final ClassDesc SWITCHES = ClassDesc.of("java.lang.runtime.SwitchBootstraps");
  private static final ClassDesc RECORDS = ClassDesc.of("java.lang.runtime.ObjectMethods");
  private static final int FACTOR = 31;

  private final ClassDesc owner;
  private final boolean isInterface;

  /** What is called in place of what. */
  private final Map<InvokeDynamicInstruction, String> methods = new LinkedHashMap<>();

  private LinkedCalls(ClassModel model) {
    this.owner = model.thisClass().asSymbol();
    this.isInterface = model.flags().has(AccessFlag.INTERFACE);
  }

  /** Returns the class with calls of its own methods, or as it was if it has no such calls. */
  static byte[] in(byte[] content, ClassFile classes) {
    ClassModel model = classes.parse(content);
    if (!mayHaveSome(model)) {
      return content;
    }
    LinkedCalls calls = new LinkedCalls(model);
    byte[] changed =
        classes.transformClass(
            model,
            ClassTransform.transformingMethodBodies(calls::replace)
                .andThen(ClassTransform.endHandler(calls::addMethods)));
    return calls.methods.isEmpty() ? content : changed;
  }

  private static boolean mayHaveSome(ClassModel model) {
    for (PoolEntry entry : model.constantPool()) {
      if (entry instanceof ClassEntry type && (type.matches(SWITCHES) || type.matches(RECORDS))) {
        return true;
      }
    }
    return false;
  }

  private void replace(CodeBuilder code, CodeElement element) {
    if (element instanceof InvokeDynamicInstruction call
        && (isSwitch(call) || isOfRecord(call, "equals") || isOfRecord(call, "hashCode"))) {
      String name = call.name().stringValue() + "$" + methods.size();
      methods.put(call, name);
      code.invokestatic(owner, name, call.typeSymbol(), isInterface);
    } else {
      code.with(element);
    }
  }

  /** Others choose by constants, too; Java does that. */
  private static boolean isSwitch(InvokeDynamicInstruction call) {
    return call.bootstrapMethod().owner().equals(SWITCHES)
        && call.bootstrapMethod().methodName().equals("typeSwitch")
        && call.bootstrapArgs().stream().allMatch(ClassDesc.class::isInstance);
  }

  private static boolean isOfRecord(InvokeDynamicInstruction call, String method) {
    return call.bootstrapMethod().owner().equals(RECORDS) && call.name().equalsString(method);
  }

  private void addMethods(ClassBuilder type) {
    methods.forEach((call, name) ->
        type.withMethodBody(
            name,
            call.typeSymbol(),
            ClassFile.ACC_PRIVATE | ClassFile.ACC_STATIC | ClassFile.ACC_SYNTHETIC,
            code -> {
              if (isSwitch(call)) {
                choose(code, call.bootstrapArgs());
              } else if (isOfRecord(call, "equals")) {
                compare(code, parts(call));
              } else {
                hash(code, parts(call));
              }
            }));
  }

  /** As {@link java.lang.runtime.SwitchBootstraps} promises: (target, from which one on). */
  private static void choose(CodeBuilder code, List<ConstantDesc> types) {
    code.aload(0).ifThen(Opcode.IFNULL, then -> then.iconst_m1().ireturn());
    for (int i = 0; i < types.size(); i++) {
      Label next = code.newLabel();
      code.iload(1).loadConstant(i).if_icmpgt(next);
      code.aload(0).instanceOf((ClassDesc) types.get(i)).ifeq(next);
      code.loadConstant(i).ireturn();
      code.labelBinding(next);
    }
    code.loadConstant(types.size()).ireturn();
  }

  /** The fields of a record, which follow its class and their names. */
  private static List<DirectMethodHandleDesc> parts(InvokeDynamicInstruction call) {
    return call.bootstrapArgs().stream().skip(2).map(DirectMethodHandleDesc.class::cast).toList();
  }

  /** As {@link Record} promises: (this, other). */
  private void compare(CodeBuilder code, List<DirectMethodHandleDesc> parts) {
    code.aload(1).instanceOf(owner).ifThen(Opcode.IFEQ, then -> then.iconst_0().ireturn());
    for (DirectMethodHandleDesc part : parts) {
      ClassDesc type = part.invocationType().returnType();
      code.aload(0).getfield(owner, part.methodName(), type);
      code.aload(1).checkcast(owner).getfield(owner, part.methodName(), type);
      Label next = code.newLabel();
      if (type.isPrimitive()) {
        code.invokestatic(
            boxOf(type), "compare", MethodTypeDesc.of(ConstantDescs.CD_int, type, type));
        code.ifeq(next);
      } else {
        code.invokestatic(
            ClassDesc.of("java.util.Objects"),
            "equals",
            MethodTypeDesc.of(
                ConstantDescs.CD_boolean, ConstantDescs.CD_Object, ConstantDescs.CD_Object));
        code.ifne(next);
      }
      code.iconst_0().ireturn();
      code.labelBinding(next);
    }
    code.iconst_1().ireturn();
  }

  /** As {@link Record} promises. */
  private void hash(CodeBuilder code, List<DirectMethodHandleDesc> parts) {
    code.iconst_0();
    for (DirectMethodHandleDesc part : parts) {
      ClassDesc type = part.invocationType().returnType();
      code.bipush(FACTOR).imul();
      code.aload(0).getfield(owner, part.methodName(), type);
      ClassDesc hashing = type.isPrimitive() ? boxOf(type) : ClassDesc.of("java.util.Objects");
      code.invokestatic(
          hashing,
          "hashCode",
          MethodTypeDesc.of(
              ConstantDescs.CD_int, type.isPrimitive() ? type : ConstantDescs.CD_Object));
      code.iadd();
    }
    code.ireturn();
  }

  private static ClassDesc boxOf(ClassDesc primitive) {
    return switch (primitive.displayName()) {
      case "boolean" -> ConstantDescs.CD_Boolean;
      case "byte" -> ConstantDescs.CD_Byte;
      case "char" -> ConstantDescs.CD_Character;
      case "short" -> ConstantDescs.CD_Short;
      case "int" -> ConstantDescs.CD_Integer;
      case "long" -> ConstantDescs.CD_Long;
      case "float" -> ConstantDescs.CD_Float;
      case "double" -> ConstantDescs.CD_Double;
      default -> throw new IllegalArgumentException("no field has the type " + primitive);
    };
  }
}
