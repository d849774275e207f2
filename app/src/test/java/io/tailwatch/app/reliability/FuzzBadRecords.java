// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.reliability;

import static io.tailwatch.app.reliability.FuzzRecord.Expected.REFUSED;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;

/** Bad records: wrong keys, values that are no event, content types, broken JSON. */
final class FuzzBadRecords {
  private static final int LARGE = 8 << 20;

  private final Random random;
  private final String series;
  private final FuzzBatches batches;
  private final FuzzMutants mutants;
  private final List<FuzzBad.Kind> kinds = new ArrayList<>();
  private int zeros;

  FuzzBadRecords(Random random, List<String> series, int attempt) {
    this.random = random;
    this.series = series.get(0);
    this.batches = new FuzzBatches(random, series, attempt);
    this.mutants = new FuzzMutants(random);
    keys();
    values();
    json();
  }

  List<FuzzBad.Kind> kinds() {
    return kinds;
  }

  private void record(String name, UnaryOperator<FuzzRecord> spoil) {
    kinds.add(
        new FuzzBad.Kind(
            name, run -> spoil.apply(FuzzRecord.of(name, REFUSED, batches.values(run).build()))));
  }

  private void keys() {
    record("no key", r -> r.withKey(null));
    record("empty key", r -> r.withKey(new byte[0]));
    record("key of another run", r -> r.withKey("another/layer".getBytes(UTF_8)));
    record("key with a shard", r -> r.withKey((new String(r.key(), UTF_8) + "/0").getBytes(UTF_8)));
    record("key not encoded", r -> r.withKey((r.run() + "/a/b/c").getBytes(UTF_8)));
    record("key of foreign bytes", r -> r.withKey(mutants.noise(1 + random.nextInt(40))));
    record("key of 100 KB", r -> r.withKey("k".repeat(100_000).getBytes(UTF_8)));
  }

  private void values() {
    record("no value", r -> value(r, null));
    record("empty value", r -> value(r, new byte[0]));
    record("foreign bytes", r -> value(r, foreign()));
    // They travel as a few KB.
    record("8 MB of zeros", r -> value(r, new byte[zeros++ % 50 == 0 ? LARGE : 99]));
    record("text", r -> value(r, "loss=0.1 step=7".getBytes(UTF_8)));
    record("content type unknown", r -> r.contentType("text/csv"));
    record("content type of foreign bytes", r -> r.contentType("\u0000\uffff"));
    record("JSON that is Protobuf", r -> r.contentType("application/json"));
  }

  private void json() {
    record("JSON: nothing", r -> text(r, ""));
    record("JSON: null", r -> text(r, "null"));
    record("JSON: a number", r -> text(r, "1e9999"));
    record("JSON: array", r -> text(r, "[{}]"));
    record("JSON: deep", r -> text(r, "{\"x\":" + "[".repeat(50_000) + "]".repeat(50_000) + "}"));
    record("JSON: not closed", r -> text(r, "{\"run\":\"" + r.run() + "\""));
    record("JSON: two objects", r -> text(r, "{}{}"));
    record(
        "JSON: lone surrogate",
        r -> text(r, batch(r.run() + "\\ud83d", "\"steps\":1,\"dimension\":1,\"values\":[1]")));
    record(
        "JSON: field twice",
        r -> text(r, batch(r.run(), "\"steps\":1,\"steps\":1,\"dimension\":1,\"values\":[1]")));
    record(
        "JSON: negative step",
        r -> text(r, batch(r.run(), "\"first_step\":-1,\"dimension\":1,\"values\":[1]")));
    record(
        "JSON: step of 400 digits",
        r ->
            text(
                r,
                batch(
                    r.run(),
                    "\"first_step\":" + "9".repeat(400) + ",\"dimension\":1,\"values\":[1]")));
    record("JSON: rows of two lengths", r -> text(r, batch(r.run(), "\"values\":[[1,2],[3]]")));
    record(
        "JSON: values beyond their type",
        r -> text(r, batch(r.run(), "\"dimension\":1,\"values\":[1e300]")));
    record(
        "JSON: values of words",
        r -> text(r, batch(r.run(), "\"dimension\":1,\"values\":[\"<b>1</b>\"]")));
    record("JSON: not base64", r -> text(r, batch(r.run(), "\"dimension\":1,\"values\":\"%%%\"")));
  }

  private byte[] foreign() {
    byte[] bytes = mutants.noise(1 + random.nextInt(3000));
    // Not the beginning of any field.
    bytes[0] = (byte) 0xff;
    return bytes;
  }

  private String batch(String run, String fields) {
    return "{\"run\":\""
        + run
        + "\",\"series\":\""
        + series
        + "\",\"end_of_series\":true,"
        + fields
        + "}";
  }

  private static FuzzRecord value(FuzzRecord record, byte[] value) {
    return new FuzzRecord(
        record.kind(), record.expected(), record.run(), record.key(), value, record.headers());
  }

  private FuzzRecord text(FuzzRecord record, String text) {
    return value(record, text.getBytes(UTF_8))
        .withKey(
            (FuzzRecord.encoded(record.run()) + "/" + FuzzRecord.encoded(series)).getBytes(UTF_8))
        .contentType("application/json");
  }
}
