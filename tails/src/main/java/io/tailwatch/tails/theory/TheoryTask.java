// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.theory;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.DoubleConsumer;
import java.util.stream.Stream;

/**
 * The slow parts of a {@link TheoryReport} on a caller's executor, one after the other: those of
 * the parts asked for that the problem has. Starts no thread of its own and uses one of the
 * executor's. Thread-safe.
 */
public final class TheoryTask {
  private final List<TheoryPart> parts;
  private final HsgdOptions hsgdOptions;
  private final KestenOptions kestenOptions;
  private final CompletableFuture<TheoryReport> future = new CompletableFuture<>();
  private volatile TheoryReport report;
  private volatile double progress;
  private volatile boolean cancelled;
  private int done;

  private TheoryTask(
      TheoryReport report, Set<TheoryPart> wanted, HsgdOptions hsgd, KestenOptions kesten) {
    this.report = report;
    parts =
        Stream.of(TheoryPart.values())
            .filter(wanted::contains)
            .filter(part -> part.absence(report.problem()).isEmpty())
            .toList();
    hsgdOptions =
        hsgd.withCancellation(() -> cancelled || hsgd.cancelled().getAsBoolean())
            .withProgress(share -> tell(share, hsgd.progress()));
    kestenOptions =
        kesten
            .withCancellation(() -> cancelled || kesten.cancelled().getAsBoolean())
            .withProgress(share -> tell(share, kesten.progress()));
  }

  /**
   * Computes the fast part on the calling thread and hands the slow ones to the executor.
   *
   * @param problem the question
   * @param parts the slow parts that are wanted
   * @param hsgd work, seed and callbacks of the exact hSGD index
   * @param kesten the same of the indexes of SGD itself
   * @param executor runs the slow parts; callbacks run on its thread
   * @throws java.util.concurrent.RejectedExecutionException if the executor refuses
   */
  public static TheoryTask start(
      TheoryProblem problem,
      Set<TheoryPart> parts,
      HsgdOptions hsgd,
      KestenOptions kesten,
      Executor executor) {
    TheoryTask task = new TheoryTask(TheoryReport.of(problem), parts, hsgd, kesten);
    executor.execute(task::run);
    return task;
  }

  /** What is known by now: the fast part always, the others as they are done. */
  public TheoryReport report() {
    return report;
  }

  /** The share of the slow parts that is done, in [0, 1], never falling; a guess until 1. */
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
      for (TheoryPart part : parts) {
        report = with(part);
        done++;
        progress = (double) done / parts.size();
      }
      progress = 1;
      future.complete(report);
    } catch (CancellationException e) {
      future.cancel(false);
    } catch (RuntimeException | Error e) {
      future.completeExceptionally(e);
    }
  }

  private TheoryReport with(TheoryPart part) {
    TheoryProblem problem = report.problem();
    HsgdModel model = problem.model();
    return switch (part) {
      case EXACT -> report.withExact(HsgdIndex.of(model, hsgdOptions));
      case SECOND_MOMENT ->
          report.withGamma2(
              SgdSecondMoment.ofRows(
                      problem.rows(),
                      model.ridge(),
                      (int) model.batchSize(),
                      kestenOptions.cancelled())
                  .threshold());
      case KESTEN -> report.withKesten(KestenIndex.ofRows(problem.rows(), step(), kestenOptions));
      case PROJECTION ->
          report.withProjection(KestenIndex.ofRows(problem.projectedRows(), step(), kestenOptions));
      case STREAMING ->
          report.withStreaming(
              KestenIndex.ofGaussianRows(model.eigenvalues(), step(), kestenOptions));
    };
  }

  private SgdStep step() {
    return report.problem().step().orElseThrow();
  }

  private void tell(double share, DoubleConsumer callback) {
    progress = (done + share) / parts.size();
    callback.accept(share);
  }
}
