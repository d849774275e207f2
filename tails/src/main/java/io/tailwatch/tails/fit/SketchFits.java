// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.fit;

import io.tailwatch.tails.fit.SketchFit.Fitted;
import io.tailwatch.tails.fit.SketchFit.Undefined;
import io.tailwatch.tails.sketch.SketchLayout;
import io.tailwatch.tails.sketch.TailSketch;
import java.util.Locale;
import java.util.Optional;

/**
 * Laws fitted to a sketch, at the resolution of its buckets, for pictures: Student's t by ECME on
 * the means of the buckets weighted by their counts (as {@link StudentTFit}), alpha-stable by
 * McCulloch's quantiles (as {@link McCullochFit}). Of samples without signs, those of a law that is
 * symmetric about 0.
 *
 * <p>Buckets are 6 % of an octave's base wide, which moves the parameters by less than a hundredth
 * of themselves. No intervals: samples of a training depend on each other.
 *
 * <p>Undefined for fewer than {@value #LEAST_SIZE} finite samples; where a fifth of them lie in one
 * bucket, which cannot be told from one value; where parameters leave their range; and where the
 * nearest law differs from the sample by more than {@value #GREATEST_DISTANCE} of the distribution
 * somewhere: it would not be a picture of these samples. Stateless and thread-safe. Cost: a few
 * milliseconds.
 */
public final class SketchFits {
  /** The least number of finite samples. */
  public static final int LEAST_SIZE = 100;

  /** The largest {@link Fitted#distance} of a law that is shown. */
  public static final double GREATEST_DISTANCE = 0.1;

  private static final double GREATEST_SHARE = 0.2;

  private SketchFits() {}

  /** Student's t of greatest likelihood. */
  public static SketchFit<StudentT> studentT(TailSketch sketch) {
    BucketSample sample = BucketSample.of(sketch);
    Optional<Undefined<StudentT>> refusal = refusal(sample);
    return refusal.isPresent() ? refusal.get() : judged(SketchStudentT.fit(sample), sample);
  }

  /** The stable law with the quantiles of the sample. */
  public static SketchFit<StableLaw> stable(TailSketch sketch) {
    BucketSample sample = BucketSample.of(sketch);
    Optional<Undefined<StableLaw>> refusal = refusal(sample);
    if (refusal.isPresent()) {
      return refusal.get();
    }
    McCullochQuantiles found = quantiles(sketch);
    if (!found.usable()) {
      return new Undefined<>(
          FitProblem.OUT_OF_RANGE, "half of the samples must not be equal: quartiles are");
    }
    if (found.alpha() <= StableFit.LEAST_ALPHA) {
      return new Undefined<>(
          FitProblem.OUT_OF_RANGE,
          "alpha must be above " + StableFit.LEAST_ALPHA + ": the quantiles ask for less");
    }
    var law = new StableLaw(found.alpha(), found.beta(), found.scale(), found.location());
    return judged(new Fitted<>(law.tabulated(), 0), sample);
  }

  private static McCullochQuantiles quantiles(TailSketch sketch) {
    if (sketch.layout() == SketchLayout.SIGNED) {
      return McCullochQuantiles.of(
          quantile(sketch, 0.05),
          quantile(sketch, 0.25),
          quantile(sketch, 0.5),
          quantile(sketch, 0.75),
          quantile(sketch, 0.95));
    }
    // |X| is below the quartile of X in half of the cases, and below its 95 % in nine of ten.
    double middle = quantile(sketch, 0.5);
    double outer = quantile(sketch, 0.9);
    return McCullochQuantiles.of(-outer, -middle, 0, middle, outer);
  }

  private static double quantile(TailSketch sketch, double p) {
    return sketch.quantile(p).orElseThrow();
  }

  private static <L extends Law> Optional<Undefined<L>> refusal(BucketSample sample) {
    if (sample.total() < LEAST_SIZE) {
      return Optional.of(
          new Undefined<>(
              FitProblem.TOO_FEW,
              text("needs at least %d samples: were %.0f", LEAST_SIZE, sample.total())));
    }
    if (sample.greatestShare() >= GREATEST_SHARE) {
      return Optional.of(
          new Undefined<>(
              FitProblem.TOO_COARSE,
              text(
                  "%.0f %% of the samples lie in one bucket of the sketch: must be fewer than %.0f"
                      + " %%",
                  100 * sample.greatestShare(), 100 * GREATEST_SHARE)));
    }
    return Optional.empty();
  }

  private static <L extends Law> SketchFit<L> judged(SketchFit<L> fit, BucketSample sample) {
    if (fit.fitted().isEmpty()) {
      return fit;
    }
    L law = fit.fitted().get().law();
    double distance = sample.distance(new SeenLaw(law, sample.layout()));
    return distance <= GREATEST_DISTANCE
        ? new Fitted<>(law, distance)
        : new Undefined<>(
            FitProblem.NO_FIT,
            text(
                "the nearest law, %s, differs from the samples by %.2f of the distribution: must be"
                    + " at most %s",
                law.description(), distance, GREATEST_DISTANCE));
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
