// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.train;

import io.tailwatch.app.cli.Numbers;
import io.tailwatch.producer.publish.PublishStats;
import io.tailwatch.producer.training.Progress;

/** One line on how a training goes. */
final class TrainingLine {

  private TrainingLine() {}

  static String of(Progress progress, PublishStats stats) {
    String line =
        "step "
            + Numbers.text(progress.steps())
            + ", "
            + Numbers.text(Math.round(progress.stepsPerSecond()))
            + " steps/s, learning rate "
            + Numbers.text(progress.learningRate())
            + ", loss "
            + Numbers.text(progress.loss())
            + "; published "
            + Numbers.text(stats.publishedSteps())
            + ", dropped "
            + Numbers.text(stats.droppedSteps());
    return stats.lastError().isEmpty() ? line : line + " (" + stats.lastError() + ")";
  }
}
