// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.events;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.google.protobuf.ByteString;
import io.tailwatch.events.v1.DataType;
import io.tailwatch.events.v1.Direction;
import io.tailwatch.events.v1.IterateBatch;
import io.tailwatch.events.v1.ObservableSketch;
import io.tailwatch.events.v1.RunDescriptor;
import io.tailwatch.events.v1.SeriesDescriptor;
import io.tailwatch.events.v1.ShardKind;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class EventLimitsTest {
  private static final EventLimits LIMITS = EventLimits.defaults();

  /** Two vectors of length two, and nothing that could be left out. */
  private static IterateBatch.Builder batch() {
    return IterateBatch.newBuilder()
        .setRun("run")
        .setSeries("series")
        .setSteps(2)
        .setDimension(2)
        .setValues(ByteString.copyFrom(new byte[16]));
  }

  private static SeriesDescriptor.Builder descriptor() {
    return Examples.descriptor().toBuilder();
  }

  @Test
  void consistentBatchesPass() {
    assertThatCode(() -> LIMITS.check(batch().build())).doesNotThrowAnyException();
    assertThatCode(() -> LIMITS.check(Examples.valuesBatch())).doesNotThrowAnyException();
    assertThatCode(() -> LIMITS.check(Examples.sketchBatch())).doesNotThrowAnyException();
    assertThatCode(() -> LIMITS.check(Examples.endOfSeries())).doesNotThrowAnyException();
    assertThatCode(() -> LIMITS.check(Examples.runDescriptor())).doesNotThrowAnyException();
  }

  @Test
  void endOfSeriesMayCarryVectors() {
    assertThatCode(() -> LIMITS.check(batch().setEndOfSeries(true).build()))
        .doesNotThrowAnyException();
  }

  @Test
  void eigenvaluesMayBeZeroUpToRounding() {
    SeriesDescriptor.Builder rankDeficient = descriptor();
    rankDeficient.getProblemBuilder().setEigenvalues(1, 0);
    assertThatCode(() -> LIMITS.check(rankDeficient.build(), 2)).doesNotThrowAnyException();
    rankDeficient.getProblemBuilder().setEigenvalues(1, -1e-16);
    assertThatCode(() -> LIMITS.check(rankDeficient.build(), 2)).doesNotThrowAnyException();
  }

  static Stream<Arguments> badBatches() {
    return Stream.of(
        bad("run must not be empty", b -> b.setRun("")),
        bad("series must not be empty", b -> b.setSeries("")),
        bad("run must not hold control characters: had U+0000 at 1", b -> b.setRun("a\0")),
        bad("series must have at most 256 characters: had 257", b -> b.setSeries("x".repeat(257))),
        bad("attempt must be at least 0 and in range: was -1", b -> b.setAttempt(-1)),
        bad("quantity must be known: was 99", b -> b.setQuantityValue(99)),
        bad("first_step must be at least 0 and in range: was -1", b -> b.setFirstStep(-1)),
        bad("step_stride must be at least 0 and in range: was -1", b -> b.setStepStride(-1)),
        bad("steps must be at least 0 and in range: was -1", b -> b.setSteps(-1)),
        bad("dimension must be at least 0 and in range: was -2", b -> b.setDimension(-2)),
        bad(
            "first_step + steps * step_stride must be below 2^53: was 9223372036854775806 + 2",
            b -> b.setFirstStep(Long.MAX_VALUE - 1)),
        bad(
            "first_step + steps * step_stride must be below 2^53",
            b -> b.setFirstStep((1L << 53) - 10).setStepStride(Integer.MAX_VALUE)),
        bad("steps must be at least 1 unless end_of_series: was 0", b -> b.setSteps(0)),
        bad("had 0", b -> b.clearPayload()),
        bad("had 0", b -> b.clearPayload().setEndOfSeries(true)),
        bad("2 * 2 * 4 bytes: had 15", b -> b.setValues(ByteString.copyFrom(new byte[15]))),
        bad("2 * 2 * 8 bytes: had 16", b -> b.setDataType(DataType.DATA_TYPE_FLOAT64)),
        bad("data_type must be known: was 7", b -> b.setDataTypeValue(7)),
        bad("dimension must be at least 1: was 0", b -> b.setDimension(0).clearValues()),
        bad(
            "dimension must be at most 1048576",
            b -> b.setDimension(Integer.MAX_VALUE).setSteps(1)),
        bad("steps must be at most 1048576", b -> b.setSteps(Integer.MAX_VALUE).setDimension(1)),
        bad("shard must be in [0, 1): was 1", b -> b.setShard(1)),
        bad("shard must be in [0, 1): was 4294967295", b -> b.setShard(-1)),
        bad(
            "shard must be in [0, 2): was 2",
            b -> b.setShard(2).setShardCount(2).setShardKind(ShardKind.SHARD_KIND_CHAINS)),
        bad("shard_count must be at most 4096: was 4097", b -> b.setShardCount(4097)),
        bad("shard_count must be at least 0 and in range: was -1", b -> b.setShardCount(-1)),
        bad("shard_kind must say what the shards are", b -> b.setShardCount(2)),
        bad("shard_kind must be known: was 9", b -> b.setShardKindValue(9)),
        bad("coordinate_offset must be at least 0", b -> b.setCoordinateOffset(-1)),
        bad(
            "coordinate_offset + dimension must be at most full_dimension: was 7 + 2 > 8",
            b -> b.setCoordinateOffset(7).setFullDimension(8)),
        bad(
            "coordinate_offset + dimension must be at most full_dimension",
            b -> b.setFullDimension(1)),
        bad("learning_rate must be finite and not negative: was NaN", b -> rate(b, Double.NaN)),
        bad("learning_rate must be finite and not negative: was -0.1", b -> rate(b, -0.1)),
        bad("learning_rate must be finite", b -> rate(b, Double.POSITIVE_INFINITY)),
        bad("taken_at_millis must be at least 0", b -> b.setTakenAtMillis(-1)));
  }

  private static void rate(IterateBatch.Builder batch, double rate) {
    batch.setLearningRate(rate);
  }

  private static Arguments bad(String message, Consumer<IterateBatch.Builder> change) {
    return arguments(message, change);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("badBatches")
  void inconsistentBatchIsRefusedByName(String message, Consumer<IterateBatch.Builder> change) {
    IterateBatch.Builder batch = batch();
    change.accept(batch);

    assertThatThrownBy(() -> LIMITS.check(batch.build()))
        .isInstanceOf(BadEventException.class)
        .hasMessageContaining(message);
  }

  static Stream<Arguments> badSketches() {
    return Stream.of(
        bad("sketch.pane must be", b -> b.getSketchBuilder().setPane(-1)),
        bad("sketch.first_step must be", b -> b.getSketchBuilder().setFirstStep(-1)),
        bad(
            "sketch.last_step must be below 2^53",
            b -> b.getSketchBuilder().setLastStep(Long.MAX_VALUE)),
        bad("sketch.last_step must be at least", b -> b.getSketchBuilder().setLastStep(1)),
        bad("sketch.steps must be", b -> b.getSketchBuilder().setSteps(-1)),
        bad("sketch.missing_steps must be", b -> b.getSketchBuilder().setMissingSteps(-1)),
        bad("sketch.observables must be at least 1", b -> b.getSketchBuilder().clearObservables()),
        bad(
            "sketch bytes of OBSERVABLE_UNSPECIFIED must be at least 1",
            b -> b.getSketchBuilder().addObservables(ObservableSketch.getDefaultInstance())));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("badSketches")
  void inconsistentSketchIsRefusedByName(String message, Consumer<IterateBatch.Builder> change) {
    IterateBatch.Builder batch = Examples.sketchBatch().toBuilder();
    change.accept(batch);

    assertThatThrownBy(() -> LIMITS.check(batch.build()))
        .isInstanceOf(BadEventException.class)
        .hasMessageContaining(message);
  }

  static Stream<Arguments> badDescriptors() {
    return Stream.of(
        badDescriptor(
            "centre must have as many entries as dimension = 2: had 3", d -> d.addCentre(1)),
        badDescriptor("centre must be finite: was NaN", d -> d.setCentre(0, Double.NaN)),
        badDescriptor(
            "direction must have as many entries as dimension = 2: had 1",
            d -> d.addDirections(Direction.newBuilder().addComponents(1))),
        badDescriptor(
            "direction must be finite: was Infinity",
            d -> d.getDirectionsBuilder(0).setComponents(0, Double.POSITIVE_INFINITY)),
        badDescriptor(
            "direction must not be zero: had 2 components",
            d -> d.getDirectionsBuilder(0).setComponents(0, 0).setComponents(1, -0.0)),
        badDescriptor(
            "directions must be at most 64: was 65",
            d -> {
              for (int i = 0; i < 64; i++) {
                d.addDirections(d.getDirections(0));
              }
            }),
        badDescriptor(
            "eigenvalues must have as many entries as dimension = 2: had 3",
            d -> d.getProblemBuilder().addEigenvalues(0.25)),
        badDescriptor(
            "eigenvalues must be in descending order: had 3.0 after 1.5 at 1",
            d -> d.getProblemBuilder().setEigenvalues(1, 3)),
        badDescriptor(
            "eigenvalues must be finite: was NaN",
            d -> d.getProblemBuilder().setEigenvalues(1, Double.NaN)),
        badDescriptor(
            "largest of the eigenvalues must be finite and positive: was 0.0",
            d -> d.getProblemBuilder().setEigenvalues(0, 0)),
        badDescriptor(
            "eigenvalues must not be negative: had -0.5",
            d -> d.getProblemBuilder().setEigenvalues(1, -0.5)),
        badDescriptor("problem.rows must be", d -> d.getProblemBuilder().setRows(-1)),
        badDescriptor(
            "kesten.index must be finite and positive: was 0.0",
            d -> d.getProblemBuilder().getKestenBuilder().setIndex(0)),
        badDescriptor(
            "kesten.standard_error must be finite and not negative: was NaN",
            d -> d.getProblemBuilder().getKestenBuilder().setStandardError(Double.NaN)),
        badDescriptor(
            "kesten.repeat_bound must be finite and positive: was Infinity",
            d -> d.getProblemBuilder().getKestenBuilder().setRepeatBound(Double.POSITIVE_INFINITY)),
        badDescriptor(
            "kesten.learning_rate must be finite and not negative",
            d -> d.getProblemBuilder().getKestenBuilder().setLearningRate(-1)),
        badDescriptor(
            "optimizer.learning_rate must be finite and not negative",
            d -> d.getOptimizerBuilder().setLearningRate(Double.NaN)),
        badDescriptor(
            "optimizer.ridge must be finite and not negative",
            d -> d.getOptimizerBuilder().setRidge(-1)),
        badDescriptor(
            "optimizer.momentum must be finite and not negative",
            d -> d.getOptimizerBuilder().setMomentum(Double.NaN)),
        badDescriptor(
            "optimizer.batch_size must be", d -> d.getOptimizerBuilder().setBatchSize(-1)),
        badDescriptor("pane_steps must be at least 0", d -> d.getWindowBuilder().setPaneSteps(-1)),
        badDescriptor(
            "pane_steps must be at most 100000000",
            d -> d.getWindowBuilder().setPaneSteps(100_000_001)),
        badDescriptor(
            "panes must be at most 1024: was 1025", d -> d.getWindowBuilder().setPanes(1025)));
  }

  private static Arguments badDescriptor(
      String message, Consumer<SeriesDescriptor.Builder> change) {
    return arguments(message, change);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("badDescriptors")
  void inconsistentDescriptorIsRefusedByName(
      String message, Consumer<SeriesDescriptor.Builder> change) {
    SeriesDescriptor.Builder descriptor = descriptor();
    change.accept(descriptor);

    assertThatThrownBy(() -> LIMITS.check(batch().setSeriesDescriptor(descriptor).build()))
        .isInstanceOf(BadEventException.class)
        .hasMessageContaining(message);
  }

  @Test
  void runDescriptorKeepsItsRules() {
    RunDescriptor good = Examples.runDescriptor();

    assertThatThrownBy(() -> LIMITS.check(good.toBuilder().clearRun().build()))
        .hasMessage("run must not be empty");
    assertThatThrownBy(() -> LIMITS.check(good.toBuilder().putTags("", "x").build()))
        .hasMessage("tag name must not be empty");
    assertThatThrownBy(() -> LIMITS.check(good.toBuilder().putTags("k", "a\tb").build()))
        .hasMessageContaining("tag k must not hold control characters");
    assertThatThrownBy(() -> LIMITS.check(good.toBuilder().setModel("x".repeat(300)).build()))
        .hasMessageContaining("model must have at most 256 characters");
    assertThatThrownBy(() -> LIMITS.check(good.toBuilder().addSeries("").build()))
        .hasMessage("series must not be empty");
    assertThatThrownBy(() -> LIMITS.check(good.toBuilder().setEndedAtMillis(-1).build()))
        .hasMessageContaining("ended_at_millis must be at least 0");
  }

  @Test
  void limitsThemselvesAreChecked() {
    assertThatThrownBy(() -> LIMITS.withMaxEventBytes(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("maxEventBytes must be at least 1: was 0");
    assertThatThrownBy(() -> new EventLimits(1, 1, 1, 257, 1, 1, 1, 1, 1, 1))
        .hasMessage("maxNameLength must be at most 256: was 257");
  }
}
