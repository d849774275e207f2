// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class SettingsTest {

  @Test
  void kafkaPropertiesComeFromFlagsThenTheEnvironmentThenTheFile(@TempDir Path dir)
      throws IOException {
    Path file =
        Files.writeString(
            dir.resolve("c.properties"), "kafka.a.b=file\nkafka.c=file\nkafka.d=file\nport=1\n");
    Defaults defaults =
        Defaults.load(
            Map.of("KAFKA_A_B", "env", "KAFKA_C", "env", "KAFKA_HEAP_OPTS", "-Xmx1g"),
            List.of("analyze", "--config=" + file));
    assertThat(defaults.kafka(Map.of("a.b", "flag")))
        .containsExactlyInAnyOrderEntriesOf(Map.of("a.b", "flag", "c", "env", "d", "file"));
  }

  @ParameterizedTest
  @CsvSource({"90s, 90", "90, 90", "2m, 120", "1h, 3600", "1m30s, 90", "1h0m1s, 3601"})
  void durationsAreReadAsPeopleWriteThem(String text, long seconds) {
    Duration duration = new DurationConverter().convert(text);
    assertThat(duration).isEqualTo(Duration.ofSeconds(seconds));
    assertThat(new DurationConverter().convert(DurationConverter.text(duration)))
        .isEqualTo(duration);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "-1s", "1.5s", "s", "1d", "90 s", "99999999"})
  void otherDurationsAreRefused(String text) {
    assertThatThrownBy(() -> new DurationConverter().convert(text))
        .isInstanceOf(TypeConversionException.class)
        .hasMessageEndingWith(": was " + text);
  }

  @ParameterizedTest
  @CsvSource({
    "ssl.keystore.password, ****",
    "ssl.key.password, ****",
    "sasl.jaas.config, ****",
    "producer.sasl.jaas.config, ****",
    "ssl.truststore.certificates, ****",
    "ssl.keystore.key, ****",
    "ssl.keystore.type, value",
    "ssl.keystore.location, value",
    "sasl.mechanism, value",
    "key.serializer, value",
    "main.consumer.key.deserializer, value",
    "max.poll.records, value",
    // Nobody whom Kafka knows.
    "oauth.client.SECRET, ****",
    "basic.auth.user.info, ****",
    "interceptor.api-key, ****",
    "interceptor.colour, value",
    "state-dir, value",
    "http-token, ****",
    "http-token-file, value",
  })
  void secretsAreMasked(String name, String shown) {
    assertThat(Secrets.masked(name, "value")).isEqualTo(shown);
  }

  @Test
  void aPasswordWithinAnAddressIsMasked() {
    assertThat(Secrets.masked("interceptor.url", "https://me:hunter2@proxy:1/x@y"))
        .isEqualTo("https://****@proxy:1/x@y");
  }

  @Test
  void whatKubernetesSetsForAServiceIsNoSetting() {
    Defaults defaults =
        Defaults.load(
            Map.of(
                "TAILWATCH_PORT", "tcp://10.0.0.1:8080",
                "TAILWATCH_SERVICE_HOST", "10.0.0.1",
                "TAILWATCH_PORT_8080_TCP_ADDR", "10.0.0.1",
                "KAFKA_PORT", "tcp://10.0.0.2:9092",
                "KAFKA_SERVICE_PORT_BROKER", "9092",
                "KAFKA_ACKS", "all"),
            List.of());
    assertThat(defaults.variables()).containsExactly("KAFKA_ACKS");
    assertThat(defaults.kafka(Map.of())).isEqualTo(Map.of("acks", "all"));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "5, 5",
    "-2.5, -2.5",
    "1234567, 1.23457e+06",
    "123456, 123456",
    "3.14159265, 3.14159",
    "0.000123456789, 0.000123457",
    "0.00001, 1.00000e-05",
    "Infinity, unbounded",
    "NaN, -",
  })
  void numbersHaveSixDigits(double value, String text) {
    assertThat(Numbers.text(value)).isEqualTo(text);
  }
}
