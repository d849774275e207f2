// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.train;

import io.tailwatch.app.cli.CommandFailure;
import io.tailwatch.producer.data.DataSet;
import io.tailwatch.producer.data.DataSets;
import io.tailwatch.producer.data.RandomFeatures;
import io.tailwatch.producer.training.DemoRates;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What is learned from. */
final class DataOptions {
  @Option(
      names = "--data",
      paramLabel = "NAME|FILE",
      defaultValue = DemoRates.DATA_SET,
      description = {
        "concrete, diabetes, P1 to P12 or P8b (synthetic),",
        "or a CSV file of numbers, which is standardised."
      })
  private String data;

  @Option(
      names = "--target-column",
      paramLabel = "C",
      description =
          "Column of the CSV file to learn: a name, or a number from 1. Default: the last.")
  private String targetColumn;

  @Option(
      names = "--features",
      paramLabel = "M",
      defaultValue = "50",
      description = "Number of random features.")
  private int features;

  @Option(
      names = "--feature-map",
      paramLabel = "MAP",
      defaultValue = "cos",
      description = "cos or relu.")
  private RandomFeatures.Map featureMap;

  @Option(
      names = "--feature-scale",
      paramLabel = "S",
      defaultValue = "1",
      description = "How fast features vary between rows.")
  private double featureScale;

  /** The rows that the model sees. */
  DataSet load(Model model, long seed) {
    DataSet set = DataSets.resolve(data, Optional.ofNullable(targetColumn));
    if (model != Model.RANDOM_FEATURES) {
      return set;
    }
    try {
      return RandomFeatures.of(set, featureMap, features, featureScale, seed);
    } catch (IllegalArgumentException e) {
      throw CommandFailure.usage(e.getMessage());
    }
  }
}
