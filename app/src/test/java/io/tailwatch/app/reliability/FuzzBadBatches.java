// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.reliability;

import static io.tailwatch.app.reliability.FuzzRecord.Expected.REFUSED;

import com.google.protobuf.ByteString;
import io.tailwatch.events.v1.IterateBatch;
import io.tailwatch.events.v1.Observable;
import io.tailwatch.events.v1.ObservableSketch;
import io.tailwatch.events.v1.ShardKind;
import io.tailwatch.tails.sketch.PackedSketch;
import io.tailwatch.tails.sketch.SketchLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Function;

/** Batches with one field that must not be as it is, or with a sketch that is none. */
final class FuzzBadBatches {
  private final Random random;
  private final FuzzBatches batches;
  private final FuzzJson json;
  private final FuzzMutants mutants;
  private final List<FuzzBad.Kind> kinds = new ArrayList<>();

  FuzzBadBatches(Random random, List<String> series, int attempt) {
    this.random = random;
    this.batches = new FuzzBatches(random, series, attempt);
    this.json = new FuzzJson(random);
    this.mutants = new FuzzMutants(random);
    names();
    numbers();
    shapes();
    sketches();
  }

  List<FuzzBad.Kind> kinds() {
    return kinds;
  }

  /** Protobuf or JSON. */
  private void field(String name, Consumer<IterateBatch.Builder> spoil) {
    add(name, batches::values, spoil, true);
  }

  /** Protobuf only: JSON tells steps and dimension by the values that are there. */
  private void shape(String name, Consumer<IterateBatch.Builder> spoil) {
    add(name, batches::values, spoil, false);
  }

  private void sketch(String name, Consumer<IterateBatch.Builder> spoil) {
    add("sketch: " + name, batches::sketched, spoil, true);
  }

  private void add(
      String name,
      Function<String, IterateBatch.Builder> good,
      Consumer<IterateBatch.Builder> spoil,
      boolean alsoInJson) {
    kinds.add(
        new FuzzBad.Kind(
            name,
            run -> {
              IterateBatch.Builder batch = good.apply(run);
              spoil.accept(batch);
              IterateBatch bad = batch.build();
              return alsoInJson && random.nextInt(3) == 0
                  ? FuzzRecord.json(name, REFUSED, bad, json.write(bad))
                  : FuzzRecord.of(name, REFUSED, bad);
            }));
  }

  private void names() {
    field("run: control character", b -> b.setRun(b.getRun() + "\u0007"));
    field("run: line feed", b -> b.setRun(b.getRun() + "\n# HELP x"));
    field("series: NUL", b -> b.setSeries("a\u0000b"));
    field("run: too long", b -> b.setRun(b.getRun() + "x".repeat(257)));
    field("series: none", b -> b.setSeries(""));
  }

  private void numbers() {
    field("first step negative", b -> b.setFirstStep(-1 - random.nextInt(1000)));
    field("first step: least", b -> b.setFirstStep(Long.MIN_VALUE));
    field("first step: greatest", b -> b.setFirstStep(Long.MAX_VALUE));
    field("steps beyond 2^53", b -> b.setFirstStep((1L << 53) - 1));
    field("attempt beyond 2^31", b -> b.setAttempt(-1));
    field("stride beyond 2^31", b -> b.setStepStride(Integer.MIN_VALUE));
    field("stride beyond a pane", b -> b.setStepStride(200_000_000));
    field("quantity unknown", b -> b.setQuantityValue(77));
    field("learning rate NaN", b -> b.setLearningRate(Double.NaN));
    field("learning rate negative", b -> b.setLearningRate(-0.1));
    field("learning rate infinite", b -> b.setLearningRate(Double.POSITIVE_INFINITY));
    field("time negative", b -> b.setTakenAtMillis(-5));
    field("shard without others", b -> b.setShard(3));
    field("shard beyond", b -> shards(b, 4, 4));
    field("shards: kind not said", b -> b.setShardCount(2));
    field("shards: too many", b -> shards(b, 0, 5000));
    field("shard kind unknown", b -> b.setShardKindValue(9));
    field("slice beyond the vector", b -> b.setCoordinateOffset(10).setFullDimension(5));
  }

  private void shapes() {
    shape("steps: none", b -> b.setEndOfSeries(false).setSteps(0).setValues(ByteString.EMPTY));
    shape("steps: too many", b -> b.setSteps(Integer.MAX_VALUE));
    shape("steps: one less", b -> b.setSteps(b.getSteps() - 1));
    shape("dimension: none", b -> b.setDimension(0));
    shape("dimension: greatest", b -> b.setDimension(-1));
    shape("dimension: absurd", b -> b.setDimension(1 << 30).setSteps(1 << 30));
    shape("values: one byte more", b -> b.setValues(b.getValues().concat(bytes(1))));
    shape("values: none", b -> b.clearPayload());
    shape("values: data type unknown", b -> b.setDataTypeValue(9));
  }

  private static void shards(IterateBatch.Builder batch, int shard, int count) {
    batch.setShardKind(ShardKind.SHARD_KIND_CHAINS).setShard(shard).setShardCount(count);
  }

  private void sketches() {
    sketch("foreign bytes", b -> put(b, ByteString.copyFrom(mutants.noise(60))));
    sketch("empty bytes", b -> put(b, ByteString.EMPTY));
    sketch("version unknown", b -> put(b, spoiled(b, 0)));
    sketch("cut", b -> put(b, of(b).substring(0, of(b).size() / 2)));
    sketch(
        "of another layout",
        b ->
            put(
                b,
                ByteString.copyFrom(new PackedSketch(SketchLayout.SIGNED).snapshot().toBytes())));
    sketch("another pane", b -> b.getSketchBuilder().setPane(b.getSketch().getPane() + 1));
    sketch("of two panes", b -> b.getSketchBuilder().setLastStep(1_000_000));
    sketch("backwards", b -> b.getSketchBuilder().setLastStep(-1));
    sketch("fewer steps than samples", b -> b.getSketchBuilder().setSteps(3));
    sketch("no steps", b -> b.getSketchBuilder().setSteps(0));
    sketch("too many steps", b -> b.getSketchBuilder().setSteps(Integer.MAX_VALUE));
    sketch("missing steps absurd", b -> b.getSketchBuilder().setMissingSteps(1 << 30));
    sketch("nothing in it", b -> b.getSketchBuilder().clearObservables());
    sketch(
        "of another observable",
        b ->
            b.getSketchBuilder()
                .getObservablesBuilder(0)
                .setObservable(Observable.OBSERVABLE_PROJECTION));
  }

  private static void put(IterateBatch.Builder batch, ByteString bytes) {
    batch
        .getSketchBuilder()
        .setObservables(
            0,
            ObservableSketch.newBuilder()
                .setObservable(Observable.OBSERVABLE_NORM)
                .setSketch(bytes));
  }

  private static ByteString of(IterateBatch.Builder batch) {
    return batch.getSketch().getObservables(0).getSketch();
  }

  private static ByteString spoiled(IterateBatch.Builder batch, int at) {
    byte[] bytes = of(batch).toByteArray();
    bytes[at] ^= (byte) 0xff;
    return ByteString.copyFrom(bytes);
  }

  private static ByteString bytes(int count) {
    return ByteString.copyFrom(new byte[count]);
  }
}
