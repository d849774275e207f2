// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.producer.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.tailwatch.producer.data.DataSets;
import io.tailwatch.producer.publish.IteratePublisher;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Nothing listens on port 1: the publisher keeps what fits into its buffers and drops the rest. */
@Timeout(60)
class PublisherSinkTest {
  @Test
  void trainingFillsThePublishersQueueAndDropsTheRestWithoutABroker() throws Exception {
    IteratePublisher publisher =
        IteratePublisher.builder("localhost:1").run("no-broker").maxMemoryBytes(2 << 20).open();
    try {
      RidgeSgd sgd =
          new RidgeSgd(
              new RidgeRegression(DataSets.named("concrete"), 0.1),
              8,
              LearningRateSchedule.constant(0.1),
              1,
              RidgeSgd.Start.ZERO);
      // 100,000 x 8 x 4 bytes are 3.2 MB, more than fits.
      LiveTraining training =
          new LiveTraining(
                  sgd,
                  new PublisherSink(publisher),
                  LiveTraining.Options.defaults().withSteps(100_000))
              .start();

      assertThat(training.await(Duration.ofSeconds(30))).isTrue();
      assertThat(training.progress().state()).isEqualTo(LiveTraining.State.FINISHED);
      assertThat(training.progress().dropped()).isBetween(1L, 99_999L);
      assertThat(publisher.stats().droppedSteps()).isEqualTo(training.progress().dropped());
      assertThat(new PublisherSink(publisher).queueRatio()).isEqualTo(1);
    } finally {
      publisher.close(Duration.ofMillis(100));
    }
  }
}
