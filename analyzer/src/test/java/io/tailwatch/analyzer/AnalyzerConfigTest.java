// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tailwatch.analyzer.http.HttpAccess;
import io.tailwatch.analyzer.http.HttpToken;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class AnalyzerConfigTest {
  @Test
  void defaultsAreThoseOfTheCommandLine() {
    AnalyzerConfig config = AnalyzerConfig.builder("broker:9092").build();
    assertThat(config.topicPrefix()).isEqualTo("tailwatch");
    assertThat(config.outputPrefix()).isEqualTo("tailwatch");
    assertThat(config.applicationId()).isEqualTo("tailwatch");
    assertThat(config.port()).isEqualTo(8080);
    assertThat(config.bind()).isEqualTo("127.0.0.1");
    assertThat(config.advertisedUrl()).isEmpty();
    assertThat(config.access()).isEqualTo(HttpAccess.OPEN);
    assertThat(config.maxSeriesMetrics()).isEqualTo(2_000);
    assertThat(config.processingGuarantee()).isEqualTo("exactly_once_v2");
    assertThat(config.startTimeout()).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void theTokenIsNotPrinted() {
    var access = new HttpAccess(Optional.of(new HttpToken("hunter2hunter2")), List.of());
    assertThat(AnalyzerConfig.builder("b:1").access(access).build().toString())
        .doesNotContain("hunter2")
        .contains("****");
  }

  @Test
  void theOutputPrefixFollowsTheTopicPrefix() {
    assertThat(AnalyzerConfig.builder("b:1").topicPrefix("study").build().outputPrefix())
        .isEqualTo("study");
    assertThat(
            AnalyzerConfig.builder("b:1")
                .topicPrefix("study")
                .outputPrefix("replay")
                .build()
                .outputPrefix())
        .isEqualTo("replay");
  }

  static Stream<Arguments> mistakes() {
    return Stream.of(
        mistake(
            b -> b.topicPrefix("a b"),
            "topic prefix must be 1 to 200 of the characters a-z A-Z 0-9 . _ -: was a b"),
        mistake(
            b -> b.applicationId(""),
            "applicationId must be 1 to 200 of the characters a-z A-Z 0-9 . _ -: was "),
        mistake(b -> b.bind(""), "bind must not be empty: was "),
        mistake(b -> b.port(65_536), "port must be in [0, 65535]: was 65536"),
        mistake(b -> b.port(-1), "port must be in [0, 65535]: was -1"),
        mistake(
            b -> b.advertisedUrl("https://node:1"),
            "advertisedUrl must be host:port or http://host:port: was https://node:1"),
        mistake(b -> b.maxSeriesMetrics(-1), "maxSeriesMetrics must be in [0, 1000000]: was -1"),
        mistake(b -> b.threads(0), "threads must be in [1, 256]: was 0"),
        mistake(b -> b.partitions(0), "partitions must be in [1, 10000]: was 0"),
        mistake(b -> b.replicationFactor(0), "replicationFactor must be at least 1: was 0"),
        mistake(
            b -> b.processingGuarantee("exactly_once"),
            "processingGuarantee must be exactly_once_v2 or at_least_once: was exactly_once"),
        mistake(b -> b.startTimeout(Duration.ZERO), "startTimeout must be positive: was PT0S"));
  }

  private static Arguments mistake(UnaryOperator<AnalyzerConfig.Builder> mistake, String message) {
    return Arguments.of(mistake, message);
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void mistakesNameTheRuleAndTheValue(
      UnaryOperator<AnalyzerConfig.Builder> mistake, String message) {
    var builder = mistake.apply(AnalyzerConfig.builder("broker:9092"));
    assertThatThrownBy(builder::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void aBrokerIsNeeded() {
    assertThatThrownBy(() -> AnalyzerConfig.builder("").build())
        .hasMessage("bootstrapServers must not be empty: was ");
  }
}
