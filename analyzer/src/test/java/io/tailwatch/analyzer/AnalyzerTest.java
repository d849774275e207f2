// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnalyzerTest {
  @TempDir Path stateDir;

  @Test
  void anUnreachableBrokerIsReportedInTimeInOneLine() throws Exception {
    // A socket that accepts nobody: its port is certainly not a broker's.
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String servers = "127.0.0.1:" + socket.getLocalPort();
      AnalyzerConfig config = config(servers);
      Instant start = Instant.now();
      assertThatThrownBy(() -> Analyzer.start(config))
          .isInstanceOf(BrokerUnreachableException.class)
          .hasMessage(
              "no Kafka broker at "
                  + servers
                  + " answered within 2 s: start one (tailwatch broker) or correct"
                  + " --bootstrap-servers");
      // The timeout of 2 s, and ample time to close the client on a busy machine.
      assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(20));
    }
  }

  @Test
  void aNameThatCannotBeResolvedIsAnUnreachableBroker() {
    assertThatThrownBy(() -> Analyzer.start(config("no-such-host.invalid:9092")))
        .isInstanceOf(BrokerUnreachableException.class)
        .hasMessageContaining("no-such-host.invalid:9092");
  }

  @Test
  void aFailedStartLeavesNoThread() {
    assertThatThrownBy(() -> Analyzer.start(config("127.0.0.1:1")))
        .isInstanceOf(BrokerUnreachableException.class);
    Set<String> left =
        Thread.getAllStackTraces().keySet().stream()
            .map(Thread::getName)
            .filter(name -> name.startsWith("tailwatch") || name.contains("kafka-admin"))
            .collect(Collectors.toSet());
    assertThat(left).isEmpty();
  }

  private AnalyzerConfig config(String servers) {
    return AnalyzerConfig.builder(servers)
        .port(0)
        .stateDir(stateDir)
        .startTimeout(Duration.ofSeconds(2))
        .build();
  }
}
