// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.offline;

import static io.tailwatch.app.offline.Estimates.stable;
import static io.tailwatch.app.offline.Estimates.studentT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.tailwatch.app.Cli;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

/** The laws that {@code estimate} fits to samples of known laws. */
class EstimateFitsTest {

  private static final int N = 10_000;

  private final double[] t3 = studentT(N, 3);

  /**
   * Standard errors by the information of 10,000 values: about 0.1 for nu, 0.015 for the others.
   */
  @Test
  void studentsLawIsFoundAgain() throws IOException {
    JsonNode json = Estimates.json(t3);
    assertThat(json.at("/studentT/nu").doubleValue()).isCloseTo(3, within(0.4));
    assertThat(json.at("/studentT/scale").doubleValue()).isCloseTo(1, within(0.06));
    assertThat(json.at("/studentT/ks/naiveInvalid")).hasSize(1);
    assertThat(json.at("/studentT/ks/naiveInvalid/0").textValue()).isEqualTo("fitted-parameters");
    assertThat(json.at("/studentT/ks/pValue").doubleValue()).isGreaterThan(0.05);
    assertThat(json.at("/skewStudentT/skew").doubleValue()).isCloseTo(1, within(0.06));
    assertThat(json.at("/gaussian/ks/pValue").doubleValue()).isEqualTo(0.01);
    assertThat(json.at("/gaussian/standardDeviation").doubleValue())
        .isCloseTo(deviation(t3), within(1e-9));
  }

  @Test
  void theNaivePValueIsLabelledInvalid() throws IOException {
    double[] dependent = t3.clone();
    for (int i = 1; i < dependent.length; i++) {
      dependent[i] += 0.9 * dependent[i - 1];
    }
    JsonNode ks = Estimates.json(dependent).at("/studentT/ks");
    assertThat(ks.at("/naiveInvalid/1").textValue()).isEqualTo("dependent");
    assertThat(ks.at("/testedValues").intValue()).isLessThan(1_000);
  }

  @Test
  void aGaussianIsLightAndFitsAsOne() throws IOException {
    Random random = new Random(3);
    JsonNode json = Estimates.json(DoubleStream.generate(random::nextGaussian).limit(N).toArray());
    assertThat(json.at("/verdict").textValue()).isEqualTo("light-tailed");
    assertThat(json.at("/moment/gamma").doubleValue()).isNegative();
    assertThat(json.at("/moment/index").isNull()).isTrue();
    assertThat(json.at("/moment/reason").textValue()).contains("not positive");
    assertThat(json.at("/gaussian/ks/pValue").doubleValue()).isGreaterThan(0.05);
    assertThat(json.at("/alphaStable/alpha").doubleValue()).isGreaterThan(1.95);
    JsonNode nu = json.at("/studentT/nu");
    assertThat(nu.isNull() || nu.doubleValue() > 30).isTrue();
    assertThat(nu.isNull()).isEqualTo(json.at("/studentT").has("reason"));
  }

  @Test
  void aStableLawIsFoundAgain() throws IOException {
    Random random = new Random(17);
    double[] sample = DoubleStream.generate(() -> stable(random, 1.7)).limit(N).toArray();
    JsonNode json = Estimates.json(sample);
    // The standard error of alpha is 0.02 at this size.
    assertThat(json.at("/alphaStable/alpha").doubleValue()).isCloseTo(1.7, within(0.08));
    JsonNode interval = json.at("/alphaStable/alphaInterval");
    assertThat(interval.get(0).doubleValue()).isBetween(1.6, 1.7);
    assertThat(interval.get(1).doubleValue()).isBetween(1.7, 1.8);
    assertThat(json.at("/alphaStable/alphaIntervalMethod").textValue())
        .isEqualTo("block-bootstrap");
    assertThat(json.at("/alphaStable/alphaIntervalBlocks").intValue()).isEqualTo(100);
    assertThat(json.at("/alphaStable/ks/pValue").doubleValue()).isGreaterThan(0.05);
    assertThat(json.at("/verdict").textValue()).isEqualTo("no-theory");
  }

  void theIntervalOfAlphaIsInTheTextOrWhyThereIsNone() throws IOException {
    Random random = new Random(17);
    double[] sample = DoubleStream.generate(() -> stable(random, 1.7)).limit(1_000).toArray();
    String text = new Cli().input(Estimates.lines(sample)).run("estimate").out();
    assertThat(text)
        .containsPattern("alpha 95 %: \\[1\\.[5-7]\\d, 1\\.[7-9]\\d\\], bootstrap of 100 blocks");
    // A walk of 500 steps is worth no more than a handful of independent values.
    double[] walk = Arrays.copyOf(sample, 500);
    Arrays.parallelPrefix(walk, Double::sum);
    assertThat(new Cli().input(Estimates.lines(walk)).run("estimate").out())
        .contains("alpha without interval: needs at least 20 blocks");
    JsonNode json = Estimates.json(walk);
    assertThat(json.at("/alphaStable/alphaInterval").isNull()).isTrue();
    assertThat(json.at("/alphaStable/reason").textValue())
        .startsWith("no interval of alpha: too-few: needs at least 20 blocks");
  }

  private static double deviation(double[] values) {
    double mean = Arrays.stream(values).average().orElseThrow();
    return Math.sqrt(
        Arrays.stream(values).map(x -> (x - mean) * (x - mean)).average().orElseThrow());
  }
}
