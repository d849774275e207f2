// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.producer.training;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Runs a {@link Trainer} on a thread of its own and publishes every step. The descriptor goes out
 * before the first step, at every change of the learning rate, and again when its Kesten index has
 * been computed in the background.
 *
 * <p>It ends after the given number of steps, on {@link #stop}, or when a parameter is no longer
 * finite: that step is still published, then the state is {@link State#FAILED}. What the sink makes
 * of the iterates cannot disturb the training: the same trainer gives the same bits with any sink,
 * rate and back-pressure. All methods are thread-safe.
 */
public final class LiveTraining implements AutoCloseable {
  /** What a live training is doing. */
  public enum State {
    /** Not started. */
    NEW,
    /** Training. */
    RUNNING,
    /** All steps done. */
    FINISHED,
    /** Stopped before all steps were done. */
    STOPPED,
    /** Ended by non-finite parameters or an exception; see {@link LiveTraining#failure()}. */
    FAILED
  }

  /**
   * How long and how fast to train.
   *
   * @param steps number of steps, or 0 for no end
   * @param rate steps a second, finite, or 0 for as fast as can be
   * @param backpressure what to do when the publisher's queue is nearly full
   */
  public record Options(long steps, double rate, Backpressure backpressure) {
    /** Checks the ranges. */
    public Options {
      if (steps < 0) {
        throw new IllegalArgumentException("steps must be >= 0: was " + steps);
      }
      if (!(rate >= 0) || !Double.isFinite(rate)) {
        throw new IllegalArgumentException("rate must be finite and >= 0: was " + rate);
      }
    }

    /** No end, full speed, drop what does not fit. */
    public static Options defaults() {
      return new Options(0, 0, Backpressure.DROP);
    }

    /** The same with an end. */
    public Options withSteps(long number) {
      return new Options(number, rate, backpressure);
    }

    /** The same at another speed. */
    public Options withRate(double stepsPerSecond) {
      return new Options(steps, stepsPerSecond, backpressure);
    }

    /** The same with another back-pressure. */
    public Options withBackpressure(Backpressure other) {
      return new Options(steps, rate, other);
    }
  }

  // A queue this full is nearly full; waiting ends as soon as it is less full.
  private static final double NEARLY_FULL = 0.75;
  private static final long WAIT_NANOS = 1_000_000L;
  private static final int MAX_INTERVAL = 1000;
  private static final long SPEED_NANOS = 500_000_000L;

  private final Trainer trainer;
  private final IterateSink sink;
  private final Options options;
  private final Theory theory;
  private final Thread thread;
  private volatile State state = State.NEW;
  private volatile boolean stopRequested;
  // Stands if the thread dies of an Error.
  private volatile String failure = "training thread died";
  private volatile long steps;
  private volatile long dropped;
  private volatile double stepsPerSecond;
  private volatile double learningRate;
  private volatile double loss;

  /**
   * Prepares a training; {@link #start} begins it.
   *
   * @param trainer used by this training only, from now on
   * @param sink where the iterates go; not closed here
   * @param options how long and how fast
   */
  public LiveTraining(Trainer trainer, IterateSink sink, Options options) {
    this.trainer = trainer;
    this.sink = sink;
    this.options = options;
    this.learningRate = trainer.learningRate();
    this.theory = new Theory(trainer, sink::describe);
    this.thread = new Thread(this::run, "tailwatch-training");
    thread.setDaemon(true);
  }

  /** Starts the training; once only. */
  public synchronized LiveTraining start() {
    if (state != State.NEW) {
      throw new IllegalStateException("training was started before: is " + state);
    }
    state = State.RUNNING;
    thread.start();
    return this;
  }

  /** Asks the training to end after the current step; does not wait. */
  public void stop() {
    stopRequested = true;
    theory.close();
    LockSupport.unpark(thread);
  }

  /** Waits for the end; false if it has not come within the time. */
  public boolean await(Duration timeout) throws InterruptedException {
    if (state == State.NEW) {
      return false;
    }
    // join(0) would wait for ever.
    thread.join(Math.max(1, timeout.toMillis()));
    return !thread.isAlive();
  }

  /** Stops and waits, up to five seconds. */
  @Override
  public void close() {
    stop();
    try {
      await(Duration.ofSeconds(5));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** How far it is. */
  public Progress progress() {
    return new Progress(state, steps, dropped, stepsPerSecond, learningRate, loss);
  }

  /** Why it failed, in one sentence; empty unless the state is {@link State#FAILED}. */
  public Optional<String> failure() {
    return state == State.FAILED ? Optional.of(failure) : Optional.empty();
  }

  private void run() {
    State end = State.FAILED;
    try {
      theory.start();
      end = train();
    } catch (RuntimeException e) {
      failure = "training failed at step " + steps + ": " + e;
    } finally {
      theory.close();
      sink.ended(end);
      state = end;
    }
  }

  private State train() {
    Pace pace = new Pace(options.rate());
    double rateInForce = trainer.learningRate();
    Meter meter = new Meter(options.rate());
    for (long step = 0; options.steps() == 0 || step < options.steps(); step++) {
      if (stopRequested) {
        return State.STOPPED;
      }
      trainer.step();
      if (trainer.learningRate() != rateInForce) {
        rateInForce = trainer.learningRate();
        learningRate = rateInForce;
        theory.learningRate(rateInForce);
      }
      if (options.backpressure() == Backpressure.WAIT) {
        waitForRoom();
      }
      if (!sink.publish(step, trainer.parameters(), rateInForce)) {
        dropped = dropped + 1;
      }
      steps = step + 1;
      meter.step(trainer.batchLoss());
      if (!isFinite(trainer.parameters())) {
        loss = trainer.batchLoss();
        failure =
            "parameters are no longer finite at step "
                + step
                + ": learning rate "
                + rateInForce
                + " is too large; lower it or raise the batch size";
        return State.FAILED;
      }
      pace.afterStep(this::stopping);
    }
    return State.FINISHED;
  }

  /** Averages loss and speed over some steps, so that the loop does not read the clock at each. */
  private final class Meter {
    private final int interval;
    private int sinceLoss;
    private double lossSum;
    private long sinceSpeed;
    private long speedStart = System.nanoTime();

    Meter(double rate) {
      interval = rate == 0 ? MAX_INTERVAL : (int) Math.max(1, Math.min(MAX_INTERVAL, rate / 4));
    }

    void step(double batchLoss) {
      lossSum += batchLoss;
      sinceSpeed++;
      if (++sinceLoss < interval) {
        return;
      }
      loss = lossSum / sinceLoss;
      lossSum = 0;
      sinceLoss = 0;
      long now = System.nanoTime();
      if (now - speedStart >= SPEED_NANOS) {
        stepsPerSecond = sinceSpeed * (double) TimeUnit.SECONDS.toNanos(1) / (now - speedStart);
        sinceSpeed = 0;
        speedStart = now;
      }
    }
  }

  private boolean stopping() {
    return stopRequested;
  }

  private void waitForRoom() {
    while (sink.queueRatio() >= NEARLY_FULL && !stopRequested) {
      LockSupport.parkNanos(WAIT_NANOS);
    }
  }

  private static boolean isFinite(double[] values) {
    for (double value : values) {
      if (!Double.isFinite(value)) {
        return false;
      }
    }
    return true;
  }
}
