// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.theory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayDeque;
import java.util.EnumSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TheoryTaskTest {
  private static final HsgdOptions HSGD = HsgdOptions.standard().withWork(100, 10);
  private static final KestenOptions KESTEN = KestenOptions.standard().withWork(200, 100);
  private static final Set<TheoryPart> EXACT = EnumSet.of(TheoryPart.EXACT);
  private static final Set<TheoryPart> ALL = EnumSet.allOf(TheoryPart.class);
  private static final HsgdModel MODEL = new HsgdModel(new double[] {1, 0.6, 0.3}, 0.3, 0.02, 1);

  @Test
  void theFastPartIsThereAtOnceAndTheSlowOneWhenItHasRun() throws Exception {
    Queue<Runnable> queue = new ArrayDeque<>();
    TheoryTask task =
        TheoryTask.start(TheoryProblem.ofSpectrum(MODEL), EXACT, HSGD, KESTEN, queue::add);
    TheoryReport fast = task.report();
    assertThat(fast.bounds()).isEqualTo(HsgdBounds.of(MODEL));
    assertThat(fast.formulas()).isEqualTo(HsgdFormulas.of(MODEL));
    assertThat(fast.relaxation()).isEqualTo(Relaxation.of(MODEL));
    assertThat(fast.streamingGamma2())
        .hasValue(
            SgdSecondMoment.ofGaussianRows(MODEL.eigenvalues(), MODEL.ridge(), 1).threshold());
    assertThat(fast.rowStatements()).isEmpty();
    assertThat(TheoryPart.values()).noneMatch(fast::has);
    assertThat(task.completion()).isNotDone();
    assertThat(task.progress()).isZero();
    queue.remove().run();
    assertThat(task.progress()).isEqualTo(1);
    assertThat(task.completion().get()).isSameAs(task.report());
    assertThat(task.report().exact()).contains(HsgdIndex.of(MODEL, HSGD));
    assertThat(Stream.of(TheoryPart.values()).filter(task.report()::has))
        .containsExactly(TheoryPart.EXACT);
  }

  @Test
  void aSpectrumHasWhatNeedsNoRows() throws Exception {
    TheoryProblem problem = TheoryProblem.ofSpectrum(MODEL);
    TheoryReport report =
        TheoryTask.start(problem, ALL, HSGD, KESTEN, Runnable::run).completion().get();
    assertThat(Stream.of(TheoryPart.values()).filter(report::has))
        .containsExactly(TheoryPart.EXACT, TheoryPart.STREAMING);
    assertThat(TheoryPart.KESTEN.absence(problem))
        .isEqualTo("the index of SGD itself needs the data rows");
    assertThat(report.streaming())
        .contains(
            KestenIndex.ofGaussianRows(MODEL.eigenvalues(), new SgdStep(0.3, 0.02, 1), KESTEN));
  }

  @Test
  void aBatchOfNoWholeRowsHasNoStep() {
    var model = new HsgdModel(new double[] {1}, 0.3, 0, 1.5);
    TheoryProblem problem = TheoryProblem.ofSpectrum(model);
    assertThat(TheoryPart.STREAMING.absence(problem))
        .isEqualTo("the batch size is not a whole number");
    assertThat(TheoryReport.of(problem).streamingGamma2()).isEmpty();
  }

  @Test
  void rowsAddTheIndexOfSgdItself() throws Exception {
    double[][] rows = SyntheticDesign.rows(new double[] {1, 0.5});
    TheoryProblem problem = TheoryProblem.ofRows(rows, 0.4, 0.1, 1);
    TheoryReport report =
        TheoryTask.start(problem, ALL, HSGD, KESTEN, Runnable::run).completion().get();
    HsgdModel model = SpectralData.of(rows).model(0.4, 0.1, 1);
    assertThat(report.problem().model()).isEqualTo(model);
    assertThat(report.exact()).contains(HsgdIndex.of(model, HSGD));
    assertThat(report.kesten()).contains(KestenIndex.ofRows(rows, 0.4, 0.1, 1, KESTEN));
    assertThat(TheoryPart.values()).allMatch(report::has);
    assertThat(report.gamma2())
        .hasValue(SgdSecondMoment.ofRows(rows, 0.1, 1, () -> false).threshold());
    double index = report.kesten().orElseThrow().index().orElseThrow();
    KestenResult projection = report.projection().orElseThrow();
    assertThat(projection.status()).isEqualTo(KestenResult.Status.EXACT);
    assertThat(projection.index().orElseThrow()).isGreaterThan(index);
  }

  /** The rule gives 3.2 for the synthetic data of one dimension, whose index is 3.11. */
  @Test
  void rowsAreLookedAtWithoutSimulation() {
    double[][] rows = SyntheticDesign.rows(new double[] {1});
    RowStatements statements =
        TheoryReport.of(TheoryProblem.ofRows(rows, 0.5, 0.1, 1)).rowStatements().orElseThrow();
    assertThat(statements.contractive()).isFalse();
    assertThat(statements.kurtosis()).isCloseTo(3, within(0.05));
    assertThat(statements.kurtosisRule().index().orElseThrow()).isCloseTo(3.2, within(0.055));
    assertThat(statements.repeats().kind()).isEqualTo(IndexStatement.Kind.UPPER_BOUND);
    assertThat(statements.reach()).isCloseTo(5.77, within(0.0055));
    assertThat(statements.repeats().index().orElseThrow())
        .isCloseTo(Math.log(1000) / Math.log(4.77), within(0.01));
  }

  @Test
  void shortRowsHaveNoPowerLaw() {
    double[][] rows = {{1, 0}, {0, 1}, {-1, 0}};
    RowStatements statements =
        TheoryReport.of(TheoryProblem.ofRows(rows, 0.5, 0, 1)).rowStatements().orElseThrow();
    assertThat(statements.contractive()).isTrue();
    assertThat(statements.repeats().index()).isEmpty();
    assertThat(statements.repeats().reason()).isEqualTo("no row alone can move the iterate away");
  }

  @Test
  void rowsOfOneSizeMakeNoNoise() {
    double[][] rows = {{1}, {-1}, {1}};
    IndexStatement rule =
        TheoryReport.of(TheoryProblem.ofRows(rows, 0.5, 0, 1))
            .rowStatements()
            .orElseThrow()
            .kurtosisRule();
    assertThat(rule.index()).isEmpty();
    assertThat(rule.reason()).contains("no noise");
  }

  @Test
  void momentumHasAnIndexOfItsOwnButNoSecondMoment() throws Exception {
    double[][] rows = SyntheticDesign.rows(new double[] {1, 0.5});
    TheoryProblem problem = TheoryProblem.ofRows(rows, 0.2, 0.1, 1).withMomentum(0.5);
    TheoryReport report =
        TheoryTask.start(problem, ALL, HSGD, KESTEN, Runnable::run).completion().get();
    assertThat(report.kesten())
        .contains(KestenIndex.ofRows(rows, new SgdStep(0.2, 0.1, 1, 0.5), KESTEN));
    assertThat(report.gamma2()).isEmpty();
    assertThat(report.streamingGamma2()).isEmpty();
    assertThat(TheoryPart.SECOND_MOMENT.absence(problem))
        .isEqualTo("known for SGD without momentum only");
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
    TheoryTask task =
        TheoryTask.start(TheoryProblem.ofSpectrum(MODEL), EXACT, HSGD, KESTEN, queue::add);
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
        TheoryTask.start(
            TheoryProblem.ofRows(rows, 0.4, 0.1, 1),
            EnumSet.of(TheoryPart.EXACT, TheoryPart.KESTEN),
            HSGD,
            cancelled,
            Runnable::run);
    assertCancelled(task);
    assertThat(task.report().exact()).isPresent();
    assertThat(task.report().kesten()).isEmpty();
    assertThat(task.progress()).isEqualTo(0.5);
  }

  @Test
  void cancelAfterTheEndHasNoEffect() throws Exception {
    TheoryTask task =
        TheoryTask.start(TheoryProblem.ofSpectrum(MODEL), EXACT, HSGD, KESTEN, Runnable::run);
    task.cancel();
    assertThat(task.completion().get().exact()).isPresent();
  }

  @Test
  void aFailingCallbackFailsTheTask() {
    HsgdOptions failing =
        HSGD.withProgress(
            share -> {
              throw new IllegalStateException("no progress wanted");
            });
    TheoryTask task =
        TheoryTask.start(TheoryProblem.ofSpectrum(MODEL), EXACT, failing, KESTEN, Runnable::run);
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
                    EXACT,
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
