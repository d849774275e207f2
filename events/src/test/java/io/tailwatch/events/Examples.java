// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.events;

import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import io.tailwatch.events.v1.AlertKind;
import io.tailwatch.events.v1.AlertSeverity;
import io.tailwatch.events.v1.AlertState;
import io.tailwatch.events.v1.DataType;
import io.tailwatch.events.v1.Direction;
import io.tailwatch.events.v1.EstimateWarning;
import io.tailwatch.events.v1.IntervalValue;
import io.tailwatch.events.v1.IterateBatch;
import io.tailwatch.events.v1.KestenIndex;
import io.tailwatch.events.v1.KestenStatus;
import io.tailwatch.events.v1.Observable;
import io.tailwatch.events.v1.ObservableSketch;
import io.tailwatch.events.v1.Optimizer;
import io.tailwatch.events.v1.OptimizerKind;
import io.tailwatch.events.v1.PaneSketch;
import io.tailwatch.events.v1.Problem;
import io.tailwatch.events.v1.Quantity;
import io.tailwatch.events.v1.RunDescriptor;
import io.tailwatch.events.v1.RunState;
import io.tailwatch.events.v1.SeriesDescriptor;
import io.tailwatch.events.v1.ShardKind;
import io.tailwatch.events.v1.TailAlert;
import io.tailwatch.events.v1.TailEstimate;
import io.tailwatch.events.v1.TheoryBand;
import io.tailwatch.events.v1.Verdict;
import io.tailwatch.events.v1.WindowSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One message of each kind with every field set, as the golden bytes hold them. */
final class Examples {
  private Examples() {}

  /** File name of the golden bytes to the message in them. */
  static Map<String, MessageLite> all() {
    Map<String, MessageLite> all = new LinkedHashMap<>();
    all.put("run-descriptor", runDescriptor());
    all.put("iterate-batch-values", valuesBatch());
    all.put("iterate-batch-sketch", sketchBatch());
    all.put("iterate-batch-sketch-rates", sketchBatchWithRates());
    all.put("iterate-batch-end", endOfSeries());
    all.put("tail-estimate", estimate());
    all.put("tail-estimate-opinions", opinions());
    all.put("tail-alert", alert());
    return all;
  }

  static RunDescriptor runDescriptor() {
    // One tag only: the order of a map on the wire is not fixed.
    return RunDescriptor.newBuilder()
        .setRun("naïve/run 1")
        .setAttempt(2)
        .setState(RunState.RUN_STATE_FAILED)
        .setModel("ridge")
        .setDataSet("concrete")
        .setOptimizer("sgd")
        .putTags("seed", "42")
        .addSeries("parameters")
        .addSeries("layer/1")
        .setStartedAtMillis(1_767_225_600_000L)
        .setUpdatedAtMillis(1_767_225_660_000L)
        .setEndedAtMillis(1_767_225_720_000L)
        .build();
  }

  static SeriesDescriptor descriptor() {
    return SeriesDescriptor.newBuilder()
        .addObservables(Observable.OBSERVABLE_PROJECTION)
        .addObservables(Observable.OBSERVABLE_NORM)
        .setWindow(WindowSpec.newBuilder().setPaneSteps(3125).setPanes(32))
        .setOptimizer(
            Optimizer.newBuilder()
                .setKind(OptimizerKind.OPTIMIZER_KIND_SGD)
                .setLearningRate(0.25)
                .setMomentum(0.5)
                .setBatchSize(8)
                .setRidge(0.125))
        .setProblem(
            Problem.newBuilder()
                .setRows(1030)
                .setDimension(2)
                .addAllEigenvalues(List.of(1.5, 0.5))
                .setKesten(
                    KestenIndex.newBuilder()
                        .setIndex(5.25)
                        .setStandardError(0.0625)
                        .setRepeatBound(9.5)
                        .setContractive(true)
                        .setStatus(KestenStatus.KESTEN_STATUS_ESTIMATED)
                        .setLearningRate(0.25)))
        .addAllCentre(List.of(1.0, -2.0))
        .addDirections(Direction.newBuilder().addAllComponents(List.of(0.6, 0.8)))
        .build();
  }

  static IterateBatch valuesBatch() {
    float[] values = {1.5f, -0.0f, Float.MIN_VALUE, Float.MAX_VALUE, Float.NaN, -1e-3f};
    byte[] bytes = new byte[values.length * Float.BYTES];
    IterateValues.encode(values, DataType.DATA_TYPE_FLOAT32, bytes, 0);
    return IterateBatch.newBuilder()
        .setRun("naïve/run 1")
        .setAttempt(2)
        .setSeries("layer/1")
        .setQuantity(Quantity.QUANTITY_GRADIENTS)
        .setFirstStep(3125)
        .setStepStride(2)
        .setSteps(3)
        .setDimension(2)
        .setShard(1)
        .setShardCount(4)
        .setShardKind(ShardKind.SHARD_KIND_COORDINATES)
        .setCoordinateOffset(2)
        .setDataType(DataType.DATA_TYPE_FLOAT32)
        .setValues(ByteString.copyFrom(bytes))
        .setLearningRate(0.25)
        .setSeriesDescriptor(descriptor())
        .setTakenAtMillis(1_767_225_600_123L)
        .setSubsampleSeed(-1L)
        .setFullDimension(8)
        .build();
  }

  static IterateBatch sketchBatch() {
    return IterateBatch.newBuilder()
        .setRun("run")
        .setSeries("series")
        .setDataType(DataType.DATA_TYPE_BFLOAT16)
        .setQuantity(Quantity.QUANTITY_UPDATES)
        .setSketch(
            PaneSketch.newBuilder()
                .setPane(7)
                .setFirstStep(21_875)
                .setLastStep(24_999)
                .setSteps(3000)
                .setMissingSteps(125)
                .addObservables(
                    ObservableSketch.newBuilder()
                        .setObservable(Observable.OBSERVABLE_UPDATE_NORM)
                        .setSketch(ByteString.copyFrom(new byte[] {1, 2, 3}))))
        .build();
  }

  /** With what came to the schema later. */
  static IterateBatch sketchBatchWithRates() {
    IterateBatch.Builder batch = sketchBatch().toBuilder();
    batch
        .getSketchBuilder()
        .setRepeatedSteps(12)
        .setLearningRateFirst(0.4)
        .setLearningRateMin(0.35)
        .setLearningRateMax(0.41)
        .setFirstNonfiniteStep(22_000);
    return batch.build();
  }

  static IterateBatch endOfSeries() {
    return IterateBatch.newBuilder()
        .setRun("run")
        .setAttempt(1)
        .setSeries("series")
        .setFirstStep(100_000)
        .setDimension(8)
        .setEndOfSeries(true)
        .build();
  }

  static TailEstimate estimate() {
    return TailEstimate.newBuilder()
        .setRun("run")
        .setSeries("series")
        .setAttempt(1)
        .setPane(31)
        .setObservable(Observable.OBSERVABLE_PROJECTION)
        .setVerdict(Verdict.VERDICT_KESTEN_CONSISTENT)
        .setReason("none")
        .setSentence("index 5.1 [4.8, 5.5]")
        .setInfiniteVariance(true)
        .setReading(interval(4.0, 3.75, 4.25))
        .setIndex(interval(5.125, 4.75, Double.POSITIVE_INFINITY))
        .setTailFraction(0.00498)
        .setNominalTailFraction(0.005)
        .setExceedances(498)
        .setThreshold(12.5)
        .setSamples(100_000)
        .setEffectiveSamples(40_000)
        .setDependenceFactor(2.5)
        .setSumLogExcess(124.5)
        .setLeftReading(interval(4.1, 3.5, 4.7))
        .setRightReading(interval(3.9, 3.4, 4.4))
        .setPanes(32)
        .setWindowPanes(32)
        .setFirstStep(0)
        .setLastStep(99_999)
        .setMissingSteps(3)
        .setNonfiniteSamples(2)
        .setZeroSamples(1)
        .setRepeatedSteps(4)
        .setLearningRate(0.25)
        .setLearningRateMin(0.2)
        .setLearningRateMax(0.25)
        .setBatchSize(8)
        .setRidge(0.125)
        .setTheory(
            TheoryBand.newBuilder()
                .setLower(4.5)
                .setUpper(6.5)
                .setEtaStar(7.0)
                .setNormLowerBound(4.25)
                .setGamma2(0.5)
                .setKesten(5.25)
                .setKestenStandardError(0.0625)
                .setKestenStatus(KestenStatus.KESTEN_STATUS_ESTIMATED)
                .setRepeatBound(9.5))
        .addWarnings(EstimateWarning.newBuilder().setCode("ties").setMessage("3 % of ties"))
        .setProvisional(true)
        .setEndOfSeries(true)
        .setSteps(99_997)
        .setTakenAtMillis(1_767_225_600_123L)
        .setEstimatedAtMillis(1_767_225_600_456L)
        .build();
  }

  /** The fields that came to an estimate after the first version of the schema. */
  static TailEstimate opinions() {
    return TailEstimate.newBuilder()
        .setRun("run")
        .setSeries("series")
        .setBiasReducedIndex(4.5)
        .setMomentGamma(interval(0.25, 0.125, 0.375))
        .build();
  }

  static TailAlert alert() {
    return TailAlert.newBuilder()
        .setRun("run")
        .setSeries("series")
        .setAttempt(1)
        .setObservable(Observable.OBSERVABLE_NORM)
        .setKind(AlertKind.ALERT_KIND_BOUND_VIOLATION)
        .setState(AlertState.ALERT_STATE_FIRING)
        .setSeverity(AlertSeverity.ALERT_SEVERITY_WARNING)
        .setCause("learning-rate-change")
        .setSinceStep(50_000)
        .setStep(99_999)
        .setPane(31)
        .setIndex(interval(2.5, 2.25, 2.75))
        .setBaseline(interval(5.0, 4.5, 5.5))
        .setScore(6.5)
        .setSentence("the index fell from 5.0 to 2.5")
        .addGroupedSeries("layer/1")
        .setRaisedAtMillis(1_767_225_600_789L)
        .build();
  }

  private static IntervalValue interval(double value, double lower, double upper) {
    return IntervalValue.newBuilder().setValue(value).setLower(lower).setUpper(upper).build();
  }
}
