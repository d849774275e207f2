// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.events;

import io.tailwatch.events.v1.DataType;
import io.tailwatch.events.v1.IterateBatch;
import io.tailwatch.events.v1.ObservableSketch;
import io.tailwatch.events.v1.PaneSketch;
import io.tailwatch.events.v1.Quantity;
import io.tailwatch.events.v1.RunDescriptor;
import io.tailwatch.events.v1.ShardKind;

/** The rules behind {@link EventLimits#check(IterateBatch)}, in the order of the schema. */
final class BatchRules {
  private final EventLimits limits;

  BatchRules(EventLimits limits) {
    this.limits = limits;
  }

  void check(IterateBatch batch) {
    Names.require("run", batch.getRun(), limits.maxNameLength());
    Names.require("series", batch.getSeries(), limits.maxNameLength());
    Numbers.notNegative("attempt", batch.getAttempt());
    if (batch.getQuantity() == Quantity.UNRECOGNIZED) {
      throw new BadEventException("quantity must be known: was " + batch.getQuantityValue());
    }
    checkSteps(batch);
    checkShard(batch);
    checkPayload(batch);
    Numbers.finiteNotNegative("learning_rate", batch.getLearningRate());
    Numbers.notNegative("taken_at_millis", batch.getTakenAtMillis());
    if (batch.hasSeriesDescriptor()) {
      new DescriptorRules(limits).check(batch.getSeriesDescriptor(), batch.getDimension());
    }
  }

  void check(RunDescriptor run) {
    Names.require("run", run.getRun(), limits.maxNameLength());
    Numbers.notNegative("attempt", run.getAttempt());
    optionalText("model", run.getModel());
    optionalText("data_set", run.getDataSet());
    optionalText("optimizer", run.getOptimizer());
    Numbers.atMost("tags", run.getTagsCount(), limits.maxEntries());
    run.getTagsMap()
        .forEach(
            (name, value) -> {
              Names.require("tag name", name, limits.maxNameLength());
              optionalText("tag " + name, value);
            });
    Numbers.atMost("series", run.getSeriesCount(), limits.maxEntries());
    for (String series : run.getSeriesList()) {
      Names.require("series", series, limits.maxNameLength());
    }
    Numbers.notNegative("started_at_millis", run.getStartedAtMillis());
    Numbers.notNegative("updated_at_millis", run.getUpdatedAtMillis());
    Numbers.notNegative("ended_at_millis", run.getEndedAtMillis());
  }

  private void optionalText(String what, String text) {
    if (!text.isEmpty()) {
      Names.require(what, text, limits.maxNameLength());
    }
  }

  private void checkSteps(IterateBatch batch) {
    Numbers.notNegative("first_step", batch.getFirstStep());
    Numbers.notNegative("step_stride", batch.getStepStride());
    Numbers.notNegative("steps", batch.getSteps());
    Numbers.notNegative("dimension", batch.getDimension());
    // One stride behind the last step must still be a step, so that nobody has to guard it again.
    // Both factors are below 2^31.
    checkEnd(
        "first_step + steps * step_stride",
        batch.getFirstStep(),
        (long) batch.getSteps() * IterateBatches.stride(batch));
  }

  private static void checkEnd(String what, long from, long length) {
    if (from >= EventLimits.END_OF_STEPS - length) {
      throw new BadEventException(what + " must be below 2^53: was " + from + " + " + length);
    }
  }

  private void checkShard(IterateBatch batch) {
    Numbers.notNegative("shard_count", batch.getShardCount());
    Numbers.atMost("shard_count", batch.getShardCount(), limits.maxShards());
    int count = IterateBatches.shardCount(batch);
    if (batch.getShard() < 0 || batch.getShard() >= count) {
      throw new BadEventException(
          "shard must be in [0, " + count + "): was " + Integer.toUnsignedString(batch.getShard()));
    }
    if (batch.getShardKind() == ShardKind.UNRECOGNIZED) {
      throw new BadEventException("shard_kind must be known: was " + batch.getShardKindValue());
    }
    if (batch.getShardKind() == ShardKind.SHARD_KIND_NONE && count > 1) {
      throw new BadEventException(
          "shard_kind must say what the shards are when shard_count > 1: was none of " + count);
    }
    Numbers.notNegative("coordinate_offset", batch.getCoordinateOffset());
    Numbers.notNegative("full_dimension", batch.getFullDimension());
    if (batch.getFullDimension() > 0
        && batch.getFullDimension() - batch.getDimension() < batch.getCoordinateOffset()) {
      throw new BadEventException(
          "coordinate_offset + dimension must be at most full_dimension: was "
              + batch.getCoordinateOffset()
              + " + "
              + batch.getDimension()
              + " > "
              + batch.getFullDimension());
    }
  }

  private void checkPayload(IterateBatch batch) {
    switch (batch.getPayloadCase()) {
      case VALUES -> checkValues(batch, batch.getValues().size());
      case SKETCH -> checkSketch(batch.getSketch());
      case PAYLOAD_NOT_SET -> checkValues(batch, 0);
    }
  }

  private void checkValues(IterateBatch batch, int bytes) {
    if (batch.getDataType() == DataType.UNRECOGNIZED) {
      throw new BadEventException("data_type must be known: was " + batch.getDataTypeValue());
    }
    if (batch.getSteps() == 0) {
      if (!batch.getEndOfSeries()) {
        throw new BadEventException("steps must be at least 1 unless end_of_series: was 0");
      }
    } else {
      Numbers.atMost("steps", batch.getSteps(), limits.maxSteps());
      Numbers.positive("dimension", batch.getDimension());
      Numbers.atMost("dimension", batch.getDimension(), limits.maxDimension());
    }
    int width = IterateValues.bytesPerValue(batch.getDataType());
    // steps and dimension are below 2^31 and the width is at most 8: compare without overflow.
    long vectors = (long) batch.getSteps() * batch.getDimension();
    if (vectors > Long.MAX_VALUE / width || vectors * width != bytes) {
      throw new BadEventException(
          "values must have steps * dimension * bytes per value = "
              + batch.getSteps()
              + " * "
              + batch.getDimension()
              + " * "
              + width
              + " bytes: had "
              + bytes);
    }
  }

  private void checkSketch(PaneSketch sketch) {
    Numbers.notNegative("sketch.pane", sketch.getPane());
    Numbers.notNegative("sketch.first_step", sketch.getFirstStep());
    if (sketch.getLastStep() < sketch.getFirstStep()) {
      throw new BadEventException(
          "sketch.last_step must be at least sketch.first_step = "
              + sketch.getFirstStep()
              + ": was "
              + sketch.getLastStep());
    }
    checkEnd("sketch.last_step", sketch.getLastStep(), 0);
    Numbers.notNegative("sketch.steps", sketch.getSteps());
    Numbers.notNegative("sketch.missing_steps", sketch.getMissingSteps());
    Numbers.notNegative("sketch.repeated_steps", sketch.getRepeatedSteps());
    Numbers.finiteNotNegative("sketch.learning_rate_first", sketch.getLearningRateFirst());
    Numbers.finiteNotNegative("sketch.learning_rate_min", sketch.getLearningRateMin());
    Numbers.finiteNotNegative("sketch.learning_rate_max", sketch.getLearningRateMax());
    if (sketch.hasFirstNonfiniteStep()
        && (sketch.getFirstNonfiniteStep() < sketch.getFirstStep()
            || sketch.getFirstNonfiniteStep() > sketch.getLastStep())) {
      throw new BadEventException(
          "sketch.first_nonfinite_step must be one of its steps: was "
              + sketch.getFirstNonfiniteStep());
    }
    Numbers.positive("sketch.observables", sketch.getObservablesCount());
    Numbers.atMost("sketch.observables", sketch.getObservablesCount(), limits.maxEntries());
    for (ObservableSketch part : sketch.getObservablesList()) {
      Numbers.positive("sketch bytes of " + part.getObservable(), part.getSketch().size());
    }
  }
}
