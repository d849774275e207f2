// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.tailwatch.events.v1.Observable;
import io.tailwatch.events.v1.TailEstimate;
import org.junit.jupiter.api.Test;

class EstimateBoardTest {

  private final EstimateBoard board = new EstimateBoard();

  @Test
  void theLatestEstimateOfEachRowStaysInAFixedOrder() {
    TailEstimate norm = at(10, 0.3).setObservable(Observable.OBSERVABLE_NORM).build();
    board.onNext(norm);
    board.onNext(at(10, 0.3).build());
    board.onNext(at(20, 0.3).build());
    assertThat(board.latest()).containsExactly(at(20, 0.3).build(), norm);
    assertThat(board.count()).isEqualTo(3);
  }

  @Test
  void anOlderAttemptDoesNotReplaceANewerOne() {
    TailEstimate second = at(5, 0.3).setAttempt(2).build();
    board.onNext(second);
    board.onNext(at(900, 0.3).build());
    assertThat(board.latest()).containsExactly(second);
  }

  @Test
  void eachLearningRateKeepsItsLastWindowThatHeldNoOther() {
    board.onNext(at(10, 0.3).build());
    board.onNext(at(20, 0.3).build());
    board.onNext(at(30, 0.35).setLearningRateMin(0.3).build());
    board.onNext(at(40, 0.35).build());
    board.onNext(at(50, 0.35).clearIndex().build());
    assertThat(board.atLearningRates(at(0, 0.3).build()))
        .containsExactly(at(20, 0.3).build(), at(40, 0.35).build());
  }

  @Test
  void itHasEndedWhenEveryRowHas() {
    assertThat(board.ended(19)).isFalse();
    board.onNext(at(10, 0.3).setEndOfSeries(true).build());
    assertThat(board.ended(19)).isTrue();
    board.onNext(at(18, 0.3).setObservable(Observable.OBSERVABLE_NORM).build());
    assertThat(board.ended(19)).isFalse();
    board.onNext(at(19, 0.3).setObservable(Observable.OBSERVABLE_NORM).build());
    assertThat(board.ended(19)).isTrue();
  }

  @Test
  void theSummaryShowsSixDigitsAndEveryLearningRate() {
    board.onNext(at(10, 0.3).build());
    board.onNext(
        at(20, 0.35)
            .setIndex(LiveTableTest.estimate().getIndex().toBuilder().setValue(3.1415926))
            .build());
    assertThat(String.join("\n", Summary.lines(board, 100)))
        .contains("diabetes/parameters projection, step 20, learning rate 0.35")
        .contains("index      3.14159 [4.63, 5.949]")
        .contains("hSGD band  13.96 to 14.2, eta-star 14.34")
        .contains("Kesten     5 (standard error 0.01)")
        .contains("    0.3: index 5.22 [4.63, 5.95]", "    0.35: index 3.14");
  }

  @Test
  void noLineOfTheSummaryIsWiderThanTheTerminal() {
    var named = at(10, 0.3).setRun("diabetes-20261123-082807");
    board.onNext(named.build());
    board.onNext(
        named.setLearningRate(0.35).setLearningRateMin(0.35).setLearningRateMax(0.35).build());
    assertThat(Summary.lines(board, 80))
        .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80))
        .anySatisfy(line -> assertThat(line).startsWith("    0.35: index 5.22 [4.63, 5.95], hSGD"));
  }

  private static TailEstimate.Builder at(long step, double learningRate) {
    return LiveTableTest.estimate().toBuilder()
        .setLastStep(step)
        .setLearningRate(learningRate)
        .setLearningRateMin(learningRate)
        .setLearningRateMax(learningRate);
  }
}
