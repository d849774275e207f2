// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.producer.publish;

import io.tailwatch.events.BadEventException;
import io.tailwatch.events.EventLimits;
import io.tailwatch.events.IterateValues;
import io.tailwatch.events.v1.SeriesDescriptor;
import io.tailwatch.producer.publish.Troubles.Kind;
import java.nio.charset.StandardCharsets;

/**
 * The training's side of one series; made by {@link IteratePublisher#series}.
 *
 * <p>All methods may be called from any thread. None blocks beyond a lock that is held for the copy
 * of one vector, none throws, and {@code publish} allocates nothing once the buffers are there.
 *
 * <p>A batch is handed to the sender when it is full, when a pane ends, and before a vector that
 * does not go with it: another learning rate, a step that is not the next one, another descriptor.
 */
public final class SeriesPublisher {
  /** Pane of a series that no descriptor gives another; as the analyzer has it. */
  static final int DEFAULT_PANE_STEPS = 3125;

  private final PublisherOptions options;
  private final PublishQueue queue;
  private final String name;
  private final byte[] key;
  private final Counters counters = new Counters();
  private final Object lock = new Object();

  // Guarded by lock.
  private SeriesDescriptor descriptor = SeriesDescriptor.getDefaultInstance();
  private int paneSteps = DEFAULT_PANE_STEPS;
  private int dimension;
  private int capacity;
  private Batch current;
  private long nextStep;
  private double lastRate;
  private boolean closed;

  /** What the sender last sent; sender thread only. */
  final SentState sent = new SentState();

  SeriesPublisher(PublisherOptions options, PublishQueue queue, String name) {
    this.options = options;
    this.queue = queue;
    this.name = name;
    this.key = options.shard().key(options.run(), name).encode().getBytes(StandardCharsets.UTF_8);
  }

  /** The name of the series. */
  public String name() {
    return name;
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
    int length = vector == null ? 0 : vector.length;
    synchronized (lock) {
      Batch batch = batchFor(step, length, learningRate);
      if (batch == null) {
        counters.dropped(1, length);
        return false;
      }
      added(batch, IterateValues.encode(vector, options.dataType(), batch.bytes, batch.length));
      return true;
    }
  }

  /** {@link #publish(long, double[], double)} for single precision. */
  public boolean publish(long step, float[] vector, double learningRate) {
    int length = vector == null ? 0 : vector.length;
    synchronized (lock) {
      Batch batch = batchFor(step, length, learningRate);
      if (batch == null) {
        counters.dropped(1, length);
        return false;
      }
      added(batch, IterateValues.encode(vector, options.dataType(), batch.bytes, batch.length));
      return true;
    }
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
        seal();
        descriptor = replacement;
        int asked = replacement.getWindow().getPaneSteps();
        paneSteps = asked == 0 ? DEFAULT_PANE_STEPS : asked;
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

  /** The batch that takes the vector of a step, or null when it must be dropped. */
  private Batch batchFor(long step, int length, double learningRate) {
    if (closed || step < 0 || !fits(length)) {
      noteRefusal(step, length);
      return null;
    }
    double rate = rateInForce(learningRate);
    long pane = step / paneSteps;
    if (current != null
        && (step != current.nextStep || pane != current.pane || rate != current.learningRate)) {
      seal();
    }
    if (current == null) {
      Batch batch = queue.acquire(capacity);
      if (batch == null) {
        if (queue.troubles().isNew(Kind.CROWDED_OUT)) {
          queue
              .troubles()
              .note(
                  Kind.CROWDED_OUT,
                  "buffers are full, steps are dropped from step " + step + " of " + name + " on");
        }
        return null;
      }
      batch.open(this, descriptor, step, pane, rate);
      current = batch;
    }
    return current;
  }

  private boolean fits(int length) {
    if (dimension == 0 && length > 0) {
      long bytes = (long) length * IterateValues.bytesPerValue(options.dataType());
      if (bytes <= PublisherOptions.MAX_VECTOR_BYTES) {
        dimension = length;
        capacity = (int) Math.max(bytes, options.batchBytes() / bytes * bytes);
      }
    }
    return length > 0 && length == dimension;
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
          default ->
              "vector of "
                  + name
                  + " must have "
                  + (dimension > 0
                      ? "length " + dimension + " as the first one"
                      : "1 to "
                          + PublisherOptions.MAX_VECTOR_BYTES
                              / IterateValues.bytesPerValue(options.dataType())
                          + " values")
                  + ": had "
                  + length;
        };
    queue.troubles().note(kind, text);
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

  private void added(Batch batch, int newLength) {
    batch.length = newLength;
    batch.steps++;
    batch.takenAtMillis = System.currentTimeMillis();
    batch.nextStep += options.stepStride();
    nextStep = batch.nextStep;
    lastRate = batch.learningRate;
    if (newLength == batch.bytes.length || batch.nextStep / paneSteps != batch.pane) {
      seal();
    }
  }

  private void seal() {
    if (current != null) {
      queue.put(current);
      current = null;
    }
  }

  /** Hands over a batch that has waited long enough. Sender thread. */
  void sealOlderThan(long lingerNanos) {
    synchronized (lock) {
      if (current != null && System.nanoTime() - current.openedNanos >= lingerNanos) {
        seal();
      }
    }
  }

  /** Hands over the last batch and takes no more. */
  void close() {
    synchronized (lock) {
      seal();
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
