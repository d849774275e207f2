// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import io.tailwatch.events.v1.Observable;
import io.tailwatch.events.v1.Optimizer;
import io.tailwatch.events.v1.Quantity;
import io.tailwatch.events.v1.SeriesDescriptor;
import io.tailwatch.producer.publish.IteratePublisher;
import io.tailwatch.producer.publish.SeriesOptions;
import io.tailwatch.producer.publish.SeriesPublisher;
import io.tailwatch.producer.publish.Subsample;
import java.util.Optional;

/**
 * One parameter of a training and the series it is published as. Coordinates are chosen by the
 * engine, so that of a large parameter only the sample is copied. Differences of float32 and half
 * precision are taken in float32, those of float64 in float64. Not thread-safe.
 */
final class ParameterSeries {
  private final Parameter parameter;
  private final ListenerOptions options;
  private final SeriesPublisher series;
  private final boolean isDouble;
  private final Optional<Subsample> subsample;
  private Optional<NDArray> indices = Optional.empty();
  // The last values seen, for differences; empty before the first.
  private float[] lastFloats = new float[0];
  private double[] lastDoubles = new double[0];

  ParameterSeries(
      IteratePublisher publisher, String name, Parameter parameter, ListenerOptions options) {
    this.parameter = parameter;
    this.options = options;
    NDArray array = parameter.getArray();
    long size = array.getShape().size();
    this.isDouble = array.getDataType() == DataType.FLOAT64;
    this.subsample =
        size > options.maxCoordinates()
            ? Optional.of(Subsample.of(size, options.maxCoordinates(), options.seed()))
            : Optional.empty();
    SeriesOptions own =
        publisher
            .seriesOptions()
            .withQuantity(options.quantity())
            .withDataType(wireType(array.getDataType()));
    if (subsample.isPresent()) {
      own = own.withSubsample(subsample.get());
    }
    this.series = publisher.series(name, options.edgeSketches() ? own.sketchedAtSource() : own);
    series.describe(descriptor());
  }

  /** Differences and gradients of half precision are wider than that. */
  private io.tailwatch.events.v1.DataType wireType(DataType type) {
    return switch (type) {
      case FLOAT64 -> io.tailwatch.events.v1.DataType.DATA_TYPE_FLOAT64;
      case FLOAT32, FLOAT16, BFLOAT16 -> io.tailwatch.events.v1.DataType.DATA_TYPE_FLOAT32;
      default -> throw new IllegalArgumentException("parameters of type " + type);
    };
  }

  private SeriesDescriptor descriptor() {
    SeriesDescriptor.Builder descriptor =
        SeriesDescriptor.newBuilder()
            .setOptimizer(
                Optimizer.newBuilder()
                    .setKind(options.optimizer())
                    .setLearningRate(options.learningRate().applyAsDouble(0)));
    if (options.observables().isEmpty() && options.quantity() == Quantity.QUANTITY_ITERATES) {
      descriptor.addObservables(Observable.OBSERVABLE_UPDATE_NORM);
    }
    return descriptor.addAllObservables(options.observables()).build();
  }

  /** The gradients of a step are there, the step is not taken yet. */
  void beforeStep(long step) {
    if (options.quantity() == Quantity.QUANTITY_GRADIENTS) {
      NDArray array = parameter.getArray();
      if (array.hasGradient()) {
        try (NDArray gradient = array.getGradient()) {
          publish(step, gradient);
        }
      }
    } else if (options.quantity() == Quantity.QUANTITY_UPDATES && isFirst()) {
      remember();
    }
  }

  private boolean isFirst() {
    return lastFloats.length == 0 && lastDoubles.length == 0;
  }

  private void remember() {
    if (isDouble) {
      lastDoubles = readDoubles(parameter.getArray());
    } else {
      lastFloats = readFloats(parameter.getArray());
    }
  }

  /** The step is taken. */
  void afterStep(long step) {
    switch (options.quantity()) {
      case QUANTITY_ITERATES -> publish(step, parameter.getArray());
      case QUANTITY_UPDATES -> publishUpdate(step);
      default -> {
        // Gradients went before the step.
      }
    }
  }

  private void publishUpdate(long step) {
    if (isFirst()) {
      return;
    }
    double rate = options.learningRate().applyAsDouble(step);
    if (isDouble) {
      double[] now = readDoubles(parameter.getArray());
      for (int i = 0; i < now.length; i++) {
        lastDoubles[i] = now[i] - lastDoubles[i];
      }
      series.publishSample(step, lastDoubles, rate);
      lastDoubles = now;
    } else {
      float[] now = readFloats(parameter.getArray());
      for (int i = 0; i < now.length; i++) {
        lastFloats[i] = now[i] - lastFloats[i];
      }
      series.publishSample(step, lastFloats, rate);
      lastFloats = now;
    }
  }

  private void publish(long step, NDArray array) {
    double rate = options.learningRate().applyAsDouble(step);
    if (isDouble) {
      series.publishSample(step, readDoubles(array), rate);
    } else {
      series.publishSample(step, readFloats(array), rate);
    }
  }

  private double[] readDoubles(NDArray array) {
    try (NDArray chosen = chosen(array)) {
      return chosen.toDoubleArray();
    }
  }

  private float[] readFloats(NDArray array) {
    try (NDArray chosen = chosen(array)) {
      if (chosen.getDataType() == DataType.FLOAT32) {
        return chosen.toFloatArray();
      }
      try (NDArray wide = chosen.toType(DataType.FLOAT32, true)) {
        return wide.toFloatArray();
      }
    }
  }

  /** The coordinates that are published, as an array of its own. */
  private NDArray chosen(NDArray array) {
    if (subsample.isEmpty()) {
      return array.reshape(new Shape(array.getShape().size()));
    }
    if (indices.isEmpty()) {
      indices = Optional.of(indices(array.getManager()));
    }
    return array.take(indices.get());
  }

  private NDArray indices(NDManager manager) {
    Subsample choice = subsample.orElseThrow();
    long[] flat = new long[choice.size()];
    for (int i = 0; i < flat.length; i++) {
      flat[i] = choice.index(i);
    }
    return manager.create(flat);
  }
}
