// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.theory;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * The slow part of a {@link TheoryReport} on a caller's executor: the exact index of homogenized
 * SGD, then the index of SGD itself. Starts no thread of its own and uses one of the executor's.
 * Thread-safe.
 */
public final class TheoryTask {
  private final HsgdOptions hsgdOptions;
  private final KestenOptions kestenOptions;
  private final CompletableFuture<TheoryReport> future = new CompletableFuture<>();
  private volatile TheoryReport report;
  private volatile double progress;
  private volatile boolean cancelled;

  private TheoryTask(TheoryReport report, HsgdOptions hsgd, KestenOptions kesten) {
    this.report = report;
    double share = report.kestenAbsence().isEmpty() ? 0.5 : 1;
    hsgdOptions =
        hsgd.withCancellation(() -> cancelled || hsgd.cancelled().getAsBoolean())
            .withProgress(
                done -> {
                  progress = share * done;
                  hsgd.progress().accept(done);
                });
    kestenOptions =
        kesten
            .withCancellation(() -> cancelled || kesten.cancelled().getAsBoolean())
            .withProgress(
                done -> {
                  progress = share + (1 - share) * done;
                  kesten.progress().accept(done);
                });
  }

  /**
   * Computes the fast part on the calling thread and hands the slow one to the executor.
   *
   * @param problem the question
   * @param hsgd work, seed and callbacks of the exact hSGD index
   * @param kesten the same of the Kesten index
   * @param executor runs the slow part; callbacks run on its thread
   * @throws java.util.concurrent.RejectedExecutionException if the executor refuses
   */
  public static TheoryTask start(
      TheoryProblem problem, HsgdOptions hsgd, KestenOptions kesten, Executor executor) {
    TheoryTask task = new TheoryTask(TheoryReport.of(problem), hsgd, kesten);
    executor.execute(task::run);
    return task;
  }

  /** What is known by now: the fast part always, the others as they are done. */
  public TheoryReport report() {
    return report;
  }

  /** The share of the slow part that is done, in [0, 1], never falling; a guess until 1. */
  public double progress() {
    return progress;
  }

  /**
   * Asks the computation to stop at its next step and completes the future as cancelled. What is
   * known by then stays in the report. No effect once complete.
   */
  public void cancel() {
    cancelled = true;
    future.cancel(false);
  }

  /**
   * Completes with the whole report, or exceptionally: with a {@link CancellationException} after
   * {@link #cancel()} or when an option's check says so, with the exception of a callback if one
   * throws. Each call returns a new future; completing or cancelling that one has no effect here.
   */
  public CompletableFuture<TheoryReport> completion() {
    return future.copy();
  }

  private void run() {
    try {
      report = report.withExact(HsgdIndex.of(report.problem().model(), hsgdOptions));
      if (report.kestenAbsence().isEmpty()) {
        report = report.withKesten(kesten(report.problem()));
      }
      progress = 1;
      future.complete(report);
    } catch (CancellationException e) {
      future.cancel(false);
    } catch (RuntimeException | Error e) {
      future.completeExceptionally(e);
    }
  }

  private KestenResult kesten(TheoryProblem problem) {
    return KestenIndex.ofRows(
        problem.rows().orElseThrow(),
        problem.learningRate(),
        problem.model().ridge(),
        (int) problem.model().batchSize(),
        kestenOptions);
  }
}
