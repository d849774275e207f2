// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.offline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tailwatch.app.Cli;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import java.util.function.DoubleSupplier;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EstimateCommandTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void exactIndexIsTheInverseMeanLogSpacingOfTheLargestValues() throws IOException {
    double[] sample = pareto(2_000, 1.7);
    double[] sorted = Arrays.stream(sample).sorted().toArray();
    int k = 250;
    double hill = 0;
    for (int i = 1; i <= k; i++) {
      double upper = Math.log(sorted[sorted.length - i]);
      double lower = Math.log(sorted[sorted.length - i - 1]);
      hill += i * (upper - lower) / k;
    }
    JsonNode json = json(sample, "--exact", "--k", "250");
    // Both sides add 250 logarithms, each good to a few units in the 16th digit.
    assertThat(json.at("/hill/index").doubleValue()).isCloseTo(1 / hill, within(1e-12 / hill));
    assertThat(json.at("/hill/k").intValue()).isEqualTo(k);
    assertThat(json.at("/hill/threshold").doubleValue()).isEqualTo(sorted[sorted.length - k - 1]);
    assertThat(json.at("/hill/tailFraction").doubleValue()).isEqualTo(0.125);
    assertThat(json.at("/hill/intervalMethod").textValue()).isEqualTo("batch-means");
    assertThat(json.at("/hill/interval/0").doubleValue())
        .isLessThan(1 / hill)
        .isGreaterThan(0.5 / hill);
    assertThat(json.at("/hill/interval/1").doubleValue()).isGreaterThan(1 / hill);
    assertThat(json.at("/hill/standardError").doubleValue()).isPositive();
    assertThat(json.at("/warnings")).isEmpty();
  }

  @Test
  void sketchAndSortedSampleAgreeAtTheSketchsThreshold() throws IOException {
    double[] sample = pareto(20_000, 3);
    JsonNode sketched = json(sample);
    String threshold = sketched.at("/hill/threshold").asText();
    JsonNode exact = json(sample, "--exact", "--threshold", threshold);
    assertThat(exact.at("/hill/k")).isEqualTo(sketched.at("/hill/k"));
    double index = exact.at("/hill/index").doubleValue();
    // The sketch's stated error from 100 exceedances on.
    assertThat(sketched.at("/hill/index").doubleValue()).isCloseTo(index, within(1e-4 * index));
    assertThat(sketched.at("/hill/interval/0").doubleValue())
        .isCloseTo(exact.at("/hill/interval/0").doubleValue(), within(1e-3 * index));
  }

  @ParameterizedTest
  @CsvSource({"99999, 0.02", "100000, 0.005"})
  void theDefaultTailFractionIsThatOfTheLiveAnalyzer(int n, double fraction) throws IOException {
    JsonNode json = json(pareto(n, 2), "--exact");
    assertThat(json.at("/hill/tailFraction").doubleValue()).isCloseTo(fraction, within(1.0 / n));
  }

  @Test
  void valuesThatCannotBeUsedAreCountedNotSwallowed() throws IOException {
    String numbers = "1\n\n# a remark\nNaN\n-inf\nInfinity\n0\n-0.0\n2\n-3\n1e999\n";
    JsonNode json = parse(run(numbers, "--format", "json", "--exact", "--k", "1"));
    assertThat(json.at("/n").intValue()).isEqualTo(9);
    assertThat(json.at("/usable").intValue()).isEqualTo(3);
    assertThat(json.at("/dropped/nonFinite").intValue()).isEqualTo(4);
    assertThat(json.at("/dropped/zero").intValue()).isEqualTo(2);
  }

  @Test
  void aSmallTailHasAReadingButNoInterval() throws IOException {
    JsonNode json = json(pareto(1_000, 2), "--exact", "--k", "99");
    assertThat(json.at("/hill/index").doubleValue()).isBetween(1.5, 2.7);
    assertThat(json.at("/hill/interval").isNull()).isTrue();
    assertThat(json.at("/hill/debiased").isNull()).isTrue();
    assertThat(json.at("/hill/debiasedInterval").isNull()).isTrue();
    assertThat(json.at("/hill/reason").textValue()).startsWith("99 values in the tail");
    assertThat(json.at("/verdict").textValue()).isEqualTo("undefined");
    assertThat(codes(json)).containsExactly("too-few");
    assertThat(codes(json(pareto(1_000, 2), "--exact", "--k", "100"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "--exact"})
  void oneValueIsTooFew(String exact) throws IOException {
    JsonNode json = parse(run("3.5\n", words("--format json " + exact)));
    assertThat(json.at("/hill/index").isNull()).isTrue();
    assertThat(json.at("/hill/reason").textValue()).startsWith("1 usable value: ");
    assertThat(codes(json)).containsExactly("too-few");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "--exact", "--exact --k 100", "--center mean --tail right"})
  void constantValuesHaveNoIndex(String options) throws IOException {
    String numbers = "0.1\n".repeat(1_000);
    JsonNode json = parse(run(numbers, words("--format json " + options)));
    assertThat(json.at("/hill/index").isNull()).isTrue();
    assertThat(json.at("/hill/reason").textValue()).isNotEmpty();
    assertThat(codes(json)).containsAnyOf("constant", "too-few");
    assertThat(json.at("/verdict").textValue()).isEqualTo("undefined");
  }

  @Test
  void gaussianValuesAreLightTailed() throws IOException {
    var random = new Random(7);
    JsonNode json = json(sample(50_000, random::nextGaussian));
    assertThat(codes(json)).containsExactly("light-tail");
    assertThat(json.at("/verdict").textValue()).isEqualTo("light-tailed");
    assertThat(json.at("/hill/debiasedInterval/1").isNull()).isTrue();
    assertThat(json.at("/hill/reason").textValue()).contains("Gaussian");
  }

  @Test
  void anIndexUnboundedAboveHasItsLowerLimitInAnInterval() throws IOException {
    var random = new Random(7);
    JsonNode hill = json(sample(50_000, random::nextGaussian)).at("/hill");
    assertThat(hill.at("/debiasedInterval")).hasSize(2);
    assertThat(hill.at("/debiasedInterval/0").doubleValue()).isGreaterThan(10);
    assertThat(hill.at("/debiasedInterval/1").isNull()).isTrue();
  }

  @Test
  void anIndexWithoutAnyFiniteLimitHasNoInterval() throws IOException {
    var random = new Random(7);
    double[] uniform = sample(50_000, random::nextDouble);
    // The top 2 % share a bucket of the sketch.
    assertThat(codes(json(uniform))).contains("constant");
    JsonNode hill = json(uniform, "--exact").at("/hill");
    assertThat(hill.at("/interval")).hasSize(2);
    assertThat(hill.at("/debiased").isNull()).isTrue();
    assertThat(hill.at("/debiasedInterval").isNull()).isTrue();
    assertThat(hill.at("/reason").textValue()).contains("reaches that of a Gaussian");
    assertThat(run(lines(uniform), "--exact", "--quick").out())
        .contains("index        unbounded (no interval: the reading reaches that of a");
  }

  @Test
  void valuesFarFromZeroAreWarnedOfAndTheSketchAdmitsItsCut() throws IOException {
    var random = new Random(3);
    double[] far =
        sample(20_000, () -> 1_000 + (random.nextBoolean() ? 1 : -1) * pareto(random, 3));
    JsonNode sketched = json(far, "--fraction", "0.02");
    assertThat(sketched.at("/hill/tailFraction").doubleValue()).isGreaterThan(0.9);
    assertThat(codes(sketched)).contains("ties", "location-shift");
    assertThat(run(lines(far), "--fraction", "0.02", "--quick").out())
        .contains("ties: too many values share a bucket of the sketch: it cuts")
        .contains("(--exact)")
        .contains("location-shift: the values lie far from zero")
        .contains("(--center median)");
    assertThat(codes(json(far, "--exact"))).contains("location-shift").doesNotContain("ties");
    assertThat(codes(json(far, "--center", "median"))).isEmpty();
  }

  @Test
  void studentTIsDebiasedToItsDegreesOfFreedom() throws IOException {
    var random = new Random(11);
    double[] t4 = studentT(200_000, 4, random);
    JsonNode json = json(t4);
    double error = json.at("/hill/standardError").doubleValue();
    assertThat(json.at("/hill/debiased").doubleValue()).isCloseTo(4, within(4 * error));
    assertThat(json.at("/hill/debiased").doubleValue())
        .isGreaterThan(json.at("/hill/index").doubleValue());
    assertThat(json.at("/verdict").textValue()).isEqualTo("no-theory");
  }

  @Test
  void aShiftedTwoSidedSampleIsWarnedOfAndCenteringCuresIt() throws IOException {
    double[] two = studentT(20_000, 3, new Random(12));
    double[] shifted = Arrays.stream(two).map(x -> 0.4 * x + 1.5).toArray();
    assertThat(codes(json(two))).isEmpty();
    assertThat(codes(json(shifted))).contains("location-shift");
    assertThat(codes(json(shifted, "--center", "mean"))).doesNotContain("location-shift");
  }

  @Test
  void roundedValuesAreWarnedOfAsTies() throws IOException {
    double[] rounded = Arrays.stream(pareto(20_000, 3)).map(x -> Math.rint(10 * x) / 10).toArray();
    assertThat(codes(json(rounded))).containsExactly("ties");
  }

  @Test
  void oneSideReadsThatSideOnly() throws IOException {
    double[] heavyRight = pareto(20_000, 2);
    double[] lighterLeft = pareto(20_000, 4);
    double[] both = new double[40_000];
    for (int i = 0; i < heavyRight.length; i++) {
      both[2 * i] = heavyRight[i];
      both[2 * i + 1] = -lighterLeft[i];
    }
    JsonNode right = json(both, "--tail", "right");
    JsonNode left = json(both, "--tail", "left");
    assertThat(right.at("/n").intValue()).isEqualTo(40_000);
    assertThat(right.at("/usable").intValue()).isEqualTo(20_000);
    assertThat(right.at("/dropped/otherSide").intValue()).isEqualTo(20_000);
    assertThat(json(both).at("/dropped").has("otherSide")).isFalse();
    // k = 400: four standard errors are 20 %.
    assertThat(right.at("/hill/index").doubleValue()).isBetween(1.6, 2.4);
    assertThat(left.at("/hill/index").doubleValue()).isBetween(3.2, 4.8);
  }

  @Test
  void valuesOfTheOtherSideAreCountedNotSwallowed() throws IOException {
    String numbers = "1\n2\n0\nnan\n-inf\n3\n";
    assertThat(run(numbers, words("--tail left")).out())
        .contains("6 values, 0 usable; dropped: 2 not finite, 1 zero, 3 on the other side");
    JsonNode left = parse(run(numbers, words("--tail left --format json")));
    assertThat(left.at("/dropped/otherSide").intValue()).isEqualTo(3);
    assertThat(run(numbers).out()).doesNotContain("other side");
  }

  /** AR(1) with phi 0.9 and t(3) noise: theta = 1 - phi^3, inflation (1 + phi^3)/(1 - phi^3). */
  @Test
  void clustersAreThoseOfAnAutoregression() throws IOException {
    double[] sample = studentT(100_000, 3, new Random(4));
    for (int i = 1; i < sample.length; i++) {
      sample[i] += 0.9 * sample[i - 1];
    }
    JsonNode json = json(sample);
    JsonNode hill = json.at("/hill");
    // Estimates from one path scatter by 20 %.
    assertThat(hill.get("extremalIndex").doubleValue()).isCloseTo(0.271, within(0.08));
    assertThat(hill.get("extremogramFactor").doubleValue()).isCloseTo(6.38, within(1.9));
    assertThat(hill.get("dependenceFactor").doubleValue()).isGreaterThan(3);
    assertThat(hill.at("/kernelInterval/0").doubleValue())
        .isLessThan(hill.at("/independentInterval/0").doubleValue());
    assertThat(codes(json)).contains("dependent");
    JsonNode independent = json(studentT(100_000, 3, new Random(4))).at("/hill");
    assertThat(independent.get("extremalIndex").doubleValue()).isGreaterThan(0.9);
    assertThat(independent.get("extremogramFactor").doubleValue()).isCloseTo(1, within(0.1));
  }

  @Test
  void aSortedFileHasNoIntervalBecauseItsTailIsOneBlock() throws IOException {
    double[] sorted = Arrays.stream(pareto(10_000, 2)).sorted().toArray();
    JsonNode json = json(sorted);
    assertThat(json.at("/hill/interval").isNull()).isTrue();
    assertThat(json.at("/hill/reason").textValue()).contains("1 of 32 consecutive panes");
  }

  @ParameterizedTest
  @CsvSource({"b, 2", "2, 2", "a, 1", "1, 1"})
  void aColumnIsChosenByNameOrNumber(String column, double expected) throws IOException {
    String table = "a,b\n1,2\n1,2\n1,2\n";
    JsonNode json =
        parse(run(table, "--column", column, "--exact", "--k", "1", "--format", "json"));
    assertThat(json.at("/hill/threshold").doubleValue()).isEqualTo(expected);
  }

  @Test
  void aHeaderOfOneColumnIsSkippedAndMissingCellsAreCounted() throws IOException {
    JsonNode one = parse(run("loss\n1\n2\n", "--format", "json"));
    assertThat(one.at("/n").intValue()).isEqualTo(2);
    JsonNode table = parse(run("\"a\";\"b\"\n1;\nNA;2\n3;4\n", words("--format json --column b")));
    assertThat(table.at("/n").intValue()).isEqualTo(3);
    assertThat(table.at("/dropped/nonFinite").intValue()).isEqualTo(1);
  }

  @Test
  void textIsAnErrorWithItsLine() {
    Cli.Result result = new Cli().input("1\n2\noops\n4\n").run("estimate");
    assertThat(result.code()).isEqualTo(4);
    assertThat(result.out()).isEmpty();
    assertThat(result.err())
        .isEqualToIgnoringNewLines(
            "tailwatch: standard input, line 3: \"oops\" is not a number; remove the line");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''           | ''           | 4 | holds no numbers",
        "name only    | --column 3   | 4 | there is no column",
        "a,b#1,2      | ''           | 2 | choose one with --column",
        "a,b#1,2#3    | --column b   | 4 | line 3: has 1 value where the first line has 2",
        "hello#world  | ''           | 4 | line 2: \"world\" is not a number; remove the line (line"
            + " 1, \"hello\", was taken as a header)",
        "1#2d         | ''           | 4 | line 2: \"2d\" is not a number",
        "1#0x10       | ''           | 4 | line 2: \"0x10\" is not a number",
        "1#2          | --k 2        | 2 | --k must be below the number of usable values, 2",
        "1#2          | --k 0        | 2 | --k must be at least 1: was 0",
        "1#2          | --fraction 1 | 2 | --fraction must be in (0, 1): was 1",
        "1#2          | --threshold -1 | 2 | --threshold must be positive and finite: was -1",
        "1#2          | --threshold 0.3 | 2 | nearest one, 0.296875, or add --exact",
        "1#2          | --threshold 1e9 | 2 | --threshold 1000000000 is not a bucket edge of the"
            + " sketch: take the nearest one, 1006632960,",
        "1#2          | --threshold 1e300 | 2 | add --exact",
        "1#2          | --k 1.5      | 2 | option '--k': '1.5' is not a whole number",
        "1#2          | --fraction x | 2 | option '--fraction': 'x' is not a number",
        "1#2          | --center middle | 2 | expected one of none, median, mean but was 'middle'",
        "1#2          | --tail up    | 2 | expected one of abs, right, left but was 'up'",
        "1#2          | --format xml | 2 | expected one of text, json but was 'xml'",
        "1#2          | --k 1 --fraction 0.5 | 2 | mutually exclusive",
        "1#2          | --k 1 --rule hall | 2 | mutually exclusive",
        "1#2          | --fraction 0.5 --rule hall | 2 | mutually exclusive",
        "1#2          | --rule best  | 2 | expected one of fixed-fraction, ks-min,"
            + " double-bootstrap,",
        "1#2          | --rule hall  | 4 | --rule hall finds no cut: 2 usable samples, fewer than",
        "1e-300#2e-300 | ''          | 4 | add --exact",
      })
  void whatCannotBeEstimatedIsOneLine(String input, String options, int code, String message) {
    String[] args = words("estimate " + options);
    Cli.Result result = new Cli().input(input.replace("#", "\n")).run(args);
    assertThat(result.err()).contains(message);
    assertThat(result.err().lines()).hasSize(1);
    assertThat(result.code()).isEqualTo(code);
  }

  @Test
  void binaryFilesAndDirectoriesAreBadData(@TempDir Path dir) throws IOException {
    Path binary =
        Files.write(dir.resolve("model.bin"), new byte[] {'a', 0, 1, (byte) 0xff, '\n', 0});
    Cli.Result result = new Cli().run("estimate", binary.toString());
    assertThat(result.code()).isEqualTo(4);
    assertThat(result.err()).endsWith("line 1: is not text; give a file of numbers\n");
    Path packed = Files.write(dir.resolve("a.gz"), new byte[] {0x1f, (byte) 0x8b, 8, ',', ',', 7});
    Cli.Result unread = new Cli().run("estimate", packed.toString());
    assertThat(unread.code()).isEqualTo(4);
    assertThat(unread.err().strip()).doesNotContainPattern("\\p{Cntrl}");
    assertThat(new Cli().run("estimate", dir.toString()).err()).contains("is a directory");
    assertThat(new Cli().run("estimate", dir + "/none").err()).contains("no such file");
  }

  @Test
  void theTextSaysWhatTheJsonSays() throws IOException {
    double[] sample = pareto(20_000, 3);
    Cli.Result text = new Cli().input(lines(sample)).run("estimate", "--quick");
    JsonNode json = json(sample);
    assertThat(text.code()).isZero();
    assertThat(text.out())
        .contains("20,000 values, 20,000 usable; dropped: 0 not finite, 0 zero")
        .contains(json.at("/hill/k").asText() + " values from ")
        .contains(String.format(Locale.ROOT, "%.2f", json.at("/hill/index").doubleValue()))
        .contains("verdict      heavy-tailed");
  }

  private static JsonNode json(double[] sample, String... options) throws IOException {
    String[] all = Arrays.copyOf(options, options.length + 3);
    all[options.length] = "--format";
    all[options.length + 1] = "json";
    all[options.length + 2] = "--quick";
    return parse(run(lines(sample), all));
  }

  private static Cli.Result run(String input, String... options) {
    String[] args = new String[options.length + 1];
    args[0] = "estimate";
    System.arraycopy(options, 0, args, 1, options.length);
    return new Cli().input(input).run(args);
  }

  private static JsonNode parse(Cli.Result result) throws IOException {
    assertThat(result.code()).as(result.err()).isZero();
    return JSON.readTree(result.out());
  }

  private static Iterable<String> codes(JsonNode json) {
    return json.at("/warnings").findValuesAsText("code");
  }

  private static String[] words(String line) {
    return line.strip().split("\\s+");
  }

  private static String lines(double[] sample) {
    return DoubleStream.of(sample).mapToObj(Double::toString).collect(Collectors.joining("\n"));
  }

  private static double[] pareto(int n, double alpha) {
    var random = new Random(42);
    return sample(n, () -> pareto(random, alpha));
  }

  private static double[] studentT(int n, int nu, Random random) {
    return sample(
        n,
        () -> {
          double chi = 0;
          for (int i = 0; i < nu; i++) {
            double z = random.nextGaussian();
            chi += z * z;
          }
          return random.nextGaussian() / Math.sqrt(chi / nu);
        });
  }

  private static double pareto(Random random, double alpha) {
    return Math.pow(1 - random.nextDouble(), -1 / alpha);
  }

  private static double[] sample(int n, DoubleSupplier source) {
    return DoubleStream.generate(source).limit(n).toArray();
  }
}
