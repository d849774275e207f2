// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.producer.publish;

import io.tailwatch.events.BadEventException;
import io.tailwatch.events.EventLimits;
import io.tailwatch.events.IterateValues;
import io.tailwatch.events.SeriesKey;
import io.tailwatch.events.v1.SeriesDescriptor;
import io.tailwatch.producer.publish.Troubles.Kind;
import java.nio.charset.StandardCharsets;

/**
 * The training's side of one series; made by {@link IteratePublisher#series}.
 *
 * <p>All methods may be called from any thread. None blocks beyond a lock that is held for the copy
 * of one vector, none throws, and {@code publish} allocates nothing once the buffers are there.
 */
public final class SeriesPublisher {
  private final PublishQueue queue;
  private final String name;
  private final SeriesOptions options;
  private final byte[] key;
  private final Counters counters;
  private final Object lock = new Object();

  // Guarded by lock.
  private final Packing packing;
  private final Vector vector;
  private final int stepStride;
  private final int maxLength;
  private SeriesDescriptor descriptor = SeriesDescriptor.getDefaultInstance();
  private int dimension;
  private long nextStep;
  private double lastRate;
  private boolean closed;

  /** What the sender last sent; sender thread only. */
  final SentState sent = new SentState();

  /**
   * Makes one.
   *
   * @param counters shared by the chains of a series
   */
  SeriesPublisher(
      PublisherOptions publisher,
      PublishQueue queue,
      String name,
      SeriesOptions options,
      SeriesKey key,
      Counters counters) {
    this.queue = queue;
    this.name = name;
    this.options = options;
    this.counters = counters;
    this.key = key.encode().getBytes(StandardCharsets.UTF_8);
    this.stepStride = publisher.stepStride();
    this.vector = new Vector(options.subsample());
    // A sketch has the same size however long the vectors are.
    this.maxLength =
        options.edgeSketch()
            ? Integer.MAX_VALUE
            : PublisherOptions.MAX_VECTOR_BYTES / IterateValues.bytesPerValue(options.dataType());
    this.packing =
        options.edgeSketch()
            ? new SketchPacking(this, queue, stepStride)
            : new ValuePacking(this, queue, stepStride, publisher.batchBytes());
  }

  /** The name of the series. */
  public String name() {
    return name;
  }

  /** How it is published. */
  public SeriesOptions options() {
    return options;
  }

  /** {@link #publish(long, double[], double)} with the learning rate of the descriptor. */
  public boolean publish(long step, double[] vector) {
    return publish(step, vector, 0);
  }

  /** {@link #publish(long, double[], double)} with the learning rate of the descriptor. */
  public boolean publish(long step, float[] vector) {
    return publish(step, vector, 0);
  }

  /**
   * Takes a copy of the vector after a step.
   *
   * <p>Values are sent as they are, non-finite ones included; a double beyond the range of float32
   * becomes infinite unless the publisher was built for float64. Steps may repeat or go back: the
   * analyzer recognises that.
   *
   * @param step not negative
   * @param vector of the same length at each call; the first call fixes it
   * @param learningRate in force at this step, positive; 0 for that of the descriptor
   * @return false if the vector was dropped: wrong length, negative step, no room, or closed
   */
  public boolean publish(long step, double[] vector, double learningRate) {
    synchronized (lock) {
      return take(step, this.vector.of(vector), learningRate);
    }
  }

  /** {@link #publish(long, double[], double)} for single precision. */
  public boolean publish(long step, float[] vector, double learningRate) {
    synchronized (lock) {
      return take(step, this.vector.of(vector), learningRate);
    }
  }

  /**
   * {@link #publish(long, double[], double)} for who has chosen the coordinates already: the vector
   * holds those of {@link SeriesOptions#subsample()} alone, or all where there is no choice.
   */
  public boolean publishSample(long step, double[] chosen, double learningRate) {
    synchronized (lock) {
      return take(step, vector.ofChosen(chosen), learningRate);
    }
  }

  /** {@link #publishSample(long, double[], double)} for single precision. */
  public boolean publishSample(long step, float[] chosen, double learningRate) {
    synchronized (lock) {
      return take(step, vector.ofChosen(chosen), learningRate);
    }
  }

  private boolean take(long step, Vector values, double learningRate) {
    boolean taken = false;
    if (closed || step < 0 || !fits(values)) {
      noteRefusal(step, values.given());
    } else {
      double rate = rateInForce(learningRate);
      taken = packing.add(step, values, rate);
      if (taken) {
        nextStep = step + stepStride;
        lastRate = rate;
      }
    }
    if (!taken) {
      counters.dropped(1, values.length());
    }
    values.release();
    return taken;
  }

  /**
   * Replaces what verdicts need to know, from the next vector on. It travels in the first batch
   * that reaches the broker, after every change, and in the first batch of every pane. One that
   * breaks the rules of {@link EventLimits} is not taken; the publisher's {@code lastError} says
   * why.
   */
  public void describe(SeriesDescriptor replacement) {
    synchronized (lock) {
      String problem = problemOf(replacement);
      if (!problem.isEmpty()) {
        queue
            .troubles()
            .note(Kind.BAD_DESCRIPTOR, "descriptor of " + name + " refused: " + problem);
      } else if (!replacement.equals(descriptor)) {
        descriptor = replacement;
        packing.describe(replacement);
      }
    }
  }

  /** How full the buffers of the publisher are, from 0 to 1; for a training that can wait. */
  public double queueRatio() {
    return queue.ratio();
  }

  private String problemOf(SeriesDescriptor candidate) {
    if (candidate == null) {
      return "it must not be null";
    }
    if (candidate.getSerializedSize() > PublisherOptions.MAX_EVENT_BYTES / 2) {
      return "it must have at most "
          + PublisherOptions.MAX_EVENT_BYTES / 2
          + " bytes: had "
          + candidate.getSerializedSize();
    }
    try {
      EventLimits.defaults().check(candidate, dimension);
      return "";
    } catch (BadEventException e) {
      return e.getMessage();
    }
  }

  private boolean fits(Vector values) {
    int length = values.length();
    if (!values.isWhole() || length < 1 || length > maxLength) {
      return false;
    }
    if (dimension == 0) {
      dimension = length;
    }
    return length == dimension;
  }

  private void noteRefusal(long step, int length) {
    Kind kind = closed ? Kind.CLOSED : step < 0 ? Kind.BAD_STEP : Kind.BAD_VECTOR;
    if (!queue.troubles().isNew(kind)) {
      return;
    }
    String text =
        switch (kind) {
          case CLOSED -> "step " + step + " of " + name + " came after the publisher was closed";
          case BAD_STEP -> "step of " + name + " must not be negative: was " + step;
          default -> "vector of " + name + " must have " + lengthAsked() + ": had " + length;
        };
    queue.troubles().note(kind, text);
  }

  private String lengthAsked() {
    if (options.subsample().isPresent()) {
      return options.subsample().get().fullDimension() + " values";
    }
    return dimension > 0
        ? "length " + dimension + " as the first one"
        : "1 to " + maxLength + " values";
  }

  private double rateInForce(double stated) {
    if (stated > 0 && stated <= Double.MAX_VALUE) {
      return stated;
    }
    if (stated != 0 && queue.troubles().isNew(Kind.BAD_LEARNING_RATE)) {
      queue
          .troubles()
          .note(
              Kind.BAD_LEARNING_RATE,
              "learning rate of " + name + " must be finite and positive: was " + stated);
    }
    return descriptor.getOptimizer().getLearningRate();
  }

  /** Hands over a batch that has waited long enough. Sender thread. */
  void sealOlderThan(long lingerNanos) {
    synchronized (lock) {
      packing.flushOlderThan(lingerNanos);
    }
  }

  /** Hands over the last batch and takes no more. */
  void close() {
    synchronized (lock) {
      packing.end();
      closed = true;
    }
  }

  /** Where the series ends; call after {@link #close()}. */
  End end() {
    synchronized (lock) {
      return new End(nextStep, dimension, lastRate);
    }
  }

  /**
   * The end of a series.
   *
   * @param nextStep the step that would have come next
   * @param dimension 0 if no vector ever came
   * @param learningRate of the last vector
   */
  record End(long nextStep, int dimension, double learningRate) {}

  /** What the sender last sent of this series. */
  static final class SentState {
    SeriesDescriptor descriptor = SeriesDescriptor.getDefaultInstance();
    long pane = Long.MIN_VALUE;

    /** Set by the client's thread when a batch was lost, which may have held the descriptor. */
    volatile boolean lost;
  }

  byte[] key() {
    return key;
  }

  int dimension() {
    synchronized (lock) {
      return dimension;
    }
  }

  Counters counters() {
    return counters;
  }
}
