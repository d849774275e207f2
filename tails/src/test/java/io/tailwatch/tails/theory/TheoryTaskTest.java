// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.theory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class TheoryTaskTest {
  private static final HsgdOptions HSGD = HsgdOptions.standard().withWork(100, 10);
  private static final KestenOptions KESTEN = KestenOptions.standard().withWork(200, 100);
  private static final HsgdModel MODEL = new HsgdModel(new double[] {1, 0.6, 0.3}, 0.3, 0.02, 1);

  @Test
  void theFastPartIsThereAtOnceAndTheSlowOneWhenItHasRun() throws Exception {
    Queue<Runnable> queue = new ArrayDeque<>();
    TheoryTask task = TheoryTask.start(TheoryProblem.ofSpectrum(MODEL), HSGD, KESTEN, queue::add);
    TheoryReport fast = task.report();
    assertThat(fast.bounds()).isEqualTo(HsgdBounds.of(MODEL));
    assertThat(fast.formulas()).isEqualTo(HsgdFormulas.of(MODEL));
    assertThat(fast.relaxation()).isEqualTo(Relaxation.of(MODEL));
    assertThat(fast.exact()).isEmpty();
    assertThat(fast.complete()).isFalse();
    assertThat(fast.kestenAbsence()).isEqualTo("the index of SGD itself needs the data rows");
    assertThat(task.completion()).isNotDone();
    assertThat(task.progress()).isZero();
    queue.remove().run();
    assertThat(task.progress()).isEqualTo(1);
    assertThat(task.completion().get()).isSameAs(task.report());
    assertThat(task.report().exact()).contains(HsgdIndex.of(MODEL, HSGD));
    assertThat(task.report().kesten()).isEmpty();
    assertThat(task.report().complete()).isTrue();
  }

  @Test
  void rowsAddTheIndexOfSgdItself() throws Exception {
    double[][] rows = SyntheticDesign.rows(new double[] {1, 0.5});
    TheoryProblem problem = TheoryProblem.ofRows(rows, 0.4, 0.1, 1);
    TheoryReport report = TheoryTask.start(problem, HSGD, KESTEN, Runnable::run).completion().get();
    HsgdModel model = SpectralData.of(rows).model(0.4, 0.1, 1);
    assertThat(report.problem().model()).isEqualTo(model);
    assertThat(report.exact()).contains(HsgdIndex.of(model, HSGD));
    assertThat(report.kesten()).contains(KestenIndex.ofRows(rows, 0.4, 0.1, 1, KESTEN));
    assertThat(report.complete()).isTrue();
  }

  @Test
  void momentumActsThroughTheEquivalentRate() {
    TheoryProblem problem = TheoryProblem.ofSpectrum(MODEL).withMomentum(0.9);
    assertThat(problem.learningRate()).isEqualTo(0.3);
    assertThat(problem.momentum()).isEqualTo(0.9);
    assertThat(problem.model().learningRate()).isCloseTo(3, within(1e-12));
    assertThat(problem.withMomentum(0).model()).isEqualTo(MODEL);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> problem.withMomentum(1))
        .withMessage("momentum must be in [0, 1): was 1.0");
  }

  @Test
  void aTaskCancelledBeforeItRunsDoesNothing() {
    Queue<Runnable> queue = new ArrayDeque<>();
    TheoryTask task = TheoryTask.start(TheoryProblem.ofSpectrum(MODEL), HSGD, KESTEN, queue::add);
    task.cancel();
    assertCancelled(task);
    queue.remove().run();
    assertThat(task.report().exact()).isEmpty();
    assertCancelled(task);
  }

  @Test
  void cancellingKeepsWhatIsKnown() {
    double[][] rows = SyntheticDesign.rows(new double[] {1, 0.5, 0.2});
    KestenOptions cancelled = KESTEN.withCancellation(() -> true);
    TheoryTask task =
        TheoryTask.start(TheoryProblem.ofRows(rows, 0.4, 0.1, 1), HSGD, cancelled, Runnable::run);
    assertCancelled(task);
    assertThat(task.report().exact()).isPresent();
    assertThat(task.report().kesten()).isEmpty();
    assertThat(task.report().complete()).isFalse();
    assertThat(task.progress()).isEqualTo(0.5);
  }

  @Test
  void cancelAfterTheEndHasNoEffect() throws Exception {
    TheoryTask task =
        TheoryTask.start(TheoryProblem.ofSpectrum(MODEL), HSGD, KESTEN, Runnable::run);
    task.cancel();
    assertThat(task.completion().get().complete()).isTrue();
  }

  @Test
  void aFailingCallbackFailsTheTask() {
    HsgdOptions failing =
        HSGD.withProgress(
            share -> {
              throw new IllegalStateException("no progress wanted");
            });
    TheoryTask task =
        TheoryTask.start(TheoryProblem.ofSpectrum(MODEL), failing, KESTEN, Runnable::run);
    assertThatExceptionOfType(ExecutionException.class)
        .isThrownBy(() -> task.completion().get())
        .withCauseInstanceOf(IllegalStateException.class);
  }

  @Test
  void aRefusalIsTheCallers() {
    assertThatExceptionOfType(RejectedExecutionException.class)
        .isThrownBy(
            () ->
                TheoryTask.start(
                    TheoryProblem.ofSpectrum(MODEL),
                    HSGD,
                    KESTEN,
                    task -> {
                      throw new RejectedExecutionException();
                    }));
  }

  private static void assertCancelled(TheoryTask task) {
    assertThatExceptionOfType(ExecutionException.class)
        .isThrownBy(() -> task.completion().get())
        .withCauseInstanceOf(CancellationException.class);
  }
}
