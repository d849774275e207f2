// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.reliability;

import io.tailwatch.events.Topics;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;

/**
 * Waits until an application has read all iterates and published all that follows. Offsets are
 * committed with what was made of the records before them, so that one look at each topic in the
 * order of the flow is enough: read to its end, and no transaction open.
 */
final class Drain {
  private static final long PAUSE_MILLIS = 200;

  private final Admin admin;
  private final String bootstrapServers;
  private final Duration limit;

  Drain(Admin admin, String bootstrapServers, Duration limit) {
    this.admin = admin;
    this.bootstrapServers = bootstrapServers;
    this.limit = limit;
  }

  /**
   * Waits.
   *
   * @param watch called while waiting: fails, or starts again what has ended
   */
  void await(String application, Topics inputs, Topics outputs, Runnable watch) throws Exception {
    long deadline = System.nanoTime() + limit.toNanos();
    while (!isDrained(application, inputs, outputs)) {
      watch.run();
      if (System.nanoTime() > deadline) {
        throw new AssertionError(
            application + " has not come to an end within " + limit.toSeconds() + " s");
      }
      Thread.sleep(PAUSE_MILLIS);
    }
  }

  private boolean isDrained(String application, Topics inputs, Topics outputs) throws Exception {
    if (!Committed.isRead(admin, bootstrapServers, application, inputs.iterates())) {
      return false;
    }
    List<String> between =
        admin.listTopics().names().get(300, TimeUnit.SECONDS).stream()
            .filter(name -> name.startsWith(application + "-") && name.endsWith("-repartition"))
            .toList();
    // Once for each of them, for their order is not known.
    for (int i = 0; i < between.size(); i++) {
      for (String topic : between) {
        if (!Committed.isRead(admin, bootstrapServers, application, topic)) {
          return false;
        }
      }
    }
    return Committed.isSettled(admin, outputs.estimates())
        && Committed.isSettled(admin, outputs.alerts())
        && Committed.isSettled(admin, outputs.deadLetters());
  }
}
