package dev.attractor.cli.crash;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.ProtectionDomain;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.jar.JarFile;
import org.jspecify.annotations.Nullable;

/**
 * Has the JDK pass a {@link CrashPoint} before it writes, moves, makes or deletes a file and before
 * it starts a process. Arguments: a jar with {@link CrashPoint} alone, for the JDK to see, the
 * point to die before, and a file for the number of points that were passed.
 */
public final class CrashAgent {
  /** By name: it must not be loaded before the JDK's own loader can find it. */
  private static final ClassDesc POINT = ClassDesc.of("dev.attractor.cli.crash.CrashPoint");

  private static final Map<String, Set<String>> EFFECTS =
      Map.of(
          "sun/nio/fs/UnixNativeDispatcher",
          Set.of("rename", "unlink", "rmdir", "mkdir", "symlink", "link"),
          "java/io/UnixFileSystem",
          Set.of("rename", "delete", "createDirectory", "createFileExclusively"),
          "java/io/FileOutputStream",
          Set.of("open", "write"),
          "java/io/FileDescriptor",
          Set.of("sync"),
          "java/lang/ProcessImpl",
          Set.of("start"));

  private CrashAgent() {}

  /** Called by the Java machine before the program. */
  public static void premain(String arguments, Instrumentation instrumentation)
      throws IOException, ClassNotFoundException, UnmodifiableClassException {
    String[] words = arguments.split(",", -1);
    instrumentation.appendToBootstrapClassLoaderSearch(new JarFile(words[0]));
    instrumentation.addTransformer(new Effects(), true);
    for (String name : EFFECTS.keySet()) {
      instrumentation.retransformClasses(Class.forName(name.replace('/', '.')));
    }
    Path count = Path.of(words[2]);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(() -> {
              try {
                Files.writeString(count, Long.toString(CrashPoint.passed()));
              } catch (IOException e) {
                throw new AssertionError(e);
              }
            }));
    CrashPoint.dieBefore(Long.parseLong(words[1]));
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
      ClassFile file = ClassFile.of();
      byte[] withPoints =
          file.transformClass(
              file.parse(bytes),
              ClassTransform.transformingMethodBodies(
                  method -> effects.contains(method.methodName().stringValue()),
                  first(code ->
                      code.invokestatic(POINT, "pass", MethodTypeDesc.of(ConstantDescs.CD_void)))));
      return name.equals("sun/nio/fs/UnixNativeDispatcher")
          ? file.transformClass(
              file.parse(withPoints),
              ClassTransform.transformingMethodBodies(
                  method -> method.methodName().equalsString("open"),
                  first(code ->
                      code.iload(1)
                          .invokestatic(
                              POINT,
                              "open",
                              MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_int)))))
          : withPoints;
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
