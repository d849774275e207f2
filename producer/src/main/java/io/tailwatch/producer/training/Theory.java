// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.producer.training;

import io.tailwatch.events.v1.KestenIndex;
import io.tailwatch.events.v1.SeriesDescriptor;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the descriptor of a training up to date: hands it out when the learning rate changes, and
 * once more when the Kesten index of the learning rate in force has been computed; until then it
 * says that the index is pending. The indices of all learning rates of the training are computed
 * once each, in the order of their use, on a daemon thread of the lowest priority.
 *
 * <p>{@link #learningRate} is called by the training thread and never waits for a computation.
 * Thread-safe.
 */
final class Theory implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Theory.class);

  private final Trainer trainer;
  private final Consumer<SeriesDescriptor> listener;
  // One entry for each learning rate that is done with; empty where there is no index.
  private final Map<Double, Optional<KestenIndex>> known = new HashMap<>();
  private final Thread worker;
  private volatile boolean closed;
  private double current;

  Theory(Trainer trainer, Consumer<SeriesDescriptor> listener) {
    this.trainer = trainer;
    this.listener = listener;
    this.worker = new Thread(this::computeAll, "tailwatch-kesten");
    worker.setDaemon(true);
    worker.setPriority(Thread.MIN_PRIORITY);
  }

  /** Sends the descriptor of the first learning rate, then starts to compute. */
  void start() {
    learningRate(trainer.learningRate());
    worker.start();
  }

  /** The learning rate in force from now on. */
  synchronized void learningRate(double rate) {
    current = rate;
    send();
  }

  private void computeAll() {
    for (double rate : trainer.learningRates()) {
      if (closed) {
        return;
      }
      computed(rate, compute(rate));
    }
  }

  private Optional<KestenIndex> compute(double rate) {
    try {
      return trainer.kesten(rate, () -> closed);
    } catch (RuntimeException e) {
      // Theory is an extra: the training and its estimates go on without it, and the verdict says
      // so.
      LOG.warn("No Kesten index for learning rate {}: {}", rate, e.toString());
      return Optional.empty();
    }
  }

  private synchronized void computed(double rate, Optional<KestenIndex> index) {
    known.put(rate, index);
    if (rate == current && !closed) {
      send();
    }
  }

  private void send() {
    SeriesDescriptor.Builder descriptor = trainer.descriptor(current).toBuilder();
    if (descriptor.hasProblem()) {
      known
          .getOrDefault(current, Optional.of(KestenMessages.pending(current)))
          .ifPresent(index -> descriptor.getProblemBuilder().setKesten(index));
    }
    listener.accept(descriptor.build());
  }

  /** Cancels what is still to be computed; does not wait for it. */
  @Override
  public void close() {
    closed = true;
  }
}
