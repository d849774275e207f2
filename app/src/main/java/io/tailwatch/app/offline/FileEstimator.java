// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.offline;

import io.tailwatch.app.cli.CommandFailure;
import io.tailwatch.app.cli.Numbers;
import io.tailwatch.app.offline.FileEstimate.Limits;
import io.tailwatch.app.offline.FileEstimate.Warning;
import io.tailwatch.tails.estimate.WindowEstimator;
import io.tailwatch.tails.estimate.hill.ExactHill;
import io.tailwatch.tails.estimate.hill.HillPoint;
import io.tailwatch.tails.estimate.hill.StudentTReading;
import io.tailwatch.tails.estimate.hill.TailSide;
import io.tailwatch.tails.estimate.interval.BatchMeans;
import io.tailwatch.tails.estimate.interval.ReadingInterval;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** Reads the tail of a sample held in memory, with the guards of the live analyzer. */
final class FileEstimator {

  /** Index of Student's t from which its reading counts as light. */
  private static final double LIGHT_INDEX = 12;

  /** Share of tied exceedances from which it is worth a word. */
  private static final double TIES_SHARE = 0.1;

  /** A centre off by more than this share of the threshold biases the reading of both tails. */
  private static final double SHIFT_SHARE = 0.1;

  /** Share of the values on either side of zero that makes a sample two-sided. */
  private static final double TWO_SIDED_SHARE = 0.01;

  /** Share of the values that may lie apart at either end of a sample far from zero. */
  private static final double FAR_SHARE = 0.02;

  /** The others differ by less than this factor: a power law's do from an index of 17 on. */
  private static final double FAR_RATIO = 1.25;

  /** A cut further from the wanted one is told: only an index above 23 spans it by one bucket. */
  private static final double CUT_RATIO = 2;

  /** Upper over lower limit of the index beyond which nothing is decided. */
  private static final double DECIDED_RATIO = 1.5;

  /** Fewer distinct values in the tail than this are a constant with noise. */
  private static final int MIN_DISTINCT = 3;

  private final List<Warning> warnings = new ArrayList<>();
  private final double[] centred;
  private final Centre centre;
  private final TailSide side;
  private final ExactHill sorted;

  private FileEstimator(double[] values, Centre centre, TailSide side) {
    double c = centre.of(values);
    this.centred = Arrays.stream(values).map(x -> x - c).toArray();
    this.centre = centre;
    this.side = side;
    this.sorted = ExactHill.of(centred, side);
  }

  /**
   * The estimate of a sample.
   *
   * @param values at least one, in the order of time, of any kind
   * @param cut where the tail begins; empty for the live analyzer's choice
   * @param exact from the sorted sample instead of the sketch
   */
  static FileEstimate estimate(
      double[] values, Centre centre, TailSide side, Optional<Cut> cut, boolean exact) {
    return new FileEstimator(values, centre, side).run(cut, exact);
  }

  private FileEstimate run(Optional<Cut> wanted, boolean exact) {
    int usable = sorted.sampleSize();
    Cut cut = wanted.orElse(Cut.standard(usable));
    if (usable < 2) {
      String reason = Words.values(usable, "usable") + ": a reading needs at least 2";
      warn("too-few", reason);
      return result(Optional.empty(), OptionalDouble.empty(), reason, none(reason), none(reason));
    }
    TailSample sample = exact ? new TailSample.Sorted(sorted) : sketched();
    HillPoint point = sample.at(cut);
    double[] tail = tail(point.threshold());
    Optional<String> constant = constant(tail, point);
    if (constant.isPresent()) {
      String reason = constant.get();
      return result(Optional.of(point), OptionalDouble.empty(), reason, none(reason), none(reason));
    }
    guardCut(sample, cut, point);
    guard(point, tail);
    Either interval = interval(sample, point);
    Either index = interval.limits().isPresent() ? index(point, interval) : interval;
    return result(Optional.of(point), OptionalDouble.of(point.reading()), "", interval, index);
  }

  private TailSample sketched() {
    TailSample.Sketched sketch = TailSample.Sketched.of(centred, side);
    long lost = sorted.sampleSize() - sketch.size();
    if (lost != 0) {
      throw CommandFailure.badData(
          Words.values(lost)
              + " outside the range of 32-bit floats, which the sketch holds: add --exact");
    }
    return sketch;
  }

  /** The sizes of the exceedances, ascending. */
  private double[] tail(double threshold) {
    return Arrays.stream(centred)
        .filter(
            x -> Double.isFinite(x) && (side == TailSide.BOTH || (side == TailSide.RIGHT) == x > 0))
        .map(Math::abs)
        .filter(size -> size >= threshold)
        .sorted()
        .toArray();
  }

  /** Why the tail has no range to read an index from. */
  private Optional<String> constant(double[] tail, HillPoint point) {
    if (point.exceedances() == 0) {
      String reason = "no value reaches the threshold " + Numbers.text(point.threshold());
      warn("too-few", reason);
      return Optional.of(reason);
    }
    long distinct = distinct(tail);
    if (point.sumLogExcess() > 0 && distinct >= MIN_DISTINCT) {
      return Optional.empty();
    }
    String reason =
        "the "
            + tail.length
            + " values of the tail are "
            + (distinct == 1 ? "all equal" : "only " + distinct + " different ones")
            + ": there is no range to read an index from";
    warn("constant", reason);
    return Optional.of(reason);
  }

  /** Says so when the sketch has no edge near the cut: its buckets are 1/16 of an octave wide. */
  private void guardCut(TailSample sample, Cut cut, HillPoint point) {
    if (!(sample instanceof TailSample.Sketched sketched)) {
      return;
    }
    OptionalDouble wanted = sketched.fraction(cut);
    if (wanted.isEmpty()) {
      return;
    }
    double k = Math.max(1, wanted.getAsDouble() * sample.size());
    double ratio = point.exceedances() / k;
    if (Math.max(ratio, 1 / ratio) > CUT_RATIO) {
      warn(
          "ties",
          "too many values share a bucket of the sketch: it cuts the tail at "
              + Numbers.percent(point.tailFraction())
              + " instead of "
              + Numbers.percent(wanted.getAsDouble())
              + "; add --exact");
    }
  }

  private void guard(HillPoint point, double[] tail) {
    if (point.exceedances() < WindowEstimator.MIN_EXCEEDANCES) {
      warn("too-few", tooFew(point));
    }
    double f = point.tailFraction();
    double light = f < 1 ? StudentTReading.reading(LIGHT_INDEX, f) : Double.POSITIVE_INFINITY;
    if (point.reading() >= light) {
      warn(
          "light-tail",
          "the reading "
              + Numbers.text(point.reading())
              + " is at or above "
              + Numbers.text(light)
              + ", what Student's t with 12 degrees of freedom gives: it cannot be told from a"
              + " light tail");
    }
    long tied = tail.length - distinct(tail);
    if (tied > TIES_SHARE * tail.length) {
      warn(
          "ties",
          tied
              + " of the "
              + tail.length
              + " values of the tail repeat another one: rounding or duplicates blur the reading");
    }
    if (centre == Centre.NONE && isFarFromZero()) {
      warn("location-shift", "the values lie far from 0: use --center median");
    }
    double median = Math.abs(Centre.MEDIAN.of(centred));
    if (centre == Centre.NONE && isTwoSided() && median > SHIFT_SHARE * point.threshold()) {
      warn(
          "location-shift",
          "the median is "
              + Numbers.percent(median / point.threshold())
              + " of the threshold away from zero and biases the reading: add --center median");
    }
  }

  /** Whether the values are on one side and nearly all of one size; no power law from 0 is. */
  private boolean isFarFromZero() {
    if (isTwoSided()) {
      return false;
    }
    double[] sizes =
        Arrays.stream(centred)
            .filter(x -> Double.isFinite(x) && x != 0)
            .map(Math::abs)
            .sorted()
            .toArray();
    int edge = (int) (FAR_SHARE * sizes.length);
    return sizes[sizes.length - 1 - edge] < FAR_RATIO * sizes[edge];
  }

  private boolean isTwoSided() {
    long positive = Arrays.stream(centred).filter(x -> x > 0).count();
    long negative = Arrays.stream(centred).filter(x -> x < 0).count();
    return Math.min(positive, negative) > TWO_SIDED_SHARE * (positive + negative);
  }

  private Either interval(TailSample sample, HillPoint point) {
    if (point.exceedances() < WindowEstimator.MIN_EXCEEDANCES) {
      return none(tooFew(point));
    }
    List<HillPoint> blocks = sample.blocks(point.threshold());
    long contributing = blocks.stream().filter(block -> block.exceedances() > 0).count();
    if (contributing < WindowEstimator.MIN_PANES) {
      String reason =
          "the tail lies in "
              + contributing
              + " of "
              + TailSample.BLOCKS
              + " consecutive blocks of the file: sorted, or one excursion";
      warn("too-few", reason);
      return none(reason);
    }
    // A rank's threshold X_(k+1) is itself an exceedance of its block, and none of the k largest:
    // the blocks go with the point of the threshold, whose relative error is the same.
    HillPoint whole = sample.at(new Cut.Threshold(point.threshold()));
    ReadingInterval blocked = BatchMeans.of(whole, blocks);
    double scale = point.reading() / blocked.reading();
    return new Either(
        Optional.of(
            new Limits(
                point.reading(),
                blocked.lower() * scale,
                blocked.upper() * scale,
                point.reading() * blocked.logStandardError())),
        "");
  }

  private static Either index(HillPoint point, Either interval) {
    Limits reading = interval.limits().orElseThrow();
    double f = point.tailFraction();
    if (f >= 1) {
      return none("every value is in the tail: there is no body to take the bias from");
    }
    Limits index =
        new Limits(
            StudentTReading.index(reading.value(), f),
            StudentTReading.index(reading.lower(), f),
            StudentTReading.index(reading.upper(), f),
            Double.NaN);
    String reason =
        Double.isInfinite(index.upper())
            ? "the reading"
                + (Double.isInfinite(index.value()) ? "" : "'s upper limit")
                + " reaches that of a Gaussian, "
                + Numbers.text(StudentTReading.gaussianReading(f))
                + " at this tail fraction"
            : "";
    return new Either(Optional.of(index), reason);
  }

  private FileEstimate result(
      Optional<HillPoint> point,
      OptionalDouble reading,
      String readingReason,
      Either interval,
      Either index) {
    return new FileEstimate(
        centred.length,
        sorted.sampleSize(),
        sorted.nonFinite(),
        sorted.zeros(),
        otherSide(),
        point,
        reading,
        readingReason,
        interval.limits(),
        interval.reason(),
        index.limits(),
        index.reason(),
        List.copyOf(warnings),
        verdict(index.limits()));
  }

  private OptionalLong otherSide() {
    long used = sorted.sampleSize() + sorted.nonFinite() + sorted.zeros();
    return side == TailSide.BOTH ? OptionalLong.empty() : OptionalLong.of(centred.length - used);
  }

  private String verdict(Optional<Limits> index) {
    if (index.isEmpty()) {
      return "undefined";
    }
    double lower = index.get().lower();
    double upper = index.get().upper();
    if (Double.isInfinite(upper) || warned("light-tail")) {
      return "light-tailed";
    }
    return upper / lower > DECIDED_RATIO ? "undecided" : "no-theory";
  }

  private boolean warned(String code) {
    return warnings.stream().anyMatch(w -> w.code().equals(code));
  }

  private void warn(String code, String message) {
    warnings.add(new Warning(code, message));
  }

  private static String tooFew(HillPoint point) {
    return Words.values(point.exceedances())
        + " in the tail, fewer than the "
        + WindowEstimator.MIN_EXCEEDANCES
        + " that an interval needs";
  }

  private static long distinct(double[] ascending) {
    return Arrays.stream(ascending).distinct().count();
  }

  private static Either none(String reason) {
    return new Either(Optional.empty(), reason);
  }

  /** Limits, or why there are none. */
  private record Either(Optional<Limits> limits, String reason) {}
}
