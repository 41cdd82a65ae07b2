package dev.attractor.cli;

import dev.attractor.ports.process.Cancellation;
import java.lang.reflect.Proxy;

/**
 * Ctrl-C: the first time the run stops at its next safe point, the second time everything ends at
 * once, as if it were killed. It can be resumed either way.
 */
final class Interrupts {
  private static final int ENDED_BY_INTERRUPT = 128 + 2;

  private Interrupts() {}

  /**
   * Begins to listen. The JDK keeps {@code sun.misc.Signal} for such programs (JEP 260), but has
   * its compiler warn of it, so it is called by its name.
   *
   * @param beforeTheEnd is done before everything ends at once
   */
  static void onEach(Cancellation cancellation, Runnable beforeTheEnd) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object interrupted =
          Proxy.newProxyInstance(
              Interrupts.class.getClassLoader(),
              new Class<?>[] {handler},
              (_, _, _) -> {
                interrupt(cancellation, beforeTheEnd);
                return null;
              });
      signal
          .getMethod("handle", signal, handler)
          .invoke(null, signal.getConstructor(String.class).newInstance("INT"), interrupted);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("this Java cannot listen to Ctrl-C", e);
    }
  }

  private static void interrupt(Cancellation cancellation, Runnable beforeTheEnd) {
    if (!cancellation.isRequested()) {
      cancellation.request();
      return;
    }
    beforeTheEnd.run();
    ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
    Runtime.getRuntime().halt(ENDED_BY_INTERRUPT);
  }
}
