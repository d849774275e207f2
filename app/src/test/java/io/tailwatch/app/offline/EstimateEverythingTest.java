// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.offline;

import static io.tailwatch.app.offline.Estimates.codes;
import static io.tailwatch.app.offline.Estimates.json;
import static io.tailwatch.app.offline.Estimates.lines;
import static io.tailwatch.app.offline.Estimates.names;
import static io.tailwatch.app.offline.Estimates.parse;
import static io.tailwatch.app.offline.Estimates.studentT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.tailwatch.app.Cli;
import io.tailwatch.tails.estimate.threshold.ThresholdRules;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Everything that {@code estimate} prints beside the reading. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EstimateEverythingTest {

  private static final int N = 10_000;

  private final double[] t3 = studentT(N, 3);
  private JsonNode exact;

  @BeforeAll
  void estimateOnce() throws IOException {
    exact = json(t3, "--exact", "--k", "400");
  }

  @Test
  void theFieldsAreThoseOfTheContract() {
    assertThat(names(exact))
        .containsExactlyInAnyOrder(
            "n",
            "usable",
            "dropped",
            "hill",
            "ksMin",
            "moment",
            "pickands",
            "biasReduced",
            "smoothed",
            "gaussian",
            "studentT",
            "skewStudentT",
            "alphaStable",
            "rules",
            "disagreement",
            "warnings",
            "verdict");
    assertThat(names(exact.at("/hill")))
        .contains(
            "index",
            "k",
            "threshold",
            "tailFraction",
            "standardError",
            "interval",
            "intervalMethod",
            "debiased",
            "debiasedInterval");
    assertThat(names(exact.at("/ksMin"))).contains("index", "k", "threshold", "distance");
    assertThat(names(exact.at("/moment"))).contains("gamma", "index", "standardError");
    assertThat(names(exact.at("/studentT"))).containsExactly("nu", "location", "scale", "ks");
    assertThat(names(exact.at("/alphaStable")))
        .containsExactlyInAnyOrder(
            "alpha",
            "beta",
            "location",
            "scale",
            "alphaInterval",
            "alphaIntervalMethod",
            "alphaIntervalBlocks",
            "ks");
    assertThat(names(exact.at("/studentT/ks"))).contains("distance", "pValue");
    assertThat(names(exact.at("/rules"))).containsExactlyElementsOf(ThresholdRules.names());
  }

  @Test
  void quickLeavesOutRulesAndFits() throws IOException {
    JsonNode quick = json(t3, "--quick", "--exact", "--k", "400");
    assertThat(names(quick))
        .contains("hill", "moment", "pickands", "biasReduced", "smoothed", "warnings", "verdict")
        .doesNotContain(
            "rules",
            "ksMin",
            "disagreement",
            "gaussian",
            "studentT",
            "skewStudentT",
            "alphaStable");
    assertThat(quick.at("/hill")).isEqualTo(exact.at("/hill"));
  }

  @Test
  void equalFilesGiveEqualReports() throws IOException {
    double[] some = Arrays.copyOf(t3, 100);
    assertThat(json(some)).isEqualTo(json(some));
  }

  /** From the definitions, over the sorted values. */
  @Test
  void momentPickandsAndSmoothedAreTheirFormulas() {
    double[] x = Arrays.stream(t3).map(Math::abs).sorted().toArray();
    int k = 400;
    double m1 = 0;
    double m2 = 0;
    for (int i = 1; i <= k; i++) {
      double y = Math.log(x[N - i] / x[N - 1 - k]);
      m1 += y / k;
      m2 += y * y / k;
    }
    double moment = m1 + 1 - 0.5 / (1 - m1 * m1 / m2);
    assertThat(exact.at("/moment/gamma").doubleValue()).isCloseTo(moment, within(1e-9));
    assertThat(exact.at("/moment/index").doubleValue()).isCloseTo(1 / moment, within(1e-8));
    double pickands =
        Math.log((x[N - k] - x[N - 2 * k]) / (x[N - 2 * k] - x[N - 4 * k])) / Math.log(2);
    assertThat(exact.at("/pickands/gamma").doubleValue()).isCloseTo(pickands, within(1e-9));
    double smoothed = 0;
    for (int p = k + 1; p <= 2 * k; p++) {
      smoothed += hill(x, p) / k;
    }
    assertThat(exact.at("/smoothed/index").doubleValue()).isCloseTo(1 / smoothed, within(1e-9));
  }

  @Test
  void errorsGrowWithDependence() {
    double factor = Math.max(1, exact.at("/hill/dependenceFactor").doubleValue());
    double gamma = exact.at("/moment/gamma").doubleValue();
    assertThat(exact.at("/moment/standardError").doubleValue())
        .isCloseTo(Math.sqrt((1 + gamma * gamma) / 400 * factor), within(1e-9));
    assertThat(exact.at("/hill/effectiveExceedances").doubleValue())
        .isCloseTo(400 / exact.at("/hill/dependenceFactor").doubleValue(), within(1e-6));
  }

  @Test
  void theIntervalOfIndependentValuesStandsBeside() {
    double index = exact.at("/hill/index").doubleValue();
    // Within 1 % of the normal approximation at k = 400.
    assertThat(exact.at("/hill/independentInterval/0").doubleValue())
        .isCloseTo(index * (1 - 1.96 / 20), within(0.01 * index));
    assertThat(exact.at("/hill/independentInterval/1").doubleValue())
        .isCloseTo(index * (1 + 1.96 / 20), within(0.01 * index));
  }

  /** Clauset's definition, by trying every value. */
  @Test
  void ksMinIsTheBestOfAllFits() throws IOException {
    double[] sample = Arrays.copyOf(t3, 1_000);
    JsonNode ksMin = json(sample, "--exact").at("/ksMin");
    double[] x = Arrays.stream(sample).map(Math::abs).sorted().toArray();
    double least = 1;
    int best = -1;
    double index = Double.NaN;
    for (int from = 0; from < x.length - 1; from++) {
      int m = x.length - from;
      double sum = 0;
      for (int i = from; i < x.length; i++) {
        sum += Math.log(x[i] / x[from]);
      }
      double alpha = m / sum;
      double distance = 0;
      for (int i = from; i < x.length; i++) {
        double law = 1 - Math.pow(x[i] / x[from], -alpha);
        distance = Math.max(distance, Math.abs(law - (i - from) / (double) m));
      }
      if (distance < least) {
        least = distance;
        best = m - 1;
        index = alpha;
      }
    }
    assertThat(ksMin.get("k").intValue()).isEqualTo(best);
    assertThat(ksMin.get("distance").doubleValue()).isCloseTo(least, within(1e-9));
    assertThat(ksMin.get("index").doubleValue()).isCloseTo(index, within(1e-8));
    assertThat(ksMin.get("pValue").doubleValue()).isBetween(0.1, 1.0);
  }

  @Test
  void everyRuleHasAnIndexOrAReasonAndTheirSpreadIsTold() {
    double least = Double.POSITIVE_INFINITY;
    double most = 0;
    for (JsonNode rule : exact.at("/rules")) {
      if (rule.get("index").isNull()) {
        assertThat(rule.get("reason").textValue()).isNotEmpty();
        assertThat(rule.get("k").isNull()).isTrue();
      } else {
        least = Math.min(least, rule.get("index").doubleValue());
        most = Math.max(most, rule.get("index").doubleValue());
        assertThat(rule.get("k").intValue()).isPositive();
      }
    }
    assertThat(exact.get("disagreement").doubleValue()).isCloseTo(most / least - 1, within(1e-12));
  }

  static List<String> rules() {
    return ThresholdRules.names();
  }

  @ParameterizedTest
  @MethodSource("rules")
  void everyRuleCanMakeTheCut(String rule) throws IOException {
    JsonNode hill = json(t3, "--quick", "--exact", "--rule", rule).at("/hill");
    assertThat(hill.get("rule").textValue()).isEqualTo(rule);
    assertThat(hill.get("k")).isEqualTo(exact.at("/rules/" + rule + "/k"));
    assertThat(hill.get("index").doubleValue())
        .isCloseTo(exact.at("/rules/" + rule + "/index").doubleValue(), within(1e-9));
  }

  @Test
  void ruleNamesAreReadInAnyCaseAndWorkOnTheSketch() throws IOException {
    JsonNode hill = json(t3, "--quick", "--rule", "HALL").at("/hill");
    double wanted = exact.at("/rules/hall/k").doubleValue();
    // Bucket edges of t(3) are up to 18 % apart in k.
    assertThat(hill.get("k").doubleValue() / wanted).isBetween(0.85, 1.18);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "--exact"})
  void constantValuesHaveNothingButReasons(String option) throws IOException {
    double[] sample = new double[1_000];
    Arrays.fill(sample, 0.1);
    JsonNode json = option.isEmpty() ? json(sample) : json(sample, option);
    for (String name : List.of("hill", "moment", "pickands", "biasReduced", "smoothed")) {
      assertThat(json.at("/" + name + "/reason").textValue()).as(name).isNotEmpty();
    }
    for (String name : List.of("gaussian", "studentT", "skewStudentT", "alphaStable")) {
      assertThat(json.at("/" + name + "/reason").textValue()).as(name).startsWith("constant");
      assertThat(json.at("/" + name + "/ks/pValue").isNull()).as(name).isTrue();
    }
    for (JsonNode rule : json.at("/rules")) {
      assertThat(rule.get("index").isNull()).isTrue();
    }
    assertThat(json.get("disagreement").isNull()).isTrue();
    assertThat(codes(json)).containsExactly("constant");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nan\n",
        "1\n",
        "1\n2\n",
        "1\n2\n3\n4\n5\n6\n7\n8\n9\n",
        "2\n2\n2\n2\n2\n2\n2\n2\n2\n2\n2\n2\n",
        "-1\n1\n-1\n1\n-1\n1\n-1\n1\n-1\n1\n-1\n1\n"
      })
  void everyNullStandsBesideAReason(String input) throws IOException {
    for (String option : List.of("--exact", "--tail=left")) {
      assertReasons(parse(new Cli().input(input).run("estimate", "--format", "json", option)));
    }
  }

  private static void assertReasons(JsonNode node) {
    boolean undefined = false;
    for (JsonNode child : node) {
      undefined |= child.isNull();
      assertReasons(child);
    }
    if (undefined && node.isObject()) {
      assertThat(node.path("reason").textValue()).as(node.toString()).isNotEmpty();
    }
  }

  /** Every value reaches the threshold then: a reading, but no body and no interval. */
  @Test
  void theWholeSampleCanBeTheTail() throws IOException {
    JsonNode json = json(t3, "--quick", "--exact", "--k", String.valueOf(N - 1));
    assertThat(json.at("/hill/index").doubleValue()).isPositive();
    assertThat(json.at("/hill/interval").isNull()).isTrue();
    assertThat(json.at("/hill/reason").textValue()).contains("no body");
  }

  @Test
  void bothSidesMakeUpTheTail() {
    assertThat(exact.at("/hill/left/k").intValue() + exact.at("/hill/right/k").intValue())
        .isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"nan\n", "0\n0\n", "1\n", "1\n2\n", "inf\n-inf\n1\n2\n3\n"})
  void hardlyAnyValuesAreTooFewForEverything(String input) throws IOException {
    JsonNode json = parse(new Cli().input(input).run("estimate", "--format", "json"));
    assertThat(codes(json)).contains("too-few");
    assertThat(json.at("/studentT/nu").isNull()).isTrue();
    assertThat(json.at("/verdict").textValue()).isEqualTo("undefined");
    Cli.Result text = new Cli().input(input).run("estimate");
    assertThat(text.code()).isZero();
    assertThat(text.out()).contains("verdict").doesNotContain("NaN");
  }

  @Test
  void nonFiniteValuesAndZerosChangeNoEstimateOfTheOthers() throws IOException {
    List<String> lines = new ArrayList<>();
    for (double x : t3) {
      lines.add(Double.toString(x));
    }
    lines.add(5_000, "nan");
    lines.add(5_000, "inf");
    lines.add(5_000, "0");
    Cli.Result result =
        new Cli()
            .input(String.join("\n", lines))
            .run("estimate", "--format", "json", "--exact", "--k", "400", "--quick");
    JsonNode json = parse(result);
    assertThat(json.at("/hill/index")).isEqualTo(exact.at("/hill/index"));
    assertThat(json.at("/moment/gamma")).isEqualTo(exact.at("/moment/gamma"));
    assertThat(json.at("/biasReduced")).isEqualTo(exact.at("/biasReduced"));
  }

  @Test
  void aHostileColumnNameIsAnError() {
    String name = "\u001b[31m" + "x".repeat(500) + "\"; DROP";
    Cli.Result result = new Cli().input("a,b\n1,2\n").run("estimate", "--column", name);
    assertThat(result.code()).isEqualTo(4);
    assertThat(result.err().lines()).hasSize(1);
    assertThat(result.err().strip()).doesNotContainPattern("\\p{Cntrl}");
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 20, 200})
  void noLineIsLongerThanATerminal(int n) {
    Cli.Result result = new Cli().input(lines(Arrays.copyOf(t3, n))).run("estimate");
    assertThat(result.out().lines())
        .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
  }

  @Test
  void theTextHoldsWhatTheJsonHolds() {
    String out = new Cli().input(lines(t3)).run("estimate", "--exact", "--k", "400").out();
    assertThat(out.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
    assertThat(out)
        .contains(two(exact.at("/hill/index")), two(exact.at("/hill/debiased")))
        .contains(two(exact.at("/hill/interval/0")) + ", " + two(exact.at("/hill/interval/1")))
        .contains("index " + two(exact.at("/moment/index")))
        .contains("index " + two(exact.at("/biasReduced/index")))
        .contains("model: Student-t body", "if values were independent", "naive p (invalid)")
        .contains("99 simulated samples of 1,000");
    for (String rule : ThresholdRules.names()) {
      assertThat(out).containsPattern(rule + " ");
    }
  }

  @Test
  void theLongestHeadFitsATerminalToo() {
    double[] wide = Arrays.stream(t3).map(x -> 12_345.678 * x).toArray();
    String out =
        new Cli()
            .input(lines(wide))
            .run("estimate", "--quick", "--tail", "left", "--rule", "drees-kaufmann")
            .out();
    assertThat(out).contains("on the other", "chosen by");
    assertThat(out.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
  }

  private static String two(JsonNode value) {
    return String.format(Locale.ROOT, "%.2f", value.doubleValue());
  }

  private static double hill(double[] ascending, int k) {
    int n = ascending.length;
    double sum = 0;
    for (int i = 1; i <= k; i++) {
      sum += Math.log(ascending[n - i] / ascending[n - 1 - k]);
    }
    return sum / k;
  }
}
