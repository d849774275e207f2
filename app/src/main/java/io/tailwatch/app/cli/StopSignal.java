// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Turns Ctrl-C (and SIGTERM) into a request to stop, and the exit code into 0.
 *
 * <p>A JVM that was told to stop runs its shutdown hooks and then exits with 130 or 143, while the
 * main thread is still at work. Our hook tells the main thread, waits until that has closed
 * everything ({@link #close}), and halts with 0; after the time limit, or at a second signal, it
 * halts with 1.
 *
 * <p>Use in a try block that encloses what must be closed:
 *
 * <pre>{@code
 * try (var stop = StopSignal.install(console)) {
 *   try (var service = ...) {
 *     stop.await();
 *   }
 * }
 * }</pre>
 *
 * Thread-safe. An interrupt of the waiting thread counts as a request to stop.
 */
public final class StopSignal implements AutoCloseable {

  private static final Duration LIMIT = Duration.ofSeconds(30);

  // Of the process, not of one signal: set when the JVM has begun to go down.
  private static volatile boolean goingDown;

  private final CountDownLatch requested = new CountDownLatch(1);
  private final CountDownLatch finished = new CountDownLatch(1);
  private final Thread hook;

  private StopSignal(Console console) {
    hook = new Thread(() -> stopAndHalt(console), "tailwatch-stop");
  }

  /** Registers the shutdown hook. */
  public static StopSignal install(Console console) {
    var signal = new StopSignal(console);
    Runtime.getRuntime().addShutdownHook(signal.hook);
    return signal;
  }

  /** Whether Ctrl-C or SIGTERM has come: what fails from then on fails because of it. */
  static boolean goingDown() {
    return goingDown;
  }

  private void stopAndHalt(Console console) {
    goingDown = true;
    request();
    SecondSignal.onReceive(() -> stopAtOnce(console));
    boolean clean = false;
    try {
      clean = finished.await(LIMIT.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (!clean) {
      console.say("did not stop within " + LIMIT.toSeconds() + " s, giving up");
    }
    console.out().flush();
    console.err().flush();
    Runtime.getRuntime().halt(clean ? ExitCode.OK : ExitCode.FAILURE);
  }

  private static void stopAtOnce(Console console) {
    console.warn("stopped at once at the second signal, without closing");
    console.out().flush();
    console.err().flush();
    Runtime.getRuntime().halt(ExitCode.FAILURE);
  }

  /** Asks to stop, as Ctrl-C does. */
  public void request() {
    requested.countDown();
  }

  /** Whether somebody asked to stop. */
  public boolean requested() {
    return requested.getCount() == 0;
  }

  /** Waits at most so long; true when a stop was requested. */
  public boolean await(Duration limit) {
    try {
      return requested.await(Math.max(0, limit.toNanos()), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      request();
      return true;
    }
  }

  /** Everything is closed: lets the hook halt the JVM, or removes it. */
  @Override
  public void close() {
    finished.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The JVM is already going down: the hook has the last word.
    }
  }
}
