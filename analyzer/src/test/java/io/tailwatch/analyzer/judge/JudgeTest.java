// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.tailwatch.events.v1.EstimateWarning;
import io.tailwatch.events.v1.KestenIndex;
import io.tailwatch.events.v1.KestenStatus;
import io.tailwatch.events.v1.Verdict;
import io.tailwatch.tails.estimate.Diagnosis;
import io.tailwatch.tails.estimate.Reason;
import io.tailwatch.tails.estimate.WindowEstimate;
import io.tailwatch.tails.estimate.guard.Finding;
import io.tailwatch.tails.estimate.guard.LightTail;
import io.tailwatch.tails.estimate.guard.Stationarity;
import io.tailwatch.tails.estimate.guard.WarningCode;
import io.tailwatch.tails.estimate.hill.HillPoint;
import io.tailwatch.tails.estimate.hill.StudentTReading;
import io.tailwatch.tails.estimate.interval.Interval;
import io.tailwatch.tails.estimate.interval.ReadingInterval;
import io.tailwatch.tails.estimate.opinion.Opinion;
import io.tailwatch.tails.theory.HsgdBounds;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class JudgeTest {
  private static final double FRACTION = 0.005;
  private static final Diagnosis HEAVY = diagnosis(LightTail.Verdict.HEAVY);
  private static final WindowFacts QUIET = new WindowFacts(0, 0, 0.1, 0.1, false);

  /** Smallest step that a verdict must notice. */
  private static final double NUDGE = 1e-9;

  static Stream<Arguments> comparisons() {
    Theory point = theory(5, 5, Optional.empty());
    Theory band = theory(4, 6, Optional.empty());
    Theory low = theory(4, 6, kesten(2));
    Theory high = theory(4, 6, kesten(10));
    double inf = Double.POSITIVE_INFINITY;
    return Stream.of(
        // l, h, theory, verdict; the interval decides nothing above a ratio of 1.5.
        arguments(4.0, 6.0, band, Verdict.VERDICT_WITHIN),
        arguments(4.0, 6.0 + NUDGE, band, Verdict.VERDICT_UNDECIDED),
        arguments(4.0, inf, band, Verdict.VERDICT_LIGHT_TAILED),
        arguments(3.0, 4.0, Theory.none("it is not stated"), Verdict.VERDICT_NO_THEORY),
        // The interval meets the band, at either end and around a point.
        arguments(3.0, 4.0, band, Verdict.VERDICT_WITHIN),
        arguments(6.0, 7.0, band, Verdict.VERDICT_WITHIN),
        arguments(4.5, 5.5, point, Verdict.VERDICT_WITHIN),
        // Each end of the band is widened by 15 %: 3.4 and 6.9.
        arguments(3.0, 4.0 - NUDGE, band, Verdict.VERDICT_KESTEN_CONSISTENT),
        arguments(3.0, 3.4, band, Verdict.VERDICT_KESTEN_CONSISTENT),
        arguments(3.0, 3.4 - NUDGE, band, Verdict.VERDICT_BELOW),
        arguments(6.0 + NUDGE, 7.0, band, Verdict.VERDICT_KESTEN_CONSISTENT),
        arguments(6.9 - NUDGE, 7.0, band, Verdict.VERDICT_KESTEN_CONSISTENT),
        arguments(6.9 + NUDGE, 7.0, band, Verdict.VERDICT_ABOVE),
        // The Kesten index widens the hull on its side: 1.7 and 11.5.
        arguments(1.5, 1.7, low, Verdict.VERDICT_KESTEN_CONSISTENT),
        arguments(1.5, 1.7 - NUDGE, low, Verdict.VERDICT_BELOW),
        arguments(2.5, 3.0, low, Verdict.VERDICT_KESTEN_CONSISTENT),
        arguments(11.5 - NUDGE, 12.0, high, Verdict.VERDICT_KESTEN_CONSISTENT),
        arguments(11.5 + NUDGE, 12.0, high, Verdict.VERDICT_ABOVE),
        // No power law at all: nothing is too light.
        arguments(50.0, 60.0, theory(4, 6, contractive()), Verdict.VERDICT_KESTEN_CONSISTENT));
  }

  @ParameterizedTest
  @MethodSource("comparisons")
  void theIntervalIsComparedWithTheory(double lower, double upper, Theory theory, Verdict verdict) {
    Judgement judgement = judge(defined(4, lower, upper), theory);
    assertThat(judgement.verdict()).isEqualTo(verdict);
    assertThat(judgement.hasIndex()).isTrue();
    assertThat(judgement.sentence()).endsWith(".").contains("%.2f".formatted(lower));
  }

  /** Only where the band alone does not settle it. */
  @ParameterizedTest
  @CsvSource({
    "2.5, 3.0, VERDICT_UNDECIDED",
    "3.0, 3.6, VERDICT_KESTEN_CONSISTENT",
    "4.5, 5.0, VERDICT_WITHIN",
    "8.0, 9.0, VERDICT_UNDECIDED"
  })
  void aVerdictThatHangsOnAPendingKestenIndexWaits(double lower, double upper, Verdict verdict) {
    Theory pending = theory(4, 6, Optional.empty(), KestenStatus.KESTEN_STATUS_PENDING);
    Judgement judgement = judge(defined(3, lower, upper), pending);
    assertThat(judgement.verdict()).isEqualTo(verdict);
    if (verdict == Verdict.VERDICT_UNDECIDED) {
      assertThat(judgement.sentence()).contains("still being computed");
    }
  }

  @Test
  void outsideTheBandNothingIsDecidedWhileTheKestenIndexIsBeingComputed() {
    Theory known = theory(4, 6, Optional.empty());
    var pending =
        new Theory(
            known.band(), known.bounds(), Optional.empty(), KestenStatus.KESTEN_STATUS_PENDING, "");
    Judgement outside = judge(defined(4, 2, 2.5), pending);
    assertThat(outside.verdict()).isEqualTo(Verdict.VERDICT_UNDECIDED);
    assertThat(outside.sentence()).contains("still being computed");
    assertThat(judge(defined(4, 3, 4), pending).verdict()).isEqualTo(Verdict.VERDICT_WITHIN);
    assertThat(judge(defined(4, 2, 4), pending).sentence()).contains("too wide");
  }

  @Test
  void aReadingOfTwelveDegreesOfFreedomIsLight() {
    double light = StudentTReading.reading(12, FRACTION);
    Theory theory = theory(4, 6, Optional.empty());
    assertThat(judge(defined(light, 10, 14), theory).verdict())
        .isEqualTo(Verdict.VERDICT_LIGHT_TAILED);
    assertThat(judge(defined(light - NUDGE, 10, 14), theory).verdict())
        .isEqualTo(Verdict.VERDICT_ABOVE);
  }

  @Test
  void anInfiniteIndexIsLightAndNeverPrinted() {
    Judgement judgement =
        judge(
            defined(20, Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY),
            Theory.none("unknown"));
    assertThat(judgement.verdict()).isEqualTo(Verdict.VERDICT_LIGHT_TAILED);
    assertThat(judgement.sentence()).doesNotContain("Infinity").contains("light tail");
  }

  @Test
  void varianceIsInfiniteOnlyWhenTheUpperLimitIsBelowTwo() {
    Theory theory = Theory.none("it is not stated");
    assertThat(judge(defined(1.8, 1.6, 2), theory).infiniteVariance()).isFalse();
    Judgement judgement = judge(defined(1.8, 1.6, 2 - NUDGE), theory);
    assertThat(judgement.infiniteVariance()).isTrue();
    assertThat(judgement.sentence()).contains("variance is infinite");
  }

  @Test
  void burnInComesBeforeEverythingElse() {
    Judgement judgement =
        Judge.judge(
            new Evidence(
                "the window begins with step 3125",
                "1 of 2 shards is missing",
                "5 steps are missing",
                moved(),
                tooFew(),
                Theory.none("unknown"),
                0.1,
                QUIET));
    assertThat(judgement.verdict()).isEqualTo(Verdict.VERDICT_BURN_IN);
    assertThat(judgement.sentence()).contains("step 3125");
    assertThat(judgement.hasIndex()).isFalse();
  }

  @Test
  void aSeriesThatHasEndedIsNotToldToWait() {
    var ended = new WindowFacts(0, 0, 0.1, 0.1, true);
    for (String burnIn : List.of("the window begins with step 3125", "")) {
      Judgement judgement =
          Judge.judge(
              new Evidence(
                  burnIn, "", "", Optional.empty(), tooFew(), Theory.none("unknown"), 0.1, ended));
      assertThat(judgement.sentence()).contains("train longer").doesNotContain("wait");
    }
  }

  @Test
  void aPaneWithoutAllItsShardsGivesNoIndex() {
    Judgement judgement =
        Judge.judge(
            new Evidence(
                "",
                "in pane 3, 1 of 2 shards are missing, shard 1 first",
                "200 of 3125 steps are missing",
                Optional.empty(),
                defined(4, 3.5, 4.5),
                Theory.none("unknown"),
                0.1,
                QUIET));
    assertThat(judgement.verdict()).isEqualTo(Verdict.VERDICT_UNDEFINED);
    assertThat(judgement.reason()).isEqualTo("partial-shards");
    assertThat(judgement.sentence()).contains("shard 1").contains("look at the trainings");
    assertThat(judgement.hasIndex()).isFalse();
  }

  @Test
  void gapsComeBeforeWhatTheEstimatorSays() {
    Judgement judgement = judge("200 of 3125 steps are missing", Optional.empty(), tooFew());
    assertThat(judgement.verdict()).isEqualTo(Verdict.VERDICT_UNDEFINED);
    assertThat(judgement.reason()).isEqualTo("gaps");
    assertThat(judgement.sentence()).contains("200 of 3125 steps");
  }

  @Test
  void anUndefinedEstimateKeepsItsReason() {
    Judgement judgement = judge("", moved(), tooFew());
    assertThat(judgement.verdict()).isEqualTo(Verdict.VERDICT_UNDEFINED);
    assertThat(judgement.reason()).isEqualTo("too-few");
    assertThat(judgement.hasIndex()).isFalse();
  }

  @Test
  void aMovedLevelIsNonStationaryOnlyBeyondItsError() {
    WindowEstimate estimate = defined(4, 3.5, 4.5);
    assertThat(judge("", moved(), estimate).verdict()).isEqualTo(Verdict.VERDICT_NON_STATIONARY);
    var still = new Stationarity(1, 1.01, 0.1, 0.9);
    assertThat(judge("", Optional.of(still), estimate).verdict())
        .isEqualTo(Verdict.VERDICT_NO_THEORY);
  }

  @Test
  void warningsNameWhatWeakensTheNumbers() {
    var facts = new WindowFacts(7, 3, 0.1, 0.11, false);
    Judgement judgement =
        Judge.judge(
            new Evidence(
                "",
                "",
                "",
                Optional.empty(),
                with(
                    diagnosis(
                        LightTail.Verdict.HEAVY,
                        new Finding(WarningCode.DEPENDENT, "few"),
                        new Finding(WarningCode.BODY_MISMATCH, "they differ"))),
                theory(4, 6, kesten(2)),
                99,
                facts));
    assertThat(judgement.warnings())
        .extracting(EstimateWarning::getCode)
        .containsExactly("non-finite", "gaps", "schedule", "dependent", "body-mismatch", "gamma2");
  }

  @Test
  void aQuietWindowHasNoWarnings() {
    Judgement judgement = judge(defined(4, 3.5, 4.5, 1), theory(4, 6, kesten(5)));
    assertThat(judgement.warnings()).isEmpty();
  }

  private static Judgement judge(WindowEstimate estimate, Theory theory) {
    return Judge.judge(new Evidence("", "", "", Optional.empty(), estimate, theory, 0.1, QUIET));
  }

  private static Judgement judge(
      String gaps, Optional<Stationarity> stationarity, WindowEstimate estimate) {
    return Judge.judge(
        new Evidence("", "", gaps, stationarity, estimate, Theory.none("unknown"), 0.1, QUIET));
  }

  private static WindowEstimate tooFew() {
    return new WindowEstimate.Undefined(Reason.TOO_FEW, "3 panes, fewer than the 8 needed");
  }

  @Test
  void aLightLawNearerThanAPowerLawIsLightTailedWhateverTheIndex() {
    WindowEstimate light =
        with(
            diagnosis(LightTail.Verdict.LIGHT, new Finding(WarningCode.LIGHT_TAIL, "it is light")));
    Judgement judgement = judge(light, theory(3, 5, Optional.empty()));
    assertThat(judgement.verdict()).isEqualTo(Verdict.VERDICT_LIGHT_TAILED);
    assertThat(judgement.warnings())
        .extracting(EstimateWarning::getCode, EstimateWarning::getMessage)
        .contains(tuple("light-tail", "it is light"));
  }

  private static Optional<Stationarity> moved() {
    return Optional.of(new Stationarity(1, 2, 0.01, 1e-6));
  }

  private static WindowEstimate.Defined defined(double reading, double lower, double upper) {
    return defined(reading, lower, upper, 10);
  }

  private static WindowEstimate.Defined defined(
      double reading, double lower, double upper, double dependence) {
    var point = new HillPoint(2, 500, (long) (500 / FRACTION), 500 / reading);
    double middle = Double.isInfinite(upper) ? upper : (lower + upper) / 2;
    return new WindowEstimate.Defined(
        point,
        new ReadingInterval(reading, reading * 0.9, reading * 1.1, 0.05, dependence),
        middle,
        new Interval(lower, upper),
        Optional.empty(),
        Optional.empty(),
        HEAVY);
  }

  private static WindowEstimate with(Diagnosis diagnosis) {
    WindowEstimate.Defined heavy = defined(4, 3.5, 4.5);
    return new WindowEstimate.Defined(
        heavy.point(),
        heavy.reading(),
        heavy.index(),
        heavy.indexInterval(),
        heavy.left(),
        heavy.right(),
        diagnosis);
  }

  private static Diagnosis diagnosis(LightTail.Verdict verdict, Finding... findings) {
    var lightTail =
        new LightTail(
            verdict, "", 1, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    return new Diagnosis(lightTail, new Opinion.Undefined("not asked"), List.of(findings));
  }

  private static Theory theory(double lower, double upper, Optional<Kesten> kesten) {
    return theory(
        lower,
        upper,
        kesten,
        kesten.map(Kesten::status).orElse(KestenStatus.KESTEN_STATUS_UNSPECIFIED));
  }

  private static Theory theory(
      double lower, double upper, Optional<Kesten> kesten, KestenStatus status) {
    var bounds = new HsgdBounds(upper, lower, lower, upper, upper, 1, true);
    return new Theory(
        Optional.of(new Interval(lower, upper)), Optional.of(bounds), kesten, status, "");
  }

  private static Optional<Kesten> kesten(double index) {
    return Optional.of(
        new Kesten(
            index, 0.01, KestenStatus.KESTEN_STATUS_ESTIMATED, KestenIndex.getDefaultInstance()));
  }

  private static Optional<Kesten> contractive() {
    return Optional.of(
        new Kesten(
            Double.POSITIVE_INFINITY,
            0,
            KestenStatus.KESTEN_STATUS_CONTRACTIVE,
            KestenIndex.getDefaultInstance()));
  }
}
