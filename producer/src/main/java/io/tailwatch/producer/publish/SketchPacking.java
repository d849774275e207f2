// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.producer.publish;

import com.google.protobuf.UnsafeByteOperations;
import io.tailwatch.events.SeriesRules;
import io.tailwatch.events.v1.Observable;
import io.tailwatch.events.v1.ObservableSketch;
import io.tailwatch.events.v1.PaneSketch;
import io.tailwatch.events.v1.SeriesDescriptor;
import io.tailwatch.producer.publish.Troubles.Kind;
import io.tailwatch.tails.observe.RateHistory;
import java.util.List;
import java.util.Optional;

/**
 * Sketches panes at the source and hands each over when it is complete, when a step of a later pane
 * comes, or at the end. Which panes there are, what belongs to them and when the window begins anew
 * is decided as the analyzer decides it for values, so that the estimates are the same: a learning
 * rate that has left the window, or a descriptor that it cannot go on under, drops the pane it cuts
 * in two. Steps that came before are counted, and not sketched again.
 */
final class SketchPacking implements Packing {
  /** About what the sketch of a pane takes; only the budget of unsent events needs it. */
  private static final int BYTES_OF_A_SKETCH = 4096;

  private final SeriesPublisher series;
  private final PublishQueue queue;
  private final int stepStride;
  private SeriesDescriptor descriptor = SeriesDescriptor.getDefaultInstance();
  private boolean described;

  /** Empty before the first vector, and while nothing can be made of them. */
  private Optional<VectorSketches> sketches = Optional.empty();

  private RateHistory rates = new RateHistory(SeriesRules.DEFAULT_PANES, List.of());
  private int paneSteps = SeriesRules.DEFAULT_PANE_STEPS;

  // Steps up to here have been accounted for.
  private long lastStep = -1;
  private boolean begun;
  private long restartStep;
  private int repeated;

  // The open pane.
  private boolean open;
  private SeriesDescriptor inForce = SeriesDescriptor.getDefaultInstance();
  private long pane;
  private long expectedFirst;
  private long firstStep;
  private long newestStep;
  private int steps;
  private double firstRate;
  private double lastRate;
  private double minRate;
  private double maxRate;
  private long firstNonfinite;

  SketchPacking(SeriesPublisher series, PublishQueue queue, int stepStride) {
    this.series = series;
    this.queue = queue;
    this.stepStride = stepStride;
  }

  @Override
  public void describe(SeriesDescriptor replacement) {
    descriptor = replacement;
    described = false;
  }

  @Override
  public boolean add(long step, Vector vector, double rate) {
    if (begun && step <= lastStep) {
      repeated++;
      return true;
    }
    if (open && step / paneSteps != pane) {
      close(lastOfPane(), false);
    }
    if (!proceed(step, vector.length(), rate)) {
      return false;
    }
    VectorSketches target = sketches.orElseThrow();
    if (!open) {
      open(step, rate);
    }
    if (step != lastStep + stepStride) {
      target.forgetPrevious();
    }
    if (target.add(vector) && firstNonfinite < 0) {
      firstNonfinite = step;
    }
    steps++;
    lastStep = step;
    newestStep = step;
    lastRate = rate;
    minRate = Math.min(minRate, rate);
    maxRate = Math.max(maxRate, rate);
    if (step + stepStride > lastOfPane()) {
      close(lastOfPane(), false);
    }
    return true;
  }

  /**
   * Takes a new descriptor and the learning rate into account; false if nothing can be sketched.
   */
  private boolean proceed(long step, int length, double rate) {
    if (!described) {
      described = true;
      boolean goesOn =
          begun
              && sketches.isPresent()
              && sketches.get().observables().equals(observables())
              && SeriesRules.continues(inForce, descriptor, observables());
      inForce = descriptor;
      if (!goesOn) {
        begin(step, length);
      }
    }
    if (sketches.isPresent() && rates.isLeftBy(rate)) {
      rates = new RateHistory(SeriesRules.windowPanes(inForce), List.of());
      drop();
      restartStep = step;
    }
    return sketches.isPresent();
  }

  private List<Observable> observables() {
    return SeriesRules.observables(
        descriptor, series.options().quantity(), series.options().shard().kind());
  }

  private void begin(long step, int length) {
    drop();
    begun = true;
    restartStep = step;
    paneSteps = SeriesRules.paneSteps(descriptor);
    rates = new RateHistory(SeriesRules.windowPanes(descriptor), List.of());
    sketches = Optional.empty();
    try {
      if (paneSteps < stepStride) {
        throw new IllegalArgumentException(
            "panes must have at least step_stride = " + stepStride + " steps: had " + paneSteps);
      }
      sketches =
          Optional.of(VectorSketches.of(descriptor, observables(), series.options(), length));
    } catch (IllegalArgumentException e) {
      refuse(e.getMessage());
    } catch (OutOfMemoryError e) {
      // The training needs the memory more than we do.
      refuse("there is no memory for what its observables keep of a vector");
    }
  }

  private void refuse(String reason) {
    queue
        .troubles()
        .note(Kind.BAD_DESCRIPTOR, series.name() + " cannot be sketched at its source: " + reason);
  }

  /** The open pane has been cut in two by the beginning of a new window. */
  private void drop() {
    if (open) {
      open = false;
      series.counters().dropped(steps, (long) steps * series.dimension());
      sketches.ifPresent(VectorSketches::clear);
    }
  }

  private void open(long step, double rate) {
    open = true;
    pane = step / paneSteps;
    expectedFirst = step;
    if (step != restartStep) {
      // The first step at or behind the start of the pane that the last one leads to.
      long ahead = pane * paneSteps - lastStep;
      long strides = Math.max(1, (ahead + stepStride - 1) / stepStride);
      expectedFirst = Math.min(step, lastStep + strides * stepStride);
    }
    rates.note(pane, rate);
    firstStep = step;
    steps = 0;
    firstRate = rate;
    minRate = rate;
    maxRate = rate;
    firstNonfinite = -1;
  }

  private long lastOfPane() {
    return (pane + 1) * paneSteps - 1;
  }

  /**
   * Hands over the open pane.
   *
   * @param through the last step that should have come
   * @param ends whether the series ends with it
   */
  private void close(long through, boolean ends) {
    open = false;
    VectorSketches filled = sketches.orElseThrow();
    Batch batch = queue.acquire(BYTES_OF_A_SKETCH * filled.observables().size());
    if (batch == null) {
      if (queue.troubles().isNew(Kind.CROWDED_OUT)) {
        queue
            .troubles()
            .note(
                Kind.CROWDED_OUT,
                "buffers are full, panes are dropped from pane "
                    + pane
                    + " of "
                    + series.name()
                    + " on");
      }
      series.counters().dropped(steps, (long) steps * series.dimension());
      filled.clear();
      return;
    }
    batch.open(series, inForce, firstStep, pane, lastRate);
    batch.steps = steps;
    batch.takenAtMillis = System.currentTimeMillis();
    batch.sketch = Optional.of(sketch(through, filled));
    batch.endsSeries = ends;
    repeated = 0;
    filled.clear();
    queue.put(batch);
  }

  private PaneSketch sketch(long through, VectorSketches filled) {
    long expected = through < expectedFirst ? 0 : (through - expectedFirst) / stepStride + 1;
    var sketch =
        PaneSketch.newBuilder()
            .setPane(pane)
            .setFirstStep(firstStep)
            .setLastStep(newestStep)
            .setSteps(steps)
            .setMissingSteps((int) Math.max(0, expected - steps))
            .setRepeatedSteps(repeated)
            .setLearningRateFirst(firstRate)
            .setLearningRateMin(minRate)
            .setLearningRateMax(maxRate);
    if (firstNonfinite >= 0) {
      sketch.setFirstNonfiniteStep(firstNonfinite);
    }
    for (int i = 0; i < filled.observables().size(); i++) {
      sketch.addObservables(
          ObservableSketch.newBuilder()
              .setObservable(filled.observables().get(i))
              .setSketch(UnsafeByteOperations.unsafeWrap(filled.bytes(i))));
    }
    return sketch.build();
  }

  /** A pane goes when it is complete, however long that takes. */
  @Override
  public void flushOlderThan(long nanos) {}

  @Override
  public void end() {
    if (open) {
      close(newestStep, true);
    }
  }
}
