// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.producer.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tailwatch.events.v1.KestenStatus;
import io.tailwatch.events.v1.SeriesDescriptor;
import io.tailwatch.producer.data.DataSets;
import io.tailwatch.producer.training.LiveTraining.Options;
import io.tailwatch.producer.training.LiveTraining.State;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class LiveTrainingTest {
  private static final Duration LONG = Duration.ofSeconds(20);

  private final RecordingSink sink = new RecordingSink();
  private final ScriptedTrainer trainer = new ScriptedTrainer(LearningRateSchedule.constant(0.1));

  private static Options steps(long steps) {
    return Options.defaults().withSteps(steps);
  }

  private static RidgeSgd sgd() {
    return new RidgeSgd(
        new RidgeRegression(DataSets.named("P3"), 0.1),
        1,
        LearningRateSchedule.constant(0.4),
        3,
        RidgeSgd.Start.ZERO);
  }

  @Test
  void everyStepIsPublishedInOrderAndAsTheTrainerAloneWouldMakeIt() throws Exception {
    try (LiveTraining training = new LiveTraining(sgd(), sink, steps(5000)).start()) {
      assertThat(training.await(LONG)).isTrue();
      assertThat(training.progress().state()).isEqualTo(State.FINISHED);
      assertThat(training.progress().steps()).isEqualTo(5000);
      assertThat(training.progress().loss()).isPositive();
    }
    RidgeSgd alone = sgd();
    assertThat(sink.iterates()).hasSize(5000);
    for (int step = 0; step < 5000; step++) {
      alone.step();
      assertThat(sink.iterates.get(step).step()).isEqualTo(step);
      assertThat(sink.iterates.get(step).x()).containsExactly(alone.parameters());
      assertThat(sink.iterates.get(step).learningRate()).isEqualTo(0.4);
    }
    assertThat(sink.ended).isEqualTo(State.FINISHED);
  }

  @Test
  void descriptorComesBeforeTheFirstStepAndTheEndLast() throws Exception {
    LiveTraining training = new LiveTraining(trainer, sink, steps(10)).start();

    assertThat(training.await(LONG)).isTrue();
    assertThat(sink.order()).isEqualTo("dse");
  }

  @Test
  void descriptorIsSentAgainWithTheKestenIndexOnceThatIsComputed() {
    try (LiveTraining training =
        new LiveTraining(trainer, sink, Options.defaults().withRate(1000)).start()) {
      await().until(() -> training.progress().steps() > 20);
      assertThat(sink.descriptors()).hasSize(1);
      assertThat(sink.descriptors().get(0).getProblem().getKesten().getStatus())
          .isEqualTo(KestenStatus.KESTEN_STATUS_PENDING);

      trainer.kestenReady = true;

      await().until(() -> sink.descriptors().size() == 2);
      assertThat(sink.descriptors().get(1).getProblem().getKesten().getIndex()).isEqualTo(5);
    }
  }

  @Test
  void changeOfLearningRateSendsADescriptorBeforeItsStepAndEachIndexIsComputedOnce()
      throws Exception {
    ScriptedTrainer alternating =
        new ScriptedTrainer(LearningRateSchedule.alternating(0.1, 0.2, 50));
    alternating.kestenReady = true;

    LiveTraining training = new LiveTraining(alternating, sink, steps(1000).withRate(2000)).start();

    assertThat(training.await(LONG)).isTrue();
    assertThat(alternating.kestenCalls).containsExactly(0.1, 0.2);
    List<SeriesDescriptor> sent = sink.descriptors();
    SeriesDescriptor last = sent.get(sent.size() - 1);
    assertThat(last.getOptimizer().getLearningRate()).isEqualTo(0.2);
    assertThat(last.getProblem().getKesten().getLearningRate()).isEqualTo(0.2);
    // 20 stretches of 50 steps, and at most one more descriptor for each of the two computed
    // indices.
    assertThat(sent).hasSizeBetween(20, 22);
    for (RecordingSink.Iterate iterate : sink.iterates()) {
      assertThat(iterate.learningRate()).isEqualTo(iterate.step() / 50 % 2 == 0 ? 0.1 : 0.2);
    }
  }

  @Test
  void failureToComputeTheKestenIndexLeavesTheTrainingAlone() throws Exception {
    trainer.kestenReady = true;
    trainer.kestenFails = true;

    LiveTraining training = new LiveTraining(trainer, sink, steps(500).withRate(2000)).start();

    assertThat(training.await(LONG)).isTrue();
    assertThat(training.progress().state()).isEqualTo(State.FINISHED);
    assertThat(sink.descriptors()).hasSize(2);
    assertThat(sink.descriptors().get(1).getProblem().hasKesten()).isFalse();
  }

  @Test
  void endOfTheTrainingCancelsTheComputation() throws Exception {
    LiveTraining training = new LiveTraining(trainer, sink, steps(0).withRate(1000)).start();
    await().until(() -> !trainer.kestenCalls.isEmpty());

    training.stop();

    assertThat(training.await(LONG)).isTrue();
    assertThat(training.progress().state()).isEqualTo(State.STOPPED);
    assertThat(sink.ended).isEqualTo(State.STOPPED);
    await().until(() -> trainer.sawCancellation);
  }

  @Test
  void nonFiniteStepIsPublishedAndThenTheRunFails() throws Exception {
    trainer.badStep = 7;

    LiveTraining training = new LiveTraining(trainer, sink, steps(100)).start();

    assertThat(training.await(LONG)).isTrue();
    assertThat(training.progress().state()).isEqualTo(State.FAILED);
    assertThat(training.failure())
        .hasValueSatisfying(
            why ->
                assertThat(why)
                    .contains("no longer finite at step 7", "learning rate 0.1", "lower it"));
    assertThat(sink.iterates()).hasSize(8);
    assertThat(sink.iterates.get(7).x()).containsExactly(Double.POSITIVE_INFINITY);
    assertThat(sink.ended).isEqualTo(State.FAILED);
  }

  @Test
  void divergingRidgeRegressionEndsAsFailed() throws Exception {
    RidgeSgd diverging =
        new RidgeSgd(
            new RidgeRegression(DataSets.named("P8"), 0.01),
            4,
            LearningRateSchedule.constant(12),
            1,
            RidgeSgd.Start.ZERO);

    LiveTraining training = new LiveTraining(diverging, sink, steps(100_000)).start();

    assertThat(training.await(LONG)).isTrue();
    assertThat(training.progress().state()).isEqualTo(State.FAILED);
    assertThat(training.progress().loss()).isNotEqualTo(0);
  }

  @Test
  void exceptionOfTheTrainerFailsTheRunWithItsReason() throws Exception {
    trainer.throwingStep = 3;

    LiveTraining training = new LiveTraining(trainer, sink, steps(100)).start();

    assertThat(training.await(LONG)).isTrue();
    assertThat(training.failure())
        .hasValueSatisfying(why -> assertThat(why).contains("failed at step 3", "scripted"));
    assertThat(sink.ended).isEqualTo(State.FAILED);
  }

  @Test
  void dropGoesOnAndCountsWhatDidNotFit() throws Exception {
    sink.accept = false;
    sink.queueRatio = 1;

    LiveTraining training = new LiveTraining(trainer, sink, steps(100)).start();

    assertThat(training.await(LONG)).isTrue();
    assertThat(training.progress().state()).isEqualTo(State.FINISHED);
    assertThat(training.progress().dropped()).isEqualTo(100);
  }

  @Test
  void waitHoldsTheTrainingWhileTheQueueIsNearlyFull() throws Exception {
    sink.queueRatio = 0.9;
    LiveTraining training =
        new LiveTraining(trainer, sink, steps(100).withBackpressure(Backpressure.WAIT)).start();
    assertThat(training.await(Duration.ofMillis(200))).isFalse();
    assertThat(sink.iterates()).isEmpty();

    sink.queueRatio = 0;

    assertThat(training.await(LONG)).isTrue();
    assertThat(sink.iterates()).hasSize(100);
    assertThat(training.progress().dropped()).isZero();
  }

  @Test
  void waitingTrainingCanBeStopped() throws Exception {
    sink.queueRatio = 1;
    LiveTraining training =
        new LiveTraining(trainer, sink, steps(0).withBackpressure(Backpressure.WAIT)).start();

    training.stop();

    assertThat(training.await(LONG)).isTrue();
    assertThat(training.progress().state()).isEqualTo(State.STOPPED);
  }

  @Test
  void rateIsKeptOverASecond() throws Exception {
    long start = System.nanoTime();
    LiveTraining training = new LiveTraining(trainer, sink, steps(20_000).withRate(20_000)).start();

    assertThat(training.await(LONG)).isTrue();
    double seconds = (System.nanoTime() - start) / 1e9;
    // Never faster, up to one burst of 10 ms. Slower only as far as a busy machine delays the last
    // burst.
    assertThat(seconds).isBetween(0.98, 2.0);
    assertThat(training.progress().stepsPerSecond()).isBetween(10_000.0, 22_000.0);
  }

  @Test
  void slowTrainingStopsAtOnce() throws Exception {
    LiveTraining training = new LiveTraining(trainer, sink, steps(0).withRate(0.01)).start();
    await().until(() -> sink.iterates().size() == 1);

    training.stop();

    assertThat(training.await(Duration.ofSeconds(5))).isTrue();
  }

  @Test
  void trainingStartsOnce() {
    try (LiveTraining training = new LiveTraining(trainer, sink, steps(1)).start()) {
      assertThatThrownBy(training::start).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void unstartedTrainingClosesAtOnce() throws Exception {
    LiveTraining training = new LiveTraining(trainer, sink, steps(1));
    training.close();

    assertThat(training.await(Duration.ZERO)).isFalse();
    assertThat(training.progress().state()).isEqualTo(State.NEW);
  }

  @Test
  void wrongOptionsAreRefused() {
    assertThatThrownBy(() -> steps(-1)).hasMessage("steps must be >= 0: was -1");
    assertThatThrownBy(() -> steps(1).withRate(-2))
        .hasMessage("rate must be finite and >= 0: was -2.0");
  }
}
