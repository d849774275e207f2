// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.producer.publish;

import io.tailwatch.events.IterateValues;
import io.tailwatch.events.SeriesRules;
import io.tailwatch.events.v1.DataType;
import io.tailwatch.events.v1.SeriesDescriptor;
import io.tailwatch.producer.publish.Troubles.Kind;

/**
 * Packs values as they are. A batch is handed over when it is full, when a pane ends, and before a
 * vector that does not go with it: another learning rate, a step that is not the next one, another
 * descriptor.
 */
final class ValuePacking implements Packing {
  // The clock costs as much as the copy of ten values; where vectors come fast, few of them pass
  // between two looks at it.
  private static final int CLOCK_INTERVAL = 16;

  private final SeriesPublisher series;
  private final PublishQueue queue;
  private final DataType dataType;
  private final int stepStride;
  private final int batchBytes;
  private SeriesDescriptor descriptor = SeriesDescriptor.getDefaultInstance();
  private int paneSteps = SeriesRules.DEFAULT_PANE_STEPS;
  private int capacity;
  private Batch current;

  ValuePacking(SeriesPublisher series, PublishQueue queue, int stepStride, int batchBytes) {
    this.series = series;
    this.queue = queue;
    this.dataType = series.options().dataType();
    this.stepStride = stepStride;
    this.batchBytes = batchBytes;
  }

  @Override
  public boolean add(long step, Vector vector, double rate) {
    long pane = step / paneSteps;
    if (current != null
        && (step != current.nextStep || pane != current.pane || rate != current.learningRate)) {
      seal();
    }
    if (current == null && !open(step, pane, rate, vector.length())) {
      return false;
    }
    Batch batch = current;
    batch.length = vector.encode(0, vector.length(), dataType, batch.bytes, batch.length);
    batch.steps++;
    batch.nextStep += stepStride;
    boolean done = batch.length == batch.bytes.length || batch.nextStep / paneSteps != batch.pane;
    if (done || batch.steps < CLOCK_INTERVAL || batch.steps % CLOCK_INTERVAL == 0) {
      batch.takenAtMillis = System.currentTimeMillis();
    }
    if (done) {
      seal();
    }
    return true;
  }

  private boolean open(long step, long pane, double rate, int length) {
    if (capacity == 0) {
      int bytes = length * IterateValues.bytesPerValue(dataType);
      capacity = Math.max(bytes, batchBytes / bytes * bytes);
    }
    Batch batch = queue.acquire(capacity);
    if (batch == null) {
      if (queue.troubles().isNew(Kind.CROWDED_OUT)) {
        queue
            .troubles()
            .note(
                Kind.CROWDED_OUT,
                "buffers are full, steps are dropped from step "
                    + step
                    + " of "
                    + series.name()
                    + " on");
      }
      return false;
    }
    batch.open(series, descriptor, step, pane, rate);
    current = batch;
    return true;
  }

  @Override
  public void describe(SeriesDescriptor replacement) {
    seal();
    descriptor = replacement;
    paneSteps = SeriesRules.paneSteps(replacement);
  }

  @Override
  public void flushOlderThan(long nanos) {
    if (current != null && System.nanoTime() - current.openedNanos >= nanos) {
      seal();
    }
  }

  @Override
  public void end() {
    seal();
  }

  private void seal() {
    if (current != null) {
      queue.put(current);
      current = null;
    }
  }
}
