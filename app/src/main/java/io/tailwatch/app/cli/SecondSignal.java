// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.cli;

import java.lang.reflect.Proxy;
import java.util.List;

/**
 * Hears signals while the JVM is going down, when its own handlers only wait for the first one to
 * be done with. The JDK has no supported API for signals: that of its module {@code
 * jdk.unsupported} is used by name, so that where it is missing nothing but this is. Stateless.
 */
final class SecondSignal {

  private static final List<String> SIGNALS = List.of("INT", "TERM");

  private SecondSignal() {}

  /** Runs an action, on a thread of its own, at the next SIGINT or SIGTERM. */
  static void onReceive(Runnable action) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object proxy =
          Proxy.newProxyInstance(
              handler.getClassLoader(),
              new Class<?>[] {handler},
              (self, method, arguments) -> {
                if (method.getName().equals("handle")) {
                  action.run();
                }
                return null;
              });
      for (String name : SIGNALS) {
        signal
            .getMethod("handle", signal, handler)
            .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
      }
    } catch (ReflectiveOperationException | IllegalArgumentException e) {
      // Another JVM: a second signal then waits like the first.
    }
  }
}
