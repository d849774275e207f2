// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.estimate.threshold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tailwatch.tails.estimate.Samples;
import io.tailwatch.tails.estimate.hill.TailProfile;
import io.tailwatch.tails.estimate.hill.TailSide;
import io.tailwatch.tails.sketch.SketchLayout;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every rule. */
class ThresholdRulesTest {
  private static final double[] SAMPLE = Samples.studentT(3, 5000, 1);

  /** With fewer resamples than the default, for time. */
  static Stream<ThresholdRule> rules() {
    return ThresholdRules.all().stream()
        .map(
            rule ->
                switch (rule.name()) {
                  case "double-bootstrap" -> new DoubleBootstrap(50, 1);
                  case "hall" -> new Hall(50, 1);
                  default -> rule;
                });
  }

  private static TailProfile profile(double... sample) {
    return TailProfile.of(sample, TailSide.BOTH);
  }

  private static TailProfile sketch(double... sample) {
    return TailProfile.of(Samples.sketch(SketchLayout.SIGNED, sample), TailSide.BOTH);
  }

  private static ThresholdChoice.Chosen chosen(ThresholdRule rule, double... sample) {
    return rule.choose(profile(sample)).chosen().orElseThrow();
  }

  @ParameterizedTest
  @MethodSource("rules")
  void indexIsNearThatOfStudentsT(ThresholdRule rule) {
    // Bias of at most 15 % and four standard errors at the k that was chosen.
    double k = chosen(rule, SAMPLE).point().exceedances();
    double reading = chosen(rule, SAMPLE).point().reading();
    assertThat(reading / 3).isBetween(.85 - 4 / Math.sqrt(k), 1.15 + 4 / Math.sqrt(k));
  }

  @ParameterizedTest
  @MethodSource("rules")
  void choiceIsAThresholdOfTheProfile(ThresholdRule rule) {
    TailProfile profile = profile(SAMPLE);
    ThresholdChoice.Chosen chosen = rule.choose(profile).chosen().orElseThrow();
    assertThat(chosen.point()).isEqualTo(profile.point(chosen.at()));
    assertThat(chosen.diagnostics().values()).doesNotContainNull().doesNotContain(Double.NaN);
  }

  @ParameterizedTest
  @MethodSource("rules")
  void powerOfTwoChangesTheThresholdOnly(ThresholdRule rule) {
    ThresholdChoice.Chosen chosen = chosen(rule, SAMPLE);
    ThresholdChoice.Chosen scaled = chosen(rule, Arrays.stream(SAMPLE).map(x -> x / 8).toArray());
    assertThat(scaled.at()).isEqualTo(chosen.at());
    assertThat(scaled.point().threshold()).isEqualTo(chosen.point().threshold() / 8);
    assertThat(scaled.point().sumLogExcess()).isEqualTo(chosen.point().sumLogExcess());
  }

  @ParameterizedTest
  @MethodSource("rules")
  void orderChangesNothing(ThresholdRule rule) {
    List<Double> shuffled = Arrays.asList(Arrays.stream(SAMPLE).boxed().toArray(Double[]::new));
    Collections.shuffle(shuffled, new Random(2));
    double[] other = shuffled.stream().mapToDouble(x -> x).toArray();
    assertThat(chosen(rule, other)).isEqualTo(chosen(rule, SAMPLE));
  }

  @ParameterizedTest
  @MethodSource("rules")
  void nonFiniteAndZeroSamplesAreLeftOut(ThresholdRule rule) {
    double[] with = Arrays.copyOf(SAMPLE, SAMPLE.length + 3);
    with[SAMPLE.length] = Double.NaN;
    with[SAMPLE.length + 1] = Double.POSITIVE_INFINITY;
    assertThat(chosen(rule, with)).isEqualTo(chosen(rule, SAMPLE));
  }

  @ParameterizedTest
  @MethodSource("rules")
  void nothingOneAndConstantSamplesHaveAReason(ThresholdRule rule) {
    double[] constant = new double[2000];
    Arrays.fill(constant, .3);
    for (double[] sample : new double[][] {{}, {5}, {Double.NaN}, {0, 0}, {4, 4, 4}, constant}) {
      assertThat(rule.choose(profile(sample)))
          .isInstanceOfSatisfying(
              ThresholdChoice.None.class, none -> assertThat(none.reason()).isNotBlank());
    }
    assertThat(rule.choose(sketch()).chosen()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("rules")
  void hostileSamplesEndInAChoiceOrAReason(ThresholdRule rule) {
    Random random = new Random(3);
    double[] extremes = random.doubles(1000).map(u -> Math.pow(10, 600 * u - 300)).toArray();
    double[] two = random.doubles(1000).map(u -> u < .5 ? 1e300 : 1e-300).toArray();
    double[] ties = random.doubles(1000).map(u -> Math.rint(10 * u)).toArray();
    double[] outlier = random.doubles(1000).map(u -> u < .999 ? u : Double.MAX_VALUE).toArray();
    double[] few = {Double.MIN_VALUE, Double.MAX_VALUE, 1};
    for (double[] sample : new double[][] {extremes, two, ties, outlier, few}) {
      ThresholdChoice choice = rule.choose(profile(sample));
      choice.chosen().ifPresent(c -> assertThat(c.point().reading()).isPositive().isFinite());
      assertThat(rule.choose(profile(sample))).isEqualTo(choice);
      rule.choose(sketch(sample))
          .chosen()
          .ifPresent(c -> assertThat(c.point().reading()).isPositive().isFinite());
    }
  }

  @ParameterizedTest
  @MethodSource("rules")
  void sketchIsReadAsTheSampleOrRefusedWithAReason(ThresholdRule rule) {
    double[] sample = Samples.studentT(3, 20_000, 4);
    ThresholdChoice choice = rule.choose(sketch(sample));
    if (rule instanceof DoubleBootstrap || rule instanceof Hall) {
      assertThat(choice)
          .isEqualTo(
              new ThresholdChoice.None("a sketch cannot be resampled: use the sorted sample"));
    } else {
      double k = choice.chosen().orElseThrow().point().exceedances();
      double reading = choice.chosen().orElseThrow().point().reading();
      assertThat(reading / 3).isBetween(.8 - 4 / Math.sqrt(k), 1.15 + 4 / Math.sqrt(k));
    }
  }

  @Test
  void rulesAreFoundByTheirNames() {
    assertThat(ThresholdRules.names())
        .doesNotHaveDuplicates()
        .startsWith("fixed-fraction", "ks-min", "double-bootstrap", "hall", "min-distance");
    for (String name : ThresholdRules.names()) {
      assertThat(ThresholdRules.named(name).orElseThrow().name()).isEqualTo(name);
    }
    assertThat(ThresholdRules.named("eyeball")).isEmpty();
  }

  @Test
  void fixedFractionIsTwoPercentForSmallSamplesAndHalfAPercentForLarge() {
    assertThat(chosen(new FixedFraction(), SAMPLE).point().exceedances()).isEqualTo(100);
    double[] large = Samples.pareto(2, 100_000, 5);
    assertThat(chosen(new FixedFraction(), large).point().exceedances()).isEqualTo(500);
    assertThat(chosen(FixedFraction.of(.1), large).point().exceedances()).isEqualTo(10_000);
    assertThatThrownBy(() -> FixedFraction.of(1.5))
        .hasMessage("tailFraction must be in (0, 1): was 1.5");
  }

  @Test
  void disagreementIsTheSpreadOfTheIndicesThatWereChosen() {
    TailProfile profile = profile(16, 8, 4, 2, 1);
    ThresholdRule none =
        new ThresholdRule() {
          @Override
          public String name() {
            return "none";
          }

          @Override
          public ThresholdChoice choose(TailProfile any) {
            return new ThresholdChoice.None("never");
          }
        };
    RuleComparison one = RuleComparison.of(profile, List.of(FixedFraction.of(.2), none));
    assertThat(one.disagreement()).isEmpty();
    assertThat(one.choices()).containsOnlyKeys("fixed-fraction", "none");
    // H = ln 2 at k = 1 and (4 + 3 + 2 + 1) / 4 ln 2 at k = 4.
    var two =
        new RuleComparison(
            Map.of(
                "a", ThresholdChoice.at(profile, 0, Map.of()),
                "b", ThresholdChoice.at(profile, 3, Map.of()),
                "c", new ThresholdChoice.None("never")));
    assertThat(two.disagreement().orElseThrow())
        .isCloseTo(1.5, org.assertj.core.api.Assertions.within(1e-12));
  }
}
