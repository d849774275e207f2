// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.djl;

import ai.djl.nn.Parameter;
import ai.djl.training.Trainer;
import ai.djl.training.listener.TrainingListenerAdapter;
import ai.djl.util.Pair;
import io.tailwatch.producer.publish.IteratePublisher;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes a training with DJL, in one line:
 *
 * <pre>{@code
 * config.addTrainingListeners(new TailWatchListener(publisher));
 * }</pre>
 *
 * <p>Every parameter that is trained is a series of its own, named as DJL names it ({@code
 * 01Linear_weight}); the norms of its updates are watched. Weights drift, so that norms of them are
 * no stationary law: publish iterates only with an observable that fits.
 *
 * <p>DJL calls {@code onTrainingBatch} when the gradients of a batch are there and the optimiser
 * has not stepped yet ({@code EasyTrain}: {@code trainBatch} with its callback, then {@code step}).
 * So what a step did is seen at the next batch, or at the end of the epoch, and is published under
 * the number of that step, counted from 0; gradients are published at once, under the number of the
 * step that they are for.
 *
 * <p>It does no harm: values are copied on the training thread, and publishing neither waits nor
 * throws. An exception of its own ends the publishing, is logged once and kept in {@link
 * #failure()}, and the training goes on. The listener does not close the publisher. Not
 * thread-safe, as a training is not; it serves one training.
 */
public final class TailWatchListener extends TrainingListenerAdapter {
  private static final Logger LOG = LoggerFactory.getLogger(TailWatchListener.class);

  private final IteratePublisher publisher;
  private final ListenerOptions options;
  private final List<ParameterSeries> series = new ArrayList<>();
  private boolean begun;
  private long batches;
  private boolean stepPending;
  private Optional<String> failure = Optional.empty();

  /** Publishes norms of updates after every step; see {@link ListenerOptions#defaults()}. */
  public TailWatchListener(IteratePublisher publisher) {
    this(publisher, ListenerOptions.defaults());
  }

  /**
   * Publishes what the options say.
   *
   * @param publisher open, for this training; with a step stride of {@code options.every()}
   */
  public TailWatchListener(IteratePublisher publisher, ListenerOptions options) {
    this.publisher = publisher;
    this.options = options;
  }

  /** Why publishing has ended before the training; empty while it goes on. */
  public Optional<String> failure() {
    return failure;
  }

  @Override
  public void onTrainingBatch(Trainer trainer, BatchData batchData) {
    guarded(
        () -> {
          begin(trainer);
          settle();
          if (batches % options.every() == 0) {
            series.forEach(each -> each.beforeStep(batches));
          }
          batches++;
          stepPending = true;
        });
  }

  @Override
  public void onEpoch(Trainer trainer) {
    guarded(this::settle);
  }

  /** Publishes what the last step did, once. */
  private void settle() {
    if (!stepPending) {
      return;
    }
    stepPending = false;
    long step = batches - 1;
    if ((step + 1) % options.every() == 0) {
      // With a stride of n the steps are 0, n, 2n, ...: that of its first step names an interval.
      series.forEach(each -> each.afterStep(step + 1 - options.every()));
    }
  }

  private void begin(Trainer trainer) {
    if (begun) {
      return;
    }
    begun = true;
    Set<String> names = new HashSet<>();
    for (Pair<String, Parameter> each : trainer.getModel().getBlock().getParameters()) {
      if (each.getValue().requiresGradient() && each.getValue().isInitialized()) {
        String name = each.getKey();
        // Nested blocks may give two parameters one name.
        String unique = names.add(name) ? name : name + "#" + names.size();
        names.add(unique);
        series.add(new ParameterSeries(publisher, unique, each.getValue(), options));
      }
    }
  }

  private void guarded(Runnable work) {
    if (failure.isPresent()) {
      return;
    }
    try {
      work.run();
    } catch (RuntimeException | LinkageError e) {
      failure = Optional.of(e.toString());
      LOG.warn("publishing has ended, the training goes on: {}", e.toString());
    }
  }
}
