// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.publish;

import io.tailwatch.app.cli.CommandFailure;
import io.tailwatch.events.BadEventException;
import io.tailwatch.events.EventLimits;
import io.tailwatch.events.v1.DataType;
import io.tailwatch.events.v1.Observable;
import io.tailwatch.events.v1.Optimizer;
import io.tailwatch.events.v1.OptimizerKind;
import io.tailwatch.events.v1.Quantity;
import io.tailwatch.events.v1.SeriesDescriptor;
import io.tailwatch.events.v1.WindowSpec;
import io.tailwatch.producer.publish.PublisherBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Option;

/** What is known of the training and its vectors. A picocli mixin. */
final class RunOptions {

  @Option(
      names = "--run",
      required = true,
      paramLabel = "NAME",
      description = "Name of the training.")
  private String run;

  @Option(
      names = "--attempt",
      paramLabel = "N",
      defaultValue = "1",
      description = "Its n-th start: a restart from a checkpoint is a new attempt.")
  private int attempt;

  @Option(
      names = "--series",
      paramLabel = "NAME",
      defaultValue = "parameters",
      description = "Name of the series; a record of ndjson may name another.")
  private String series;

  @Option(
      names = "--quantity",
      paramLabel = "WHAT",
      defaultValue = "iterates",
      converter = WireName.OfQuantity.class,
      description = "What the vectors are: iterates, updates, gradients or gradient-noise.")
  private Quantity quantity;

  @Option(
      names = "--data-type",
      paramLabel = "TYPE",
      converter = WireName.OfDataType.class,
      description = {
        "How values travel: float64, float32, float16 or bfloat16. Default: exactly as they"
            + " are, which for ndjson and csv is float64."
      })
  private DataType dataType;

  @Option(
      names = "--edge-sketches",
      description = {
        "Send tail sketches of panes in place of values: a few KB a pane, and the same",
        "estimates. Not for the observable coordinates, nor norm of iterates."
      })
  private boolean edgeSketches;

  @Option(
      names = "--stride",
      paramLabel = "N",
      defaultValue = "1",
      description = "Steps from one vector to the next.")
  private int stride;

  @Option(
      names = "--learning-rate",
      paramLabel = "G",
      description = "Where records do not state it. Default: unknown.")
  private Double learningRate;

  @Option(
      names = "--optimizer",
      paramLabel = "NAME",
      description = "sgd, momentum, adam or another. Default: unknown.")
  private String optimizer;

  @Option(
      names = "--batch-size",
      paramLabel = "B",
      description = "Rows of data per step. Default: unknown.")
  private Integer batchSize;

  @Option(
      names = "--ridge",
      paramLabel = "D",
      description = "Ridge penalty delta. Default: unknown.")
  private Double ridge;

  @Option(
      names = "--observable",
      paramLabel = "NAME",
      split = ",",
      converter = WireName.OfObservable.class,
      showDefaultValue = Visibility.NEVER,
      description = {
        "What is watched: norm, coordinates, update-norm or identity; may be repeated.",
        "Default: update-norm."
      })
  private List<Observable> observables = new ArrayList<>();

  @Option(
      names = "--pane-steps",
      paramLabel = "N",
      description = "Steps of a pane. Default: 3125, the analyzer's.")
  private Integer paneSteps;

  @Option(
      names = "--panes",
      paramLabel = "N",
      description = "Panes of a window. Default: 32, the analyzer's.")
  private Integer panes;

  @Option(names = "--model", paramLabel = "NAME", description = "For people.")
  private String model;

  @Option(names = "--data-set", paramLabel = "NAME", description = "For people.")
  private String dataSet;

  @Option(
      names = "--tag",
      paramLabel = "KEY=VALUE",
      showDefaultValue = Visibility.NEVER,
      description = "For people; may be repeated.")
  private Map<String, String> tags = new TreeMap<>();

  String run() {
    return run;
  }

  boolean edgeSketches() {
    return edgeSketches;
  }

  int attempt() {
    return attempt;
  }

  String series() {
    return series;
  }

  int stride() {
    return stride;
  }

  /**
   * What verdicts need to know.
   *
   * @throws CommandFailure (usage) if a value is out of range
   */
  SeriesDescriptor descriptor() {
    requireSketchable();
    var descriptor = SeriesDescriptor.newBuilder().addAllObservables(observables);
    if (paneSteps != null || panes != null) {
      requirePositive("--pane-steps", paneSteps);
      requirePositive("--panes", panes);
      descriptor.setWindow(
          WindowSpec.newBuilder()
              .setPaneSteps(paneSteps == null ? 0 : paneSteps)
              .setPanes(panes == null ? 0 : panes));
    }
    if (optimizer != null || learningRate != null || batchSize != null || ridge != null) {
      requirePositive("--batch-size", batchSize);
      if (learningRate != null && !(learningRate > 0 && Double.isFinite(learningRate))) {
        throw CommandFailure.usage(
            "--learning-rate must be positive and finite: was " + learningRate);
      }
      descriptor.setOptimizer(
          Optimizer.newBuilder()
              .setKind(kind())
              .setLearningRate(learningRate == null ? 0 : learningRate)
              .setBatchSize(batchSize == null ? 0 : batchSize)
              .setRidge(ridge == null ? 0 : ridge));
    }
    SeriesDescriptor built = descriptor.build();
    try {
      EventLimits.defaults().check(built, 0);
    } catch (BadEventException e) {
      throw CommandFailure.usage(e.getMessage());
    }
    return built;
  }

  private OptimizerKind kind() {
    if (optimizer == null) {
      return OptimizerKind.OPTIMIZER_KIND_UNSPECIFIED;
    }
    return switch (optimizer.toLowerCase(Locale.ROOT)) {
      case "sgd" -> OptimizerKind.OPTIMIZER_KIND_SGD;
      case "momentum" -> OptimizerKind.OPTIMIZER_KIND_MOMENTUM;
      case "adam" -> OptimizerKind.OPTIMIZER_KIND_ADAM;
      default -> OptimizerKind.OPTIMIZER_KIND_OTHER;
    };
  }

  private static void requirePositive(String option, Integer value) {
    if (value != null && value < 1) {
      throw CommandFailure.usage(option + " must be at least 1: was " + value);
    }
  }

  /**
   * Sets all that a publisher is told.
   *
   * @param exact the type that holds the values as they are
   */
  void applyTo(PublisherBuilder builder, DataType exact) {
    builder
        .run(run)
        .attempt(attempt)
        .quantity(quantity)
        .stepStride(stride)
        .dataType(Optional.ofNullable(dataType).orElse(exact));
    if (edgeSketches) {
      builder.sketchedAtSource();
    }
    Optional.ofNullable(optimizer).ifPresent(builder::optimizer);
    Optional.ofNullable(model).ifPresent(builder::model);
    Optional.ofNullable(dataSet).ifPresent(builder::dataSet);
    tags.forEach(builder::tag);
  }

  /** A publisher would drop every vector, and say why only then. */
  private void requireSketchable() {
    boolean centred =
        quantity == Quantity.QUANTITY_ITERATES && observables.contains(Observable.OBSERVABLE_NORM);
    if (edgeSketches && (centred || observables.contains(Observable.OBSERVABLE_COORDINATES))) {
      throw CommandFailure.usage(
          "--edge-sketches needs observables of a vector by itself: not coordinates, nor norm of"
              + " iterates");
    }
  }
}
