// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;

class TopicCreatorTest {
  @Test
  void absentBrokerIsReportedWithinTheTimeout() throws IOException {
    Map<String, Object> properties =
        Map.of("bootstrap.servers", "127.0.0.1:" + closedPort(), "request.timeout.ms", 300);
    try (Admin admin = Admin.create(properties)) {
      long start = System.nanoTime();

      TopicCreationException failure =
          catchThrowableOfType(
              TopicCreationException.class,
              () ->
                  TopicCreator.ensure(
                      admin, Topics.defaults(), 1, (short) 1, Duration.ofMillis(500)));

      assertThat(failure.unreachable()).isTrue();
      assertThat(failure).hasMessageContaining("check that it runs");
      // Ten times the timeout: this machine may be busy, but it must not be the client's minute.
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
    }
  }

  private static int closedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
