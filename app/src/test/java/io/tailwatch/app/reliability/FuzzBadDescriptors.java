// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.reliability;

import static io.tailwatch.app.reliability.FuzzRecord.Expected.REFUSED;

import com.google.protobuf.ByteString;
import io.tailwatch.events.v1.DataType;
import io.tailwatch.events.v1.Direction;
import io.tailwatch.events.v1.IterateBatch;
import io.tailwatch.events.v1.Observable;
import io.tailwatch.events.v1.Problem;
import io.tailwatch.events.v1.SeriesDescriptor;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/** Batches with a descriptor that cannot be. */
final class FuzzBadDescriptors {
  private final Random random;
  private final FuzzBatches batches;
  private final FuzzJson json;
  private final List<FuzzBad.Kind> kinds = new ArrayList<>();

  FuzzBadDescriptors(Random random, List<String> series, int attempt) {
    this.random = random;
    this.batches = new FuzzBatches(random, series, attempt);
    this.json = new FuzzJson(random);
    windows();
    theory();
    vectors();
  }

  List<FuzzBad.Kind> kinds() {
    return kinds;
  }

  private void described(String name, Consumer<SeriesDescriptor.Builder> spoil) {
    String kind = "descriptor: " + name;
    kinds.add(
        new FuzzBad.Kind(
            kind,
            run -> {
              IterateBatch bad = batch(run, spoil);
              return random.nextInt(3) == 0
                  ? FuzzRecord.json(kind, REFUSED, bad, json.write(bad))
                  : FuzzRecord.of(kind, REFUSED, bad);
            }));
  }

  private IterateBatch batch(String run, Consumer<SeriesDescriptor.Builder> spoil) {
    var descriptor = SeriesDescriptor.newBuilder();
    descriptor.getWindowBuilder().setPaneSteps(100);
    descriptor.addCentre(0).addDirections(components(1, 1));
    spoil.accept(descriptor);
    // One coordinate, so that single numbers have the right length.
    return batches
        .values(run)
        .setDimension(1)
        .setSteps(3)
        .setDataType(DataType.DATA_TYPE_FLOAT32)
        .setValues(ByteString.copyFrom(new byte[3 * Float.BYTES]))
        .setStepStride(1)
        .setSeriesDescriptor(descriptor)
        .build();
  }

  private void windows() {
    described("panes: too many", d -> d.getWindowBuilder().setPanes(2000));
    described("pane: too long", d -> d.getWindowBuilder().setPaneSteps(200_000_000));
    described("observable unknown", d -> d.addObservablesValue(42));
    described("observable not said", d -> d.addObservables(Observable.OBSERVABLE_UNSPECIFIED));
  }

  private void theory() {
    described("ridge NaN", d -> d.getOptimizerBuilder().setRidge(Double.NaN));
    described(
        "momentum infinite", d -> d.getOptimizerBuilder().setMomentum(Double.POSITIVE_INFINITY));
    described("batch size beyond 2^31", d -> d.getOptimizerBuilder().setBatchSize(-1));
    described("rate of descriptor NaN", d -> d.getOptimizerBuilder().setLearningRate(Double.NaN));
    described("eigenvalue NaN", d -> d.setProblem(eigenvalues(1, Double.NaN)));
    described("eigenvalue infinite", d -> d.setProblem(eigenvalues(Double.POSITIVE_INFINITY, 1)));
    described("eigenvalue negative", d -> d.setProblem(eigenvalues(1, -1)));
    described("eigenvalues ascending", d -> d.setProblem(eigenvalues(1, 2)));
    described("eigenvalues: all zero", d -> d.setProblem(eigenvalues(0, 0)));
    described(
        "eigenvalues: too few", d -> d.setProblem(eigenvalues(2, 1).toBuilder().setDimension(7)));
    described(
        "Kesten index NaN",
        d -> d.setProblem(kesten(k -> k.getKestenBuilder().setIndex(Double.NaN))));
    described(
        "Kesten error negative",
        d -> d.setProblem(kesten(k -> k.getKestenBuilder().setStandardError(-1))));
  }

  private void vectors() {
    described("centre: too long", d -> d.addCentre(1).addAllCentre(d.getCentreList()));
    described("centre NaN", d -> d.clearCentre().addCentre(Double.NaN));
    described("direction: too long", d -> d.addDirections(components(9, 1)));
    described("direction zero", d -> d.clearDirections().addDirections(components(1, 0)));
    described("direction NaN", d -> d.clearDirections().addDirections(components(1, Double.NaN)));
    described(
        "projection without direction",
        d ->
            d.clearDirections()
                .clearObservables()
                .addObservables(Observable.OBSERVABLE_PROJECTION));
    described(
        "weighted norm without directions",
        d ->
            d.clearDirections()
                .clearObservables()
                .addObservables(Observable.OBSERVABLE_WEIGHTED_NORM));
  }

  private static Problem eigenvalues(double first, double second) {
    return Problem.newBuilder()
        .setDimension(2)
        .addEigenvalues(first)
        .addEigenvalues(second)
        .build();
  }

  private static Problem kesten(Consumer<Problem.Builder> spoil) {
    var problem = Problem.newBuilder();
    spoil.accept(problem);
    return problem.build();
  }

  private static Direction components(int count, double value) {
    var direction = Direction.newBuilder();
    for (int i = 0; i < count; i++) {
      direction.addComponents(value);
    }
    return direction.build();
  }
}
