// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.tailwatch.app.reliability.TestSize;
import io.tailwatch.events.v1.EstimateWarning;
import io.tailwatch.events.v1.IntervalValue;
import io.tailwatch.events.v1.KestenStatus;
import io.tailwatch.events.v1.TailEstimate;
import io.tailwatch.events.v1.Verdict;
import io.tailwatch.producer.data.DataSet;
import io.tailwatch.producer.data.DataSets;
import io.tailwatch.producer.data.Hyperparameters;
import io.tailwatch.producer.training.HsgdSde;
import io.tailwatch.producer.training.LearningRateSchedule;
import io.tailwatch.producer.training.OrnsteinUhlenbeck;
import io.tailwatch.producer.training.RidgeRegression;
import io.tailwatch.producer.training.RidgeSgd;
import io.tailwatch.producer.training.Trainer;
import io.tailwatch.tails.estimate.WindowEstimate;
import io.tailwatch.tails.estimate.WindowEstimator;
import io.tailwatch.tails.estimate.guard.WarningCode;
import io.tailwatch.tails.estimate.hill.HillPlot;
import io.tailwatch.tails.estimate.hill.HillPoint;
import io.tailwatch.tails.estimate.hill.StudentTReading;
import io.tailwatch.tails.estimate.hill.TailSide;
import io.tailwatch.tails.estimate.interval.EffectiveSize;
import io.tailwatch.tails.fit.AlphaInterval.Bootstrapped;
import io.tailwatch.tails.fit.BootstrapOptions;
import io.tailwatch.tails.fit.StableBootstrap;
import io.tailwatch.tails.fit.StableFit;
import io.tailwatch.tails.sketch.PackedSketch;
import io.tailwatch.tails.sketch.SketchLayout;
import io.tailwatch.tails.sketch.TailSketch;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import org.apache.commons.math3.distribution.BinomialDistribution;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Processes whose tails are known, through the whole pipeline: an Ornstein-Uhlenbeck process, which
 * is light-tailed; stable ones, whose index is alpha; hSGD itself, whose index is exact; and SGD on
 * P7 ({@link SyntheticProblemsPipelineTest} has P1, P3 and P5).
 *
 * <p>With {@code -Dtailwatch.tests=full}, over 44 windows of each instead of 10, it prints the
 * table of {@code docs/processes.md}.
 *
 * <p>A 95 % interval misses once in 20 times, and those over 32 panes were measured to cover in 91
 * to 98 % of windows (theory, section 6). Every count of disjoint windows is therefore held against
 * the 1 % quantile of the binomial law with 91 %.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(1200)
class ProcessesPipelineTest {
  private static final int WINDOWS = TestSize.of(10, 44);
  private static final double LEAST_COVERAGE = 0.91;
  private static final double CHANCE = 0.01;
  private static final long SEED = Long.getLong("tailwatch.models.seed", 20240207L);

  /** Windows of each stable process whose law is fitted. */
  private static final int FITTED = TestSize.of(4, 44);

  private static final List<Double> ALPHAS = List.of(1.2, 1.5, 1.8);
  private static final String STABLE = "stable ";

  private final List<Watched> processes = processes();
  private WatchedRuns runs;
  private Map<String, List<TailEstimate>> estimates;
  private Map<String, double[]> stable;
  private Map<String, List<Bootstrapped>> alphaIntervals;

  private static List<Watched> processes() {
    List<Watched> all = new ArrayList<>();
    all.add(
        new Watched(
            "ou",
            () -> new OrnsteinUhlenbeck(OrnsteinUhlenbeck.Options.brownian(), SEED),
            WINDOWS / 2));
    for (double alpha : ALPHAS) {
      // A relaxation time from step to step: dependent, but not so much that few windows tell
      // little.
      var options = OrnsteinUhlenbeck.Options.stable(alpha).withSpacing(1);
      long seed = SEED + all.size();
      all.add(new Watched(STABLE + alpha, () -> new OrnsteinUhlenbeck(options, seed), WINDOWS));
    }
    for (String problem : TestSize.FULL ? List.of("P1", "P3", "P5") : List.of("P1", "P5")) {
      all.add(new Watched("hsgd " + problem, () -> hsgd(problem), WINDOWS));
    }
    all.add(new Watched("sgd P7", () -> sgd("P7"), WINDOWS));
    return all;
  }

  private static Trainer hsgd(String problem) {
    DataSet data = DataSets.named(problem);
    Hyperparameters defaults = data.defaults().orElseThrow();
    return new HsgdSde(
        new RidgeRegression(data, defaults.ridge()),
        defaults.batchSize(),
        LearningRateSchedule.constant(defaults.learningRate()),
        HsgdSde.Options.defaults(),
        SEED);
  }

  private static Trainer sgd(String problem) {
    DataSet data = DataSets.named(problem);
    Hyperparameters defaults = data.defaults().orElseThrow();
    return new RidgeSgd(
        new RidgeRegression(data, defaults.ridge()),
        defaults.batchSize(),
        LearningRateSchedule.constant(defaults.learningRate()),
        SEED,
        RidgeSgd.Start.ZERO);
  }

  @BeforeAll
  void watchAll(@TempDir Path stateDir) throws Exception {
    runs = new WatchedRuns(processes, Duration.ofSeconds(900));
    estimates = runs.watch(stateDir);
    stable = runs.published(STABLE);
    alphaIntervals = new HashMap<>();
    stable.forEach((run, values) -> alphaIntervals.put(run, alphaIntervals(run, values)));
    if (TestSize.FULL) {
      System.out.println(table());
    }
  }

  @AfterAll
  void stop() {
    runs.close();
  }

  @Test
  void nothingIsLost() {
    for (Watched process : processes) {
      List<TailEstimate> all = estimates.get(process.run());
      long panes = process.steps() / (Watched.WINDOW_STEPS / Watched.WINDOW_PANES);
      assertThat(all).as(process.run()).hasSize((int) panes + 1);
      assertThat(all).allMatch(e -> e.getMissingSteps() == 0 && e.getNonfiniteSamples() == 0);
      assertThat(windows(process.run())).hasSizeGreaterThanOrEqualTo(process.windows() - 1);
    }
  }

  @Test
  void ornsteinUhlenbeckIsLightTailed() {
    assertThat(windows("ou"))
        .extracting(TailEstimate::getVerdict)
        .containsOnly(Verdict.VERDICT_LIGHT_TAILED);
  }

  /**
   * The values of theory for alpha 1.8, to a hundredth. The asymptotic series of the tail
   * (Zolotarev, 1986, 2.5) with three terms gives 1.8188 at 0.1 %.
   */
  @ParameterizedTest
  @CsvSource({"0.05, 2.66", "0.02, 2.24", "0.005, 1.91", "0.001, 1.83"})
  void readingsOfStableLawsAreComputedRight(double fraction, double known) {
    assertThat(StableReading.of(1.8, fraction)).isCloseTo(known, within(0.0125));
    assertThat(StableReading.of(1.8, 0.001)).isCloseTo(1.8188, within(0.0005));
  }

  /** What is left of a bias is of the order of f. */
  @ParameterizedTest
  @ValueSource(doubles = {1.2, 1.5, 1.8})
  void farOutStableLawsReadAlpha(double alpha) {
    assertThat(StableReading.of(alpha, 1e-7)).isCloseTo(alpha, within(1e-4));
  }

  @ParameterizedTest
  @ValueSource(doubles = {1.2, 1.5, 1.8})
  void intervalsOfTheReadingCoverThatOfTheStableLaw(double alpha) {
    assertCovered(
        windows(STABLE + alpha),
        e -> covers(e.getReading(), StableReading.of(alpha, e.getTailFraction())));
  }

  @ParameterizedTest
  @ValueSource(doubles = {1.2, 1.5, 1.8})
  void farOutTheReadingIsWithinATenthOfAlpha(double alpha) {
    HillPoint point = deep(stable.get(STABLE + alpha));
    assertThat(point.tailFraction()).isBetween(0.0008, 0.001);
    assertThat(point.reading() / alpha).isCloseTo(1, within(0.1));
  }

  @Test
  void bootstrappedIntervalsOfTheFittedAlphaCoverIt() {
    int covered = 0;
    int all = 0;
    for (double alpha : ALPHAS) {
      for (Bootstrapped found : alphaIntervals.get(STABLE + alpha)) {
        covered += found.lower() <= alpha && alpha <= found.upper() ? 1 : 0;
        all++;
        assertThat(found.upper() - found.lower()).as("sharp enough").isLessThan(0.1);
      }
    }
    assertThat(all).isEqualTo(ALPHAS.size() * FITTED);
    assertThat(covered).isGreaterThanOrEqualTo(least(all));
  }

  /** Dependent extremes leave one window in ten or so with an interval too wide to decide. */
  @ParameterizedTest
  @ValueSource(doubles = {1.2, 1.5, 1.8})
  void stableProcessesAreHeavyWithoutATheory(double alpha) {
    List<TailEstimate> windows = windows(STABLE + alpha);
    assertThat(windows)
        .extracting(TailEstimate::getVerdict)
        .containsAnyElementsOf(List.of(Verdict.VERDICT_NO_THEORY))
        .isSubsetOf(Verdict.VERDICT_NO_THEORY, Verdict.VERDICT_UNDECIDED);
    assertThat(windows)
        .filteredOn(e -> e.getVerdict() == Verdict.VERDICT_NO_THEORY)
        .hasSizeGreaterThan(7 * windows.size() / 10);
  }

  /**
   * The guard compares the correction for a Student-t body with a bias-reduced reading. At a tenth
   * of the samples they differ for alpha 1.8; deeper in the tail both err alike, or hardly at all.
   */
  @ParameterizedTest
  @CsvSource({"0.1, true", "0.05, false", "0.005, false"})
  void theBodyIsWarnedOfWhereTheCutIsInIt(double fraction, boolean warned) {
    double[] values = stable.get(STABLE + 1.8);
    List<TailSketch> panes = new ArrayList<>();
    TailSketch sum = TailSketch.empty(SketchLayout.SIGNED);
    int steps = Watched.WINDOW_STEPS / Watched.WINDOW_PANES;
    for (int pane = 0; pane < Watched.WINDOW_PANES; pane++) {
      var sketch = new PackedSketch(SketchLayout.SIGNED);
      sketch.update(values, pane * steps, steps);
      panes.add(sketch.snapshot());
      sum = sum.plus(sketch.snapshot());
    }
    var estimate = (WindowEstimate.Defined) WindowEstimator.estimate(panes, sum, fraction);
    assertThat(
            estimate.diagnosis().findings().stream()
                .anyMatch(finding -> finding.code() == WarningCode.BODY_MISMATCH))
        .isEqualTo(warned);
  }

  @ParameterizedTest
  @CsvSource({"P1, 5.420", "P5, 5.047"})
  void intervalsOfTheIndexCoverThatOfHsgd(String problem, double exact) {
    List<TailEstimate> windows = windows("hsgd " + problem);
    assertCovered(windows, e -> covers(e.getIndex(), exact));
    for (TailEstimate window : windows) {
      assertThat(window.getTheory().getLower()).isLessThanOrEqualTo(exact + 0.0005);
      assertThat(window.getTheory().getUpper()).isGreaterThanOrEqualTo(exact - 0.0005);
      // There is one of SGD only.
      assertThat(window.getTheory().hasKesten()).isFalse();
      assertThat(window.getTheory().getKestenStatus())
          .isEqualTo(KestenStatus.KESTEN_STATUS_UNSPECIFIED);
    }
    assertThat(windows)
        .extracting(TailEstimate::getVerdict)
        .doesNotContain(Verdict.VERDICT_BELOW, Verdict.VERDICT_ABOVE)
        .contains(Verdict.VERDICT_WITHIN);
  }

  /** Theory's simulated reading at 0.5 %, with a standard error of .04. */
  @Test
  void intervalsOfTheReadingCoverThatOfSgd() {
    assertCovered(windows("sgd P7"), e -> covers(e.getReading(), 3.44));
  }

  /**
   * With a ridge the law is skewed, and reads less than Student's t of the same index: 4.49 where
   * that reads 4.69.
   */
  @Test
  void intervalsOfTheReadingCoverThatOfHsgdInOneDimension() {
    var law = new HsgdReading(DataSets.named("P1"));
    assertThat(law.at(0.005)).isCloseTo(4.49, within(0.01));
    assertCovered(windows("hsgd P1"), e -> covers(e.getReading(), law.at(e.getTailFraction())));
  }

  /** Theory: without a ridge it is Student's t with eta* degrees of freedom. */
  @Test
  void withoutARidgeHsgdInOneDimensionReadsAsStudentsT() {
    DataSet data = DataSets.named("P1");
    double lambda = new RidgeRegression(data, 0).eigenvalues()[0];
    var law = new HsgdReading(data, new Hyperparameters(0.5, 0, 1));
    double etaStar = 1 + 2 / (0.5 * lambda);
    for (double fraction : new double[] {0.02, 0.005, 0.001}) {
      assertThat(law.at(fraction))
          .isCloseTo(StudentTReading.reading(etaStar, fraction), withinPercentage(0.2));
    }
  }

  private List<TailEstimate> windows(String run) {
    return Watched.disjointWindows(estimates.get(run));
  }

  private static boolean covers(IntervalValue interval, double value) {
    return interval.getLower() <= value && value <= interval.getUpper();
  }

  private static void assertCovered(List<TailEstimate> windows, Predicate<TailEstimate> covers) {
    assertThat(windows).hasSizeGreaterThanOrEqualTo(WINDOWS - 1);
    assertThat((int) windows.stream().filter(covers).count())
        .isGreaterThanOrEqualTo(least(windows.size()));
  }

  /** The fewest intervals of so many that cover, chance aside. */
  private static int least(int intervals) {
    return new BinomialDistribution(null, intervals, LEAST_COVERAGE)
        .inverseCumulativeProbability(CHANCE);
  }

  /** The Hill plot of all steps at the largest fraction up to 0.1 %, as the analyzer sketches. */
  private static HillPoint deep(double[] values) {
    var sketch = new PackedSketch(SketchLayout.SIGNED);
    sketch.update(values, 0, values.length);
    HillPlot plot = HillPlot.of(sketch.snapshot(), TailSide.BOTH);
    int i = 0;
    while (plot.point(i + 1).tailFraction() <= 0.001) {
      i++;
    }
    return plot.point(i);
  }

  /** Of disjoint windows of the published steps, as {@code estimate} has them of a file. */
  private static List<Bootstrapped> alphaIntervals(String run, double[] values) {
    List<Bootstrapped> intervals = new ArrayList<>();
    for (int w = 0; w < FITTED; w++) {
      double[] window =
          Arrays.copyOfRange(values, w * Watched.WINDOW_STEPS, (w + 1) * Watched.WINDOW_STEPS);
      var fit = new StableFit().fit(window).fitted().orElseThrow();
      var options = BootstrapOptions.standard().withEffectiveSize(EffectiveSize.of(window));
      intervals.add(
          StableBootstrap.of(fit, window, options)
              .bootstrapped()
              .orElseThrow(() -> new AssertionError(run + " has no interval")));
    }
    return intervals;
  }

  // ------------------------------------------------------------------ the table of the full test

  private String table() {
    List<String> lines = new ArrayList<>();
    lines.add(
        "| process | windows | theory | mean reading | covered | mean index | covered | verdicts"
            + " |");
    lines.add("|---|---:|---|---:|---:|---:|---:|---|");
    lines.add(row("ou", "light", e -> Double.NaN, Double.NaN));
    for (double alpha : ALPHAS) {
      lines.add(
          row(
              STABLE + alpha,
              "alpha " + alpha,
              e -> StableReading.of(alpha, e.getTailFraction()),
              alpha));
    }
    var skewed = new HsgdReading(DataSets.named("P1"));
    lines.add(row("hsgd P1", "exact 5.420", e -> skewed.at(e.getTailFraction()), 5.420));
    lines.add(row("hsgd P3", "exact 6.312", e -> Double.NaN, 6.312));
    lines.add(row("hsgd P5", "exact 5.047", e -> Double.NaN, 5.047));
    lines.add(row("sgd P7", "reading 3.44, Kesten 3.568", e -> 3.44, 3.568));
    lines.add("");
    lines.add("| process | fitted alpha covered | mean width | reading at f | f | body-mismatch |");
    lines.add("|---|---:|---:|---:|---:|---:|");
    for (double alpha : ALPHAS) {
      lines.add(stableRow(alpha));
    }
    return String.join(System.lineSeparator(), lines);
  }

  private String row(
      String run, String theory, Function<TailEstimate, Double> reading, double index) {
    List<TailEstimate> windows = windows(run);
    return String.format(
        Locale.ROOT,
        "| %s | %d | %s | %.3f | %s | %.3f | %s | %s |",
        run,
        windows.size(),
        theory,
        mean(windows, e -> e.getReading().getValue()),
        Double.isNaN(reading.apply(windows.get(0)))
            ? ""
            : share(windows, e -> covers(e.getReading(), reading.apply(e))),
        mean(windows, e -> e.getIndex().getValue()),
        Double.isNaN(index) ? "" : share(windows, e -> covers(e.getIndex(), index)),
        Watched.verdicts(windows));
  }

  private String stableRow(double alpha) {
    String run = STABLE + alpha;
    List<Bootstrapped> found = alphaIntervals.get(run);
    long covered = found.stream().filter(i -> i.lower() <= alpha && alpha <= i.upper()).count();
    HillPoint deep = deep(stable.get(run));
    return String.format(
        Locale.ROOT,
        "| %s | %d of %d | %.4f | %.3f | %.5f | %s |",
        run,
        covered,
        found.size(),
        found.stream().mapToDouble(i -> i.upper() - i.lower()).average().orElseThrow(),
        deep.reading(),
        deep.tailFraction(),
        share(windows(run), ProcessesPipelineTest::warnsOfTheBody));
  }

  private static boolean warnsOfTheBody(TailEstimate estimate) {
    return estimate.getWarningsList().stream()
        .map(EstimateWarning::getCode)
        .anyMatch("body-mismatch"::equals);
  }

  /** The harmonic mean, which many values of a heavy tail do not spoil; infinite ones count 0. */
  private static double mean(List<TailEstimate> windows, ToDoubleFunction<TailEstimate> value) {
    return windows.size() / windows.stream().mapToDouble(e -> 1 / value.applyAsDouble(e)).sum();
  }

  private static String share(List<TailEstimate> windows, Predicate<TailEstimate> holds) {
    return windows.stream().filter(holds).count() + " of " + windows.size();
  }
}
