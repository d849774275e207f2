// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.dashboards.verify;

import io.tailwatch.events.v1.Observable;
import io.tailwatch.events.v1.SeriesDescriptor;
import io.tailwatch.events.v1.WindowSpec;
import io.tailwatch.producer.publish.IteratePublisher;
import io.tailwatch.producer.publish.SeriesPublisher;
import java.util.Arrays;
import java.util.Random;

/**
 * A training whose iterates are drawn from a law of our choice, so that its tail index is known and
 * changes when we want it to. Stepped by one thread; told what to do by another.
 */
final class Training {
  /** What it does. */
  enum Mode {
    /** Every value is drawn from a Student-t law. */
    STUDENT_T,
    /** Nothing moves. */
    CONSTANT,
    /** One value in a hundred vectors is not a number. */
    NOT_FINITE,
    /** With every vector comes one of the wrong length, which the publisher refuses. */
    REFUSED,
    /** Nothing is published, and the series does not end. */
    SILENT
  }

  /** Vectors of 16 values, and of 400 steps a window: 6,400 values, 128 of them exceedances. */
  static final int DIMENSION = 16;

  private static final int PANE_STEPS = 50;
  private static final int PANES = 8;
  private static final double LEARNING_RATE = 0.1;

  /** Steps a tick: a window in two seconds, so that what holds for one window is scraped. */
  static final int SLOW = 5;

  /** A window in a sixth of a second, for what needs dozens of them. */
  static final int FAST = 50;

  private final SeriesPublisher series;
  private final double[] vector;
  private final Random random;
  private long step;
  private volatile Mode mode = Mode.STUDENT_T;
  private volatile int freedom = 6;
  private volatile double learningRate = LEARNING_RATE;
  private volatile int pace = SLOW;

  private Training(SeriesPublisher series, int dimension, SeriesDescriptor descriptor) {
    this.series = series;
    this.vector = new double[dimension];
    this.random = new Random(series.name().hashCode());
    series.describe(descriptor);
  }

  /** Of one series; every value is a sample. */
  static Training of(IteratePublisher publisher, String series) {
    return of(publisher, series, DIMENSION);
  }

  static Training of(IteratePublisher publisher, String series, int dimension) {
    return new Training(
        publisher.series(series), dimension, descriptor(Observable.OBSERVABLE_IDENTITY).build());
  }

  /** Of one series for which theory is stated, too; one sample a step. */
  static Training of(IteratePublisher publisher, String series, SeriesDescriptor theory) {
    return new Training(publisher.series(series), theory.getCentreCount(), theory);
  }

  /** What is the same for all of them. */
  static SeriesDescriptor.Builder descriptor(Observable observable) {
    return SeriesDescriptor.newBuilder()
        .addObservables(observable)
        .setWindow(WindowSpec.newBuilder().setPaneSteps(PANE_STEPS).setPanes(PANES));
  }

  Training mode(Mode next) {
    mode = next;
    return this;
  }

  /** The degrees of freedom of the law, which are its tail index. */
  Training freedom(int degrees) {
    freedom = degrees;
    return this;
  }

  Training learningRate(double rate) {
    learningRate = rate;
    return this;
  }

  /** How many steps it makes at a time. */
  Training pace(int steps) {
    pace = steps;
    return this;
  }

  /** Makes its steps. */
  void advance() {
    Mode now = mode;
    if (now == Mode.SILENT) {
      return;
    }
    int steps = pace;
    for (int i = 0; i < steps; i++) {
      fill(now);
      series.publish(step, vector, learningRate);
      if (now == Mode.REFUSED) {
        series.publish(step, new double[vector.length + 1], learningRate);
      }
      step++;
    }
  }

  private void fill(Mode now) {
    if (now == Mode.CONSTANT) {
      Arrays.fill(vector, 1);
      return;
    }
    for (int i = 0; i < vector.length; i++) {
      vector[i] = studentT(freedom);
    }
    if (now == Mode.NOT_FINITE && step % 100 == 0) {
      vector[0] = Double.NaN;
    }
  }

  private double studentT(int degrees) {
    double chiSquared = 0;
    for (int i = 0; i < degrees; i++) {
      double normal = random.nextGaussian();
      chiSquared += normal * normal;
    }
    return random.nextGaussian() / Math.sqrt(chiSquared / degrees);
  }
}
