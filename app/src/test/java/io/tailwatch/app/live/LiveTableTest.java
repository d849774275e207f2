// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.tailwatch.events.v1.IntervalValue;
import io.tailwatch.events.v1.KestenStatus;
import io.tailwatch.events.v1.Observable;
import io.tailwatch.events.v1.TailEstimate;
import io.tailwatch.events.v1.TheoryBand;
import io.tailwatch.events.v1.Verdict;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.Help.Ansi;

class LiveTableTest {

  @Test
  void aRowHoldsEveryColumnInOrder() {
    List<String> lines = LiveTable.render(List.of(estimate()), 120, Ansi.OFF);
    assertThat(lines.get(0).trim().split(" {2,}|(?<=[a-z*]) (?=[a-zA-Z])"))
        .contains("run", "series", "observable", "step", "reading [95 %]", "index [95 %]");
    assertThat(lines.get(1))
        .matches(
            "diabetes +parameters +projection +1,234,567 +4\\.12 \\[3\\.84, 4\\.42\\]"
                + " +5\\.22 \\[4\\.63, 5\\.95\\] +14\\.0-14\\.2 +14\\.3 +5\\.00"
                + " +kesten-consistent");
    assertThat(lines.get(3)).startsWith("projection: Tail index 5.22");
  }

  @ParameterizedTest
  @ValueSource(ints = {40, 80, 100, 119, 120, 200})
  void noLineIsWiderThanTheTerminalFrom60ColumnsOn(int width) {
    var unbounded =
        estimate().toBuilder()
            .setObservable(Observable.OBSERVABLE_COORDINATES)
            .setIndex(interval(12.34, 10.05, Double.POSITIVE_INFINITY))
            .build();
    List<String> lines = LiveTable.render(List.of(estimate(), unbounded), width, Ansi.OFF);
    int limit = Math.max(width, 75);
    assertThat(lines).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(limit));
    assertThat(String.join("\n", lines))
        .contains("12.3 [10.1, inf]", "Kesten", "kesten-consistent", "coordinates", "14.0-14.2");
  }

  @Test
  void columnsStandStillWhileNumbersChange() {
    var early =
        estimate().toBuilder()
            .setLastStep(3)
            .setVerdict(Verdict.VERDICT_BURN_IN)
            .clearIndex()
            .clearReading()
            .build();
    String before = LiveTable.render(List.of(early), 120, Ansi.OFF).get(0);
    String after = LiveTable.render(List.of(estimate()), 120, Ansi.OFF).get(0);
    assertThat(before).isEqualTo(after);
  }

  @Test
  void longNamesAreCutBeforeTheColumnsAreGivenUp() {
    var named = estimate().toBuilder().setRun("resnet-20261123-082807").setSeries("layer1.conv1.w");
    String row = LiveTable.render(List.of(named.build()), 120, Ansi.OFF).get(1);
    assertThat(row)
        .hasSizeLessThanOrEqualTo(120)
        .startsWith("re..2807 layer1")
        .endsWith("consistent");
  }

  @Test
  void namesThatDifferAtTheirEndsOnlyStayDifferent() {
    var first = estimate().toBuilder().setRun("diabetes-20261123-082807").build();
    var second = estimate().toBuilder().setRun("diabetes-20261123-082911").build();
    List<String> lines = LiveTable.render(List.of(first, second), 120, Ansi.OFF);
    assertThat(lines.get(1)).startsWith("dia..-082807 ").hasSizeLessThanOrEqualTo(120);
    assertThat(lines.get(2)).startsWith("dia..-082911 ");
  }

  @Test
  void undefinedValuesAreDashesNotNumbers() {
    var undefined =
        TailEstimate.newBuilder()
            .setRun("r")
            .setSeries("s")
            .setObservable(Observable.OBSERVABLE_NORM)
            .setVerdict(Verdict.VERDICT_UNDEFINED)
            .setSentence("No index: too few.")
            .build();
    String row = LiveTable.render(List.of(undefined), 120, Ansi.OFF).get(1);
    assertThat(row).matches("r +s +norm +0 +- +- +- +- +- +undefined");
  }

  @Test
  void withoutAKestenIndexItsStatusIsShown() {
    assertThat(Cells.kesten(theory(KestenStatus.KESTEN_STATUS_CONTRACTIVE))).isEqualTo("none");
    assertThat(Cells.kesten(theory(KestenStatus.KESTEN_STATUS_DIVERGENT))).isEqualTo("diverges");
    assertThat(Cells.kesten(theory(KestenStatus.KESTEN_STATUS_UNSPECIFIED))).isEqualTo("-");
  }

  @ParameterizedTest
  @ValueSource(ints = {80, 120})
  void colourChangesNoWord(int width) {
    List<TailEstimate> rows = List.of(estimate());
    String plain = String.join("\n", LiveTable.render(rows, width, Ansi.OFF));
    String coloured = String.join("\n", LiveTable.render(rows, width, Ansi.ON));
    assertThat(plain).doesNotContain("\033");
    assertThat(coloured).contains("\033");
    assertThat(coloured.replaceAll("\033\\[[0-9;]*m", "")).isEqualTo(plain);
  }

  @Test
  void withoutEstimatesThereIsNoTable() {
    assertThat(LiveTable.render(List.of(), 120, Ansi.OFF)).isEmpty();
  }

  static TailEstimate estimate() {
    return TailEstimate.newBuilder()
        .setRun("diabetes")
        .setSeries("parameters")
        .setAttempt(1)
        .setObservable(Observable.OBSERVABLE_PROJECTION)
        .setLastStep(1_234_567)
        .setReading(interval(4.12, 3.84, 4.42))
        .setIndex(interval(5.22, 4.63, 5.949))
        .setVerdict(Verdict.VERDICT_KESTEN_CONSISTENT)
        .setSentence("Tail index 5.22 agrees with the Kesten index 5.00: nothing to do.")
        .setLearningRate(0.3)
        .setLearningRateMin(0.3)
        .setLearningRateMax(0.3)
        .setTheory(
            TheoryBand.newBuilder()
                .setLower(13.96)
                .setUpper(14.2)
                .setEtaStar(14.34)
                .setKesten(5)
                .setKestenStandardError(0.01)
                .setKestenStatus(KestenStatus.KESTEN_STATUS_ESTIMATED))
        .build();
  }

  private static TheoryBand theory(KestenStatus status) {
    return TheoryBand.newBuilder().setKestenStatus(status).build();
  }

  private static IntervalValue interval(double value, double lower, double upper) {
    return IntervalValue.newBuilder().setValue(value).setLower(lower).setUpper(upper).build();
  }
}
