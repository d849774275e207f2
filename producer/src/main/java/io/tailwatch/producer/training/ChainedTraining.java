// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.producer.training;

import io.tailwatch.events.v1.SeriesDescriptor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Independent copies of a training side by side, each on a thread and with a sink of its own. The
 * first one speaks for all about theory, which is the same and is computed once. When one of them
 * fails the others are stopped. All methods are thread-safe.
 */
public final class ChainedTraining implements AutoCloseable {
  private final List<LiveTraining> chains = new ArrayList<>();

  /**
   * Prepares them; {@link #start} begins.
   *
   * @param trainers one for each chain, of different seeds
   * @param sinks one for each chain
   * @param options of each chain
   */
  public ChainedTraining(
      List<Trainer> trainers, List<IterateSink> sinks, LiveTraining.Options options) {
    if (trainers.isEmpty() || trainers.size() != sinks.size()) {
      throw new IllegalArgumentException(
          "needs a sink for each trainer: had " + sinks.size() + " for " + trainers.size());
    }
    for (int i = 0; i < trainers.size(); i++) {
      Trainer trainer = i == 0 ? trainers.get(0) : new WithoutKesten(trainers.get(i));
      chains.add(new LiveTraining(trainer, new StopsAll(sinks.get(i)), options));
    }
  }

  /** Starts all; once only. */
  public ChainedTraining start() {
    chains.forEach(LiveTraining::start);
    return this;
  }

  /** Asks all to end after the current step; does not wait. */
  public void stop() {
    chains.forEach(LiveTraining::stop);
  }

  /** Waits for the end of all; false if it has not come within the time. */
  public boolean await(Duration timeout) throws InterruptedException {
    long deadline = System.nanoTime() + timeout.toNanos();
    boolean ended = true;
    for (LiveTraining chain : chains) {
      ended &= chain.await(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
    }
    return ended;
  }

  /** That of the chain that is least far; of dropped steps the sum. */
  public Progress progress() {
    Progress least = chains.get(0).progress();
    long dropped = 0;
    for (LiveTraining chain : chains) {
      Progress each = chain.progress();
      dropped += each.dropped();
      least = each.steps() < least.steps() ? each : least;
    }
    return new Progress(
        least.state(),
        least.steps(),
        dropped,
        least.stepsPerSecond(),
        least.learningRate(),
        least.loss());
  }

  /** Why the first of those failed that did, in one sentence. */
  public Optional<String> failure() {
    return chains.stream().flatMap(chain -> chain.failure().stream()).findFirst();
  }

  /** Stops and waits, up to five seconds. */
  @Override
  public void close() {
    stop();
    chains.forEach(LiveTraining::close);
  }

  /** Chains without one would be estimated with a part missing. */
  private final class StopsAll implements IterateSink {
    private final IterateSink sink;

    StopsAll(IterateSink sink) {
      this.sink = sink;
    }

    @Override
    public boolean publish(long step, double[] x, double learningRate) {
      return sink.publish(step, x, learningRate);
    }

    @Override
    public void describe(SeriesDescriptor descriptor) {
      sink.describe(descriptor);
    }

    @Override
    public double queueRatio() {
      return sink.queueRatio();
    }

    @Override
    public void ended(LiveTraining.State state) {
      sink.ended(state);
      if (state == LiveTraining.State.FAILED) {
        stop();
      }
    }
  }

  /** The same training, whose Kesten index is another's to compute. */
  private record WithoutKesten(Trainer trainer) implements Trainer {
    @Override
    public int dimension() {
      return trainer.dimension();
    }

    @Override
    public void step() {
      trainer.step();
    }

    @Override
    public double[] parameters() {
      return trainer.parameters();
    }

    @Override
    public double learningRate() {
      return trainer.learningRate();
    }

    @Override
    public double batchLoss() {
      return trainer.batchLoss();
    }

    @Override
    public List<Double> learningRates() {
      return trainer.learningRates();
    }

    @Override
    public SeriesDescriptor descriptor(double learningRate) {
      return trainer.descriptor(learningRate);
    }
  }
}
