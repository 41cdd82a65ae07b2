package dev.attractor.plugins.loading;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/**
 * Calls an object of a plugin with the plugin's class loader as that of the thread: libraries look
 * there for what belongs to them.
 */
final class InPlugin implements InvocationHandler {
  private final Object target;
  private final ClassLoader loader;

  private InPlugin(Object target, ClassLoader loader) {
    this.target = target;
    this.loader = loader;
  }

  static <T> T wrap(Class<T> type, T target, ClassLoader loader) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(), new Class<?>[] {type}, new InPlugin(target, loader)));
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
      throws Throwable {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(loader);
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause() == null ? e : e.getCause();
    } finally {
      thread.setContextClassLoader(before);
    }
  }
}
