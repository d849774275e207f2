// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.reliability;

import io.tailwatch.events.IterateBatches;
import io.tailwatch.events.v1.IterateBatch;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * A record and what must become of it.
 *
 * @param kind what is odd about it
 * @param expected what must become of it
 * @param run the run that it is the only record of; empty when it shares a series with others
 * @param headers beside those of the test
 */
record FuzzRecord(
    String kind,
    Expected expected,
    String run,
    byte[] key,
    byte[] value,
    Map<String, byte[]> headers) {

  /** The series of records that share theirs with no other. */
  static final List<String> SERIES = List.of("weights", "layer/1", "a b");

  /** What the schema and its documentation say about a record. */
  enum Expected {
    COUNTED,
    REFUSED,
    /** Made by chance: one of the two. */
    EITHER
  }

  /** A batch in Protobuf under its own key. */
  static FuzzRecord of(String kind, Expected expected, IterateBatch batch) {
    return of(kind, expected, batch, batch.toByteArray());
  }

  /** Other bytes under the key of a batch. */
  static FuzzRecord of(String kind, Expected expected, IterateBatch batch, byte[] value) {
    return new FuzzRecord(kind, expected, batch.getRun(), key(batch), value, Map.of());
  }

  /** A text that says it is JSON under the key of a batch. */
  static FuzzRecord json(String kind, Expected expected, IterateBatch batch, byte[] text) {
    return of("JSON: " + kind, expected, batch, text).contentType("application/json");
  }

  FuzzRecord withKey(byte[] other) {
    return new FuzzRecord(kind, expected, run, other, value, headers);
  }

  FuzzRecord contentType(String type) {
    return header("content-type", type.getBytes(StandardCharsets.UTF_8));
  }

  FuzzRecord header(String name, byte[] bytes) {
    var more = new TreeMap<>(headers);
    more.put(name, bytes);
    return new FuzzRecord(kind, expected, run, key, value, more);
  }

  /** It shares its series with others. */
  FuzzRecord amongOthers() {
    return new FuzzRecord(kind, expected, "", key, value, headers);
  }

  ProducerRecord<byte[], byte[]> to(String topic) {
    var record = new ProducerRecord<>(topic, key, value);
    headers.forEach(record.headers()::add);
    return record;
  }

  private static byte[] key(IterateBatch batch) {
    String key = encoded(batch.getRun()) + "/" + encoded(batch.getSeries());
    if (IterateBatches.shardCount(batch) > 1) {
      key += "/" + batch.getShard();
    }
    return key.getBytes(StandardCharsets.UTF_8);
  }

  /** Percent-encoded, also what no name may hold. */
  static String encoded(String name) {
    var encoded = new StringBuilder();
    for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      boolean plain = c < 128 && (Character.isLetterOrDigit(c) || "._~-".indexOf(c) >= 0);
      encoded.append(plain ? String.valueOf(c) : "%%%02X".formatted(b));
    }
    return encoded.toString();
  }
}
