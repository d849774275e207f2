// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.train;

import io.tailwatch.app.cli.CommandFailure;
import io.tailwatch.producer.training.LearningRateSchedule;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Option;

/** How the learning rate moves; at most one of the four ways. */
final class ScheduleOptions {
  /** Theory is computed for each level; 20 % of the rate is what a window bears. */
  private static final int LEVELS = 16;

  @Option(
      names = "--second-learning-rate",
      paramLabel = "G",
      description = {
        "Takes over from the first every --steps-each and gives way again,",
        "so that the tails move. Default: none."
      })
  private Double secondLearningRate;

  @Option(
      names = "--steps-each",
      paramLabel = "N",
      defaultValue = "6000000",
      description = "Steps until the learning rate changes, if there are two.")
  private long stepsEach;

  @Option(
      names = "--learning-rate-at",
      paramLabel = "STEP=G",
      description = "The learning rate from a step on; may be given several times.")
  private Map<Long, Double> changes = new LinkedHashMap<>();

  @Option(
      names = "--cosine-to",
      paramLabel = "G",
      description = "The learning rate falls to this along half a cosine, in --schedule-steps.")
  private Double cosineTo;

  @Option(
      names = "--warm-up",
      description = "The learning rate rises to --learning-rate in a line, in --schedule-steps.")
  private boolean warmUp;

  @Option(
      names = "--schedule-steps",
      paramLabel = "N",
      defaultValue = "1000000",
      description = "Length of --cosine-to and --warm-up, in 16 levels.")
  private long scheduleSteps;

  /** The schedule that begins with, or leads to, a learning rate. */
  LearningRateSchedule schedule(double learningRate) {
    int ways =
        (secondLearningRate != null ? 1 : 0)
            + (changes.isEmpty() ? 0 : 1)
            + (cosineTo != null ? 1 : 0)
            + (warmUp ? 1 : 0);
    if (ways > 1) {
      throw CommandFailure.usage(
          "at most one of --second-learning-rate, --learning-rate-at, --cosine-to and --warm-up");
    }
    try {
      if (secondLearningRate != null) {
        return LearningRateSchedule.alternating(learningRate, secondLearningRate, stepsEach);
      }
      if (cosineTo != null) {
        return LearningRateSchedule.cosine(learningRate, cosineTo, scheduleSteps, LEVELS);
      }
      return warmUp
          ? LearningRateSchedule.warmUp(learningRate, scheduleSteps, LEVELS)
          : LearningRateSchedule.steps(learningRate, new TreeMap<>(changes));
    } catch (IllegalArgumentException e) {
      throw CommandFailure.usage(e.getMessage());
    }
  }
}
