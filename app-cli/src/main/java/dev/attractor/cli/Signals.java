package dev.attractor.cli;

import dev.attractor.ports.process.Cancellation;
import java.lang.reflect.Proxy;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * The signals by which the program is told to stop. Until a command wants to hear of them they end
 * it, as they do with any program: to listen takes longer than what most commands do.
 *
 * <p>TERM stops a run at its next safe point. So does Ctrl-C the first time; the second time
 * everything ends at once, as if it were killed. It can be resumed either way.
 */
final class Signals implements Supplier<Cancellation> {
  private static final int ENDED_BY_INTERRUPT = 128 + 2;

  private final CountDownLatch done;
  private final AtomicInteger exitCode;
  private final Runnable beforeTheEnd;
  private Optional<Cancellation> heard = Optional.empty();

  /**
   * Does not listen yet.
   *
   * @param done when the program has nothing more to do
   * @param exitCode what it ends with then
   * @param beforeTheEnd is done before everything ends at once
   */
  Signals(CountDownLatch done, AtomicInteger exitCode, Runnable beforeTheEnd) {
    this.done = done;
    this.exitCode = exitCode;
    this.beforeTheEnd = beforeTheEnd;
  }

  /** Listens from the first call on, and returns what tells of it. */
  @Override
  public synchronized Cancellation get() {
    if (heard.isEmpty()) {
      Cancellation cancellation = new Cancellation();
      onTerm(cancellation);
      onInterrupt(cancellation);
      heard = Optional.of(cancellation);
    }
    return heard.get();
  }

  private void onTerm(Cancellation cancellation) {
    Thread hook =
        new Thread(
            () -> {
              if (done.getCount() == 0) {
                return; // the program ends by itself
              }
              cancellation.request();
              try {
                done.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              Runtime.getRuntime().halt(exitCode.get());
            },
            "stop");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /**
   * The JDK keeps {@code sun.misc.Signal} for such programs (JEP 260), but has its compiler warn of
   * it, so it is called by its name.
   */
  private void onInterrupt(Cancellation cancellation) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object interrupted =
          Proxy.newProxyInstance(
              Signals.class.getClassLoader(),
              new Class<?>[] {handler},
              (_, _, _) -> {
                interrupt(cancellation);
                return null;
              });
      signal
          .getMethod("handle", signal, handler)
          .invoke(null, signal.getConstructor(String.class).newInstance("INT"), interrupted);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("this Java cannot listen to Ctrl-C", e);
    }
  }

  private void interrupt(Cancellation cancellation) {
    if (!cancellation.isRequested()) {
      cancellation.request();
      return;
    }
    beforeTheEnd.run();
    ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
    Runtime.getRuntime().halt(ENDED_BY_INTERRUPT);
  }
}
