// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.kafka.streams.state.HostInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AdvertisedUrlTest {
  @ParameterizedTest
  @CsvSource({
    "node-1:8080, node-1, 8080",
    "http://node-1:8080, node-1, 8080",
    "http://10.0.0.7:80/, 10.0.0.7, 80",
    "[::1]:8080, ::1, 8080"
  })
  void hostAndPortAreRead(String text, String host, int port) {
    assertThat(AdvertisedUrl.parse(text)).isEqualTo(new HostInfo(host, port));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "node-1",
        "http://node-1",
        "https://node-1:8080",
        "node-1:0",
        "node-1:70000",
        "http://node-1:8080/path",
        "http://u:p@node-1:8080",
        "http://node 1:8080",
        ":8080",
        "http://node-1:8080?x"
      })
  void anythingElseSaysTheRule(String text) {
    assertThatThrownBy(() -> AdvertisedUrl.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("advertisedUrl must be host:port or http://host:port: was " + text);
  }

  @Test
  void anAddressIsWhereItIsBoundUnlessThatIsEverywhere() {
    assertThat(AdvertisedUrl.ofBind("127.0.0.1", 8081)).contains(new HostInfo("127.0.0.1", 8081));
    assertThat(AdvertisedUrl.ofBind("::1", 8081)).contains(new HostInfo("::1", 8081));
    assertThat(AdvertisedUrl.ofBind("0.0.0.0", 8081)).isEmpty();
    assertThat(AdvertisedUrl.ofBind("::", 8081)).isEmpty();
  }

  @Test
  void kafkaStreamsReadsWhatIsWritten() {
    for (HostInfo host : new HostInfo[] {new HostInfo("a", 1), new HostInfo("::1", 2)}) {
      assertThat(HostInfo.buildFromEndpoint(AdvertisedUrl.authority(host))).isEqualTo(host);
    }
  }
}
