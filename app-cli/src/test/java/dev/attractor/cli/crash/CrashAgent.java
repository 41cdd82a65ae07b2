package dev.attractor.cli.crash;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.Opcode;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.lang.invoke.MethodType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.ProtectionDomain;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Has the JDK pass a {@link CrashPoint} before it writes, moves, makes or deletes a file and before
 * it starts a process. Arguments, with commas between them: {@code kill}, the effect to {@link
 * Death die before}, and a file for the number of effects there were; or {@code images}, the first
 * effect to {@link DiskImages copy before}, every how manieth after it, what to copy, and where to.
 */
public final class CrashAgent {
  private static final ClassDesc PROPERTIES = ClassDesc.of("java.util.Properties");

  private static final Map<String, Set<String>> EFFECTS =
      Map.of(
          "sun/nio/fs/UnixNativeDispatcher",
          Set.of("rename", "unlink", "rmdir", "mkdir", "symlink", "link"),
          "java/io/UnixFileSystem",
          Set.of("rename", "delete", "createDirectory", "createFileExclusively"),
          "java/io/FileOutputStream",
          Set.of("open"),
          "sun/nio/ch/UnixFileDispatcherImpl",
          Set.of("write", "writev", "pwrite", "truncate"),
          "java/lang/ProcessImpl",
          Set.of("start"));

  private CrashAgent() {}

  /** Called by the Java machine before the program. */
  public static void premain(String arguments, Instrumentation instrumentation)
      throws IOException, ClassNotFoundException, UnmodifiableClassException {
    Effects effects = new Effects();
    instrumentation.addTransformer(effects, true);
    for (String name : EFFECTS.keySet()) {
      instrumentation.retransformClasses(Class.forName(name.replace('/', '.')));
    }
    instrumentation.removeTransformer(effects); // to be shown every class slows the start
    String[] words = arguments.split(",", -1);
    switch (words[0]) {
      case "kill" -> {
        CrashPoint point = new CrashPoint(new Death(Long.parseLong(words[1])));
        Path count = Path.of(words[2]);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> write(point.passed(), count)));
        point.register();
      }
      case "images" -> {
        long first = Long.parseLong(words[1]);
        long step = Long.parseLong(words[2]);
        new CrashPoint(new DiskImages(first, step, Path.of(words[3]), Path.of(words[4])))
            .register();
      }
      default -> throw new IllegalArgumentException(arguments);
    }
  }

  private static void write(long effects, Path count) {
    try {
      Files.writeString(count, Long.toString(effects));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static final class Effects implements ClassFileTransformer {
    @Override
    public byte @Nullable [] transform(
        @Nullable ClassLoader loader,
        String name,
        @Nullable Class<?> type,
        @Nullable ProtectionDomain domain,
        byte[] bytes) {
      Set<String> effects = EFFECTS.get(name);
      if (effects == null) {
        return null;
      }
      byte[] withPoints = at(effects, bytes, CrashPoint.PASS, Runnable.class, "run", _ -> {});
      return switch (name) {
        case "sun/nio/fs/UnixNativeDispatcher" ->
            at(
                Set.of("open"),
                withPoints,
                CrashPoint.OPEN,
                IntConsumer.class,
                "accept",
                code -> code.iload(1));
        case "java/io/FileOutputStream" ->
            at(
                Set.of("write"),
                withPoints,
                CrashPoint.WRITE,
                Consumer.class,
                "accept",
                code -> code.aload(0));
        default -> withPoints;
      };
    }

    /** Has methods begin with a call of what is registered, if anything is. */
    private static byte[] at(
        Set<String> methods,
        byte[] bytes,
        String property,
        Class<?> type,
        String call,
        Consumer<CodeBuilder> argument) {
      ClassDesc callee = type.describeConstable().orElseThrow();
      String parameters =
          Stream.of(type.getMethods())
              .filter(method -> method.getName().equals(call))
              .findFirst()
              .map(method -> MethodType.methodType(void.class, method.getParameterTypes()))
              .orElseThrow()
              .descriptorString();
      ClassFile file = ClassFile.of();
      return file.transformClass(
          file.parse(bytes),
          ClassTransform.transformingMethodBodies(
              method -> methods.contains(method.methodName().stringValue()),
              first(code ->
                  code.invokestatic(
                          ClassDesc.of("java.lang.System"),
                          "getProperties",
                          MethodTypeDesc.of(PROPERTIES))
                      .loadConstant(property)
                      .invokevirtual(
                          PROPERTIES,
                          "get",
                          MethodTypeDesc.of(ConstantDescs.CD_Object, ConstantDescs.CD_Object))
                      .dup()
                      .ifThenElse(
                          Opcode.IFNONNULL,
                          then -> {
                            then.checkcast(callee);
                            argument.accept(then);
                            then.invokeinterface(
                                callee, call, MethodTypeDesc.ofDescriptor(parameters));
                          },
                          CodeBuilder::pop))));
    }

    private static CodeTransform first(Consumer<CodeBuilder> what) {
      return new CodeTransform() {
        @Override
        public void atStart(CodeBuilder code) {
          what.accept(code);
        }

        @Override
        public void accept(CodeBuilder code, CodeElement element) {
          code.with(element);
        }
      };
    }
  }
}
