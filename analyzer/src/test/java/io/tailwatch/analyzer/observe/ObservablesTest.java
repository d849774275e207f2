// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.tailwatch.analyzer.fixtures.Batches;
import io.tailwatch.analyzer.state.v1.PanePart;
import io.tailwatch.events.BadEventException;
import io.tailwatch.events.IterateValues;
import io.tailwatch.events.v1.DataType;
import io.tailwatch.events.v1.Direction;
import io.tailwatch.events.v1.IterateBatch;
import io.tailwatch.events.v1.Observable;
import io.tailwatch.events.v1.Quantity;
import io.tailwatch.events.v1.SeriesDescriptor;
import io.tailwatch.events.v1.ShardKind;
import io.tailwatch.tails.sketch.PackedSketch;
import io.tailwatch.tails.sketch.SketchLayout;
import io.tailwatch.tails.sketch.TailSketch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each observable's sketch equals the sketch of samples computed directly from the vectors. */
class ObservablesTest {
  private static final int PANE = 100;
  private static final double[] CENTRE = {1, -2, 0.5};
  private static final double[] DIRECTION = {0.6, 0, 0.8};
  private static final double[][] ROWS = Batches.studentT(5, 3 * PANE, 3);

  @Test
  void projectionIsTheInnerProductWithTheCentredVector() {
    double[] samples = rows(1).mapToDouble(x -> 0.6 * (x[0] - 1) + 0.8 * (x[2] - 0.5)).toArray();
    assertThat(sketch(known(Observable.OBSERVABLE_PROJECTION), 1))
        .isEqualTo(sketch(SketchLayout.SIGNED, samples));
  }

  @Test
  void normIsTheDistanceFromTheCentre() {
    double[] samples = rows(1).mapToDouble(x -> distance(x, CENTRE)).toArray();
    assertThat(sketch(known(Observable.OBSERVABLE_NORM), 1))
        .isEqualTo(sketch(SketchLayout.UNSIGNED, samples));
  }

  @Test
  void updateNormIsTheDistanceFromTheVectorBefore() {
    double[] samples = new double[PANE];
    for (int i = 0; i < PANE; i++) {
      samples[i] = distance(ROWS[PANE + i], ROWS[PANE + i - 1]);
    }
    assertThat(sketch(known(Observable.OBSERVABLE_UPDATE_NORM), 1))
        .isEqualTo(sketch(SketchLayout.UNSIGNED, samples));
  }

  @Test
  void theFirstVectorHasNoUpdate() {
    assertThat(sketch(known(Observable.OBSERVABLE_UPDATE_NORM), 0).total()).isEqualTo(PANE - 1);
  }

  @Test
  void anUpdateOverAGapIsNoSample() {
    var series = new LiveSeries();
    series.accept(
        Batches.batch("w", 0, Arrays.copyOfRange(ROWS, 0, 50))
            .setSeriesDescriptor(known(Observable.OBSERVABLE_UPDATE_NORM))
            .build());
    PanePart pane =
        series.accept(Batches.batch("w", 60, Arrays.copyOfRange(ROWS, 60, 100)).build()).get(0);
    assertThat(decode(pane, 0).total()).isEqualTo(49 + 39);
  }

  @Test
  void identityTakesEveryValueAsItIs() {
    double[] samples = rows(1).flatMapToDouble(Arrays::stream).toArray();
    assertThat(sketch(known(Observable.OBSERVABLE_IDENTITY), 1))
        .isEqualTo(sketch(SketchLayout.SIGNED, samples));
  }

  @ParameterizedTest
  @EnumSource(
      value = DataType.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"UNRECOGNIZED"})
  void identityReadsEveryDataType(DataType type) {
    double[] flat = Arrays.stream(ROWS).limit(PANE).flatMapToDouble(Arrays::stream).toArray();
    byte[] bytes = new byte[flat.length * IterateValues.bytesPerValue(type)];
    IterateValues.encode(flat, type, bytes, 0);
    double[] decoded = new double[flat.length];
    IterateValues.decode(ByteString.copyFrom(bytes), type, decoded);
    IterateBatch batch =
        Batches.batch("w", 0, Arrays.copyOfRange(ROWS, 0, PANE))
            .setDataType(type)
            .setValues(ByteString.copyFrom(bytes))
            .setSeriesDescriptor(known(Observable.OBSERVABLE_IDENTITY))
            .build();
    assertThat(decode(new LiveSeries().accept(batch).get(0), 0))
        .isEqualTo(sketch(SketchLayout.SIGNED, decoded));
  }

  @Test
  void weightedNormUsesAllDirectionsAndEigenvalues() {
    var descriptor = known(Observable.OBSERVABLE_WEIGHTED_NORM).toBuilder().clearDirections();
    for (int i = 0; i < 3; i++) {
      double[] axis = new double[3];
      axis[i] = 1;
      descriptor.addDirections(direction(axis));
    }
    descriptor.getProblemBuilder().addAllEigenvalues(List.of(4.0, 1.0, 0.25)).setDimension(3);
    double[] samples =
        rows(1)
            .mapToDouble(
                x -> Math.sqrt(4 * square(x[0] - 1) + square(x[1] + 2) + 0.25 * square(x[2] - 0.5)))
            .toArray();
    assertThat(sketch(descriptor.build(), 1)).isEqualTo(sketch(SketchLayout.UNSIGNED, samples));
  }

  @Test
  void coordinatesAreScaledByACalibrationOfThePaneBefore() {
    // Panes of 64 steps give every vector to the calibration.
    var descriptor = Batches.descriptor(64, 8, Observable.OBSERVABLE_COORDINATES).build();
    var calibration = Calibration.of(1, List.of(Arrays.copyOfRange(ROWS, 0, 64)));
    List<Double> samples = new ArrayList<>();
    for (double[] row : Arrays.copyOfRange(ROWS, 64, 128)) {
      for (int i = 0; i < 3; i++) {
        samples.add((row[i] - calibration.location()[i]) / calibration.spread()[i]);
      }
    }
    List<PanePart> panes = panes(descriptor);
    assertThat(panes.get(0).getBurnIn()).contains("location and spread");
    assertThat(decode(panes.get(0), 0).total()).isZero();
    assertThat(panes.get(1).getObservables(0).getSamplesPerStep()).isEqualTo(3);
    assertThat(decode(panes.get(1), 0)).isEqualTo(sketch(SketchLayout.SIGNED, unbox(samples)));
    // Frozen for the window.
    assertThat(panes.get(2).getBurnIn()).isEmpty();
  }

  @Test
  void constantCoordinatesGiveNoSamples() {
    double[][] rows = Batches.studentT(1, 128, 2);
    for (double[] row : rows) {
      row[1] = 7;
    }
    var descriptor = Batches.descriptor(64, 8, Observable.OBSERVABLE_COORDINATES).build();
    List<PanePart> panes =
        new LiveSeries()
            .accept(Batches.batch("w", 0, rows).setSeriesDescriptor(descriptor).build());
    assertThat(decode(panes.get(1), 0).total()).isEqualTo(64);
    assertThat(panes.get(1).getObservables(0).getSamplesPerStep()).isEqualTo(1);
  }

  @Test
  void anUnknownCentreIsEstimatedAndSaysSo() {
    var descriptor = Batches.descriptor(64, 8, Observable.OBSERVABLE_NORM).build();
    double[] centre = Calibration.of(1, List.of(Arrays.copyOfRange(ROWS, 0, 64))).location();
    double[] samples = Arrays.stream(ROWS, 64, 128).mapToDouble(x -> distance(x, centre)).toArray();
    List<PanePart> panes = panes(descriptor);
    assertThat(decode(panes.get(0), 0).total()).isZero();
    assertThat(panes.get(1).getObservables(0).getEstimatedCentre()).isTrue();
    assertThat(decode(panes.get(1), 0)).isEqualTo(sketch(SketchLayout.UNSIGNED, samples));
  }

  @Test
  void aKnownCentreNeedsNoTest() {
    PanePart pane = panes(known(Observable.OBSERVABLE_NORM)).get(1);
    assertThat(pane.getObservables(0).getEstimatedCentre()).isFalse();
  }

  @Test
  void severalObservablesShareTheVectors() {
    var descriptor =
        known(Observable.OBSERVABLE_IDENTITY).toBuilder()
            .addObservables(Observable.OBSERVABLE_PROJECTION)
            .addObservables(Observable.OBSERVABLE_UPDATE_NORM)
            .addObservables(Observable.OBSERVABLE_IDENTITY)
            .build();
    PanePart pane = panes(descriptor).get(1);
    assertThat(pane.getObservablesCount()).isEqualTo(3);
    assertThat(decode(pane, 0)).isEqualTo(sketch(known(Observable.OBSERVABLE_IDENTITY), 1));
    assertThat(decode(pane, 1)).isEqualTo(sketch(known(Observable.OBSERVABLE_PROJECTION), 1));
    assertThat(decode(pane, 2)).isEqualTo(sketch(known(Observable.OBSERVABLE_UPDATE_NORM), 1));
  }

  @Test
  void theDefaultIsProjectionWhereItIsKnownAndUpdateNormElsewhere() {
    var known = known(Observable.OBSERVABLE_NORM).toBuilder().clearObservables();
    assertThat(observables(known, Quantity.QUANTITY_ITERATES))
        .containsExactly(Observable.OBSERVABLE_PROJECTION);
    known.clearCentre();
    assertThat(observables(known, Quantity.QUANTITY_ITERATES))
        .containsExactly(Observable.OBSERVABLE_UPDATE_NORM);
    assertThat(observables(known, Quantity.QUANTITY_UPDATES))
        .containsExactly(Observable.OBSERVABLE_PROJECTION);
    known.clearDirections();
    assertThat(observables(known, Quantity.QUANTITY_UPDATES))
        .containsExactly(Observable.OBSERVABLE_UPDATE_NORM);
    assertThat(observables(known, Quantity.QUANTITY_GRADIENTS))
        .containsExactly(Observable.OBSERVABLE_NORM);
  }

  @Test
  void incrementsAreNotCentred() {
    double[] samples = rows(1).mapToDouble(x -> distance(x, new double[3])).toArray();
    for (Observable norm : List.of(Observable.OBSERVABLE_NORM, Observable.OBSERVABLE_UPDATE_NORM)) {
      PanePart pane =
          new LiveSeries()
              .accept(
                  Batches.batch("w", 0, ROWS)
                      .setQuantity(Quantity.QUANTITY_UPDATES)
                      .setSeriesDescriptor(known(norm))
                      .build())
              .get(1);
      assertThat(decode(pane, 0)).isEqualTo(sketch(SketchLayout.UNSIGNED, samples));
    }
  }

  @Test
  void whatAnObservableNeedsIsAskedFor() {
    refused(
        Batches.descriptor(PANE, 8, Observable.OBSERVABLE_WEIGHTED_NORM),
        Quantity.QUANTITY_ITERATES,
        ShardKind.SHARD_KIND_NONE,
        "weighted-norm needs all 3 directions and eigenvalues in the descriptor: had 0 and 0");
    refused(
        Batches.descriptor(PANE, 8, Observable.OBSERVABLE_UPDATE_NORM),
        Quantity.QUANTITY_GRADIENTS,
        ShardKind.SHARD_KIND_NONE,
        "update-norm needs iterates or updates: quantity was QUANTITY_GRADIENTS");
    refused(
        known(Observable.OBSERVABLE_NORM).toBuilder(),
        Quantity.QUANTITY_ITERATES,
        ShardKind.SHARD_KIND_COORDINATES,
        "norm needs whole vectors: slices of them allow only coordinates and identity");
    refused(
        Batches.descriptor(PANE, 8).addObservablesValue(77),
        Quantity.QUANTITY_ITERATES,
        ShardKind.SHARD_KIND_NONE,
        "observable must be one that is known: was UNRECOGNIZED");
    refused(
        known(Observable.OBSERVABLE_NORM).toBuilder().addCentre(1),
        Quantity.QUANTITY_ITERATES,
        ShardKind.SHARD_KIND_NONE,
        "centre must have dimension = 3 entries: had 4");
  }

  @Test
  void aPaneShorterThanAStrideIsRefused() {
    var batch =
        Batches.batch("w", 0, ROWS)
            .setStepStride(101)
            .setSeriesDescriptor(known(Observable.OBSERVABLE_NORM))
            .build();
    assertThatThrownBy(() -> new LiveSeries().accept(batch))
        .isInstanceOf(BadEventException.class)
        .hasMessage("pane_steps must be at least step_stride = 101: was 100");
  }

  @Test
  void manyCoordinatesArePooledEvenly() {
    double[][] wide = Batches.studentT(1, 1, 9000);
    var rows = new double[128][];
    Arrays.setAll(rows, i -> wide[0].clone());
    for (int i = 0; i < rows.length; i++) {
      rows[i][0] = i;
      rows[i][3] = i;
      rows[i][4] = i;
    }
    var descriptor = Batches.descriptor(64, 8, Observable.OBSERVABLE_COORDINATES).build();
    var series = new LiveSeries();
    List<PanePart> panes = new ArrayList<>();
    Batches.split("w", 0, rows, 8, descriptor).forEach(b -> panes.addAll(series.accept(b)));
    // Every third of 9,000 coordinates is taken: of those that move, 0 and 3 but not 4.
    assertThat(decode(panes.get(1), 0).total()).isEqualTo(2 * 64);
  }

  private static void refused(
      SeriesDescriptor.Builder descriptor, Quantity quantity, ShardKind shards, String message) {
    var batch =
        Batches.batch("w", 0, ROWS)
            .setQuantity(quantity)
            .setShardKind(shards)
            .setSeriesDescriptor(descriptor)
            .build();
    assertThatThrownBy(() -> new LiveSeries().accept(batch))
        .isInstanceOf(BadEventException.class)
        .hasMessage(message);
  }

  private static List<Observable> observables(SeriesDescriptor.Builder from, Quantity quantity) {
    PanePart pane =
        new LiveSeries()
            .accept(
                Batches.batch("w", 0, ROWS).setQuantity(quantity).setSeriesDescriptor(from).build())
            .get(0);
    return pane.getObservablesList().stream()
        .map(io.tailwatch.analyzer.state.v1.SketchedObservable::getObservable)
        .toList();
  }

  private static SeriesDescriptor known(Observable observable) {
    return Batches.descriptor(PANE, 8, observable)
        .addAllCentre(DoubleStream.of(CENTRE).boxed().toList())
        .addDirections(direction(DIRECTION))
        .build();
  }

  private static Direction direction(double... components) {
    return Direction.newBuilder()
        .addAllComponents(DoubleStream.of(components).boxed().toList())
        .build();
  }

  private static java.util.stream.Stream<double[]> rows(int pane) {
    return Arrays.stream(ROWS, pane * PANE, (pane + 1) * PANE);
  }

  private static List<PanePart> panes(SeriesDescriptor descriptor) {
    return new LiveSeries()
        .accept(Batches.batch("w", 0, ROWS).setSeriesDescriptor(descriptor).build());
  }

  private static TailSketch sketch(SeriesDescriptor descriptor, int pane) {
    return decode(panes(descriptor).get(pane), 0);
  }

  private static TailSketch decode(PanePart pane, int observable) {
    return TailSketch.fromBytes(pane.getObservables(observable).getSketch().toByteArray());
  }

  private static TailSketch sketch(SketchLayout layout, double[] samples) {
    var sketch = new PackedSketch(layout);
    sketch.update(samples, 0, samples.length);
    return sketch.snapshot();
  }

  private static double distance(double[] x, double[] y) {
    return Math.sqrt(square(x[0] - y[0]) + square(x[1] - y[1]) + square(x[2] - y[2]));
  }

  private static double square(double x) {
    return x * x;
  }

  private static double[] unbox(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
