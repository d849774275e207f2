// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.query;

import static io.tailwatch.analyzer.query.WindowFixtures.KEY;
import static io.tailwatch.analyzer.query.WindowFixtures.PROJECTION;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tailwatch.analyzer.query.PlotAnswer.Found;
import io.tailwatch.analyzer.query.PlotAnswer.Unavailable;
import io.tailwatch.analyzer.query.PlotAnswer.Unknown;
import io.tailwatch.events.SeriesKey;
import io.tailwatch.events.v1.Observable;
import io.tailwatch.events.v1.TailEstimate;
import io.tailwatch.tails.sketch.SketchLayout;
import io.tailwatch.tails.sketch.TailSketch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.streams.state.HostInfo;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class PlotServiceTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What this instance knows and has. */
  private static final class OneWindow implements Windows {
    private Place place = new Place.Here(OptionalInt.of(0));
    private Optional<WindowSnapshot> window =
        Optional.of(WindowFixtures.studentT(SketchLayout.SIGNED));
    private boolean restoring;
    private Optional<CountDownLatch> hold = Optional.empty();
    private final AtomicInteger reading = new AtomicInteger();

    @Override
    public Place locate(SeriesKey key) {
      return place;
    }

    @Override
    public Optional<WindowSnapshot> read(SeriesKey key, OptionalInt partition)
        throws WindowsUnavailableException {
      if (restoring) {
        throw new WindowsUnavailableException("restoring", null);
      }
      reading.incrementAndGet();
      try {
        if (hold.isPresent()) {
          hold.get().await();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return window;
    }
  }

  private final OneWindow windows = new OneWindow();
  private final PlotService service =
      new PlotService(
          windows, new Relay(Duration.ofSeconds(1), Duration.ofSeconds(1)), "me:1", true);

  @Test
  void aHillPlotHasReadingsIntervalsTheCutAndTheRules() {
    JsonNode hill = found(PlotKind.HILL);
    assertThat(hill.at("/window/live").asBoolean()).isTrue();
    assertThat(hill.at("/window/instance").asText()).isEqualTo("me:1");
    assertThat(hill.at("/window/panes").asInt()).isEqualTo(WindowFixtures.PANES);
    assertThat(hill.at("/window/resolution").asText()).isEqualTo("bucket");
    assertThat(hill.get("reason").isNull()).isTrue();
    assertThat(hill.get("points")).hasSizeBetween(100, 200);
    long k = 0;
    for (JsonNode point : hill.get("points")) {
      assertThat(point.get("k").asLong()).isGreaterThan(k);
      k = point.get("k").asLong();
      assertThat(point.get("lower").isNull()).isEqualTo(k < 100);
      if (k >= 100) {
        assertThat(point.get("reading").asDouble())
            .isBetween(point.get("lower").asDouble(), point.get("upper").asDouble());
        assertThat(point.get("reason").isNull()).isTrue();
      }
    }
    // All samples are beyond the lowest edge.
    assertThat(k).isEqualTo((long) WindowFixtures.PANES * WindowFixtures.SAMPLES);
    JsonNode chosen = hill.get("chosen");
    assertThat(chosen.get("tailFraction").asDouble()).isBetween(0.015, 0.026);
    assertThat(chosen.get("reading").asDouble()).isBetween(2.4, 3.2);
    assertThat(hill.get("rules").findValuesAsText("rule"))
        .contains("fixed-fraction", "ks-min", "double-bootstrap");
    for (JsonNode rule : hill.get("rules")) {
      assertThat(rule.get("reading").isNull()).isNotEqualTo(rule.get("reason").isNull());
    }
    assertThat(hill.get("disagreement").asDouble()).isPositive();
  }

  @Test
  void fewerPointsAreDrawnWhenFewerAreWanted() {
    JsonNode hill = found(new PlotRequest(PlotKind.HILL, KEY, PROJECTION, 20));
    assertThat(hill.get("points")).hasSizeBetween(10, 20);
  }

  @Test
  void aSurvivalFunctionHasBothSidesTheFitAndTheCurvesOfTheory() {
    JsonNode ccdf = found(PlotKind.CCDF);
    assertThat(ccdf.get("sides").findValuesAsText("side")).containsExactly("abs", "right", "left");
    assertThat(ccdf.at("/fit/nu").asDouble()).isBetween(2.7, 3.3);
    assertThat(ccdf.at("/fit/resolution").asText()).isEqualTo("bucket");
    assertThat(ccdf.at("/theory/lower").asDouble()).isEqualTo(2.5);
    assertThat(ccdf.at("/theory/kesten").isNull()).isTrue();
    assertThat(ccdf.at("/theory/reason").asText()).isEqualTo("the Kesten index is not known");
    for (JsonNode side : ccdf.get("sides")) {
      double anchor = side.get("anchor").asDouble();
      double share = side.get("anchorSurvival").asDouble();
      double before = 1.1;
      for (JsonNode point : side.get("points")) {
        double survival = point.get("survival").asDouble();
        assertThat(survival).isPositive().isLessThan(before);
        before = survival;
        boolean tail = point.get("x").asDouble() >= anchor;
        assertThat(point.get("lower").isNull()).isEqualTo(!tail);
        assertThat(point.get("kesten").isNull()).isTrue();
        if (point.get("x").asDouble() == anchor) {
          assertThat(point.get("lower").asDouble() / share).isBetween(1 - 1e-9, 1 + 1e-9);
          assertThat(survival).isEqualTo(share);
        } else if (tail) {
          // The lower bound has the heavier tail.
          assertThat(point.get("lower").asDouble()).isGreaterThan(point.get("upper").asDouble());
        }
        if (point.get("count").asLong() > 1_000) {
          // 3 standard errors of 1,000 of 32,000 are a tenth.
          assertThat(point.get("fit").asDouble() / survival).isBetween(0.9, 1.1);
        }
      }
    }
  }

  @Test
  void quantilesStandBesideThoseOfTwoLaws() {
    JsonNode qq = found(PlotKind.QQ);
    assertThat(qq.at("/studentT/nu").asDouble()).isBetween(2.7, 3.3);
    assertThat(qq.at("/studentT/method").asText()).isEqualTo("ECME on bucket means");
    assertThat(qq.at("/alphaStable/alpha").asDouble()).isBetween(1.5, 1.75);
    assertThat(qq.get("points")).hasSizeBetween(100, 200);
    double first = qq.get("points").get(0).get("sample").asDouble();
    assertThat(first).isNegative();
    for (JsonNode point : qq.get("points")) {
      double probability = point.get("probability").asDouble();
      assertThat(probability).isStrictlyBetween(0.0, 1.0);
      if (probability > 0.01 && probability < 0.1) {
        assertThat(point.get("studentT").asDouble() / point.get("sample").asDouble())
            .isBetween(0.9, 1.1);
      }
    }
  }

  @Test
  void withoutSignsThereIsOneSide() {
    windows.window = Optional.of(WindowFixtures.studentT(SketchLayout.UNSIGNED));
    JsonNode ccdf = found(PlotKind.CCDF);
    assertThat(ccdf.get("sides").findValuesAsText("side")).containsExactly("abs");
    assertThat(ccdf.at("/window/signed").asBoolean()).isFalse();
    assertThat(ccdf.at("/fit/location").asDouble()).isZero();
    JsonNode qq = found(PlotKind.QQ);
    assertThat(qq.get("points").get(0).get("sample").asDouble()).isPositive();
    assertThat(qq.at("/alphaStable/beta").asDouble()).isZero();
  }

  @Test
  void aWindowWithoutPanesHasAReasonAndNoPoints() {
    windows.window = Optional.of(new WindowSnapshot(List.of(WindowFixtures.estimate()), List.of()));
    JsonNode hill = found(PlotKind.HILL);
    assertThat(hill.get("points")).isEmpty();
    assertThat(hill.get("chosen").isNull()).isTrue();
    assertThat(hill.get("reason").asText()).isEqualTo("the window holds no pane yet");
    JsonNode ccdf = found(PlotKind.CCDF);
    assertThat(ccdf.get("sides").get(0).get("points")).isEmpty();
    assertThat(ccdf.at("/fit/nu").isNull()).isTrue();
    assertThat(ccdf.at("/fit/reason").asText())
        .isEqualTo("too-few: needs at least 100 samples: were 0");
    assertThat(found(PlotKind.QQ).get("points")).isEmpty();
  }

  @Test
  void theSumIsThatOfThePanes() {
    var request = new PlotRequest(PlotKind.HILL, KEY, PROJECTION, 100);
    Drawing drawing = Drawing.of(request, windows.window.orElseThrow(), "me");
    TailSketch sum = drawing.panes().get(0);
    for (TailSketch pane : drawing.panes().subList(1, drawing.panes().size())) {
      sum = sum.plus(pane);
    }
    assertThat(drawing.sum()).isEqualTo(sum);
  }

  @Test
  void whatIsNotThereIsUnknown() {
    assertThat(answer(new PlotRequest(PlotKind.QQ, KEY, Observable.OBSERVABLE_NORM, 100)))
        .isEqualTo(
            new Unknown("series layer/1 of run a run has no observable norm: see /api/v1/runs"));
    windows.window = Optional.empty();
    assertThat(answer(PlotKind.HILL))
        .isEqualTo(new Unknown("there is no series layer/1 of run a run: see /api/v1/runs"));
  }

  @Test
  void whoseAddressNobodyKnowsCannotTellOfOthers() {
    windows.window = Optional.empty();
    var alone =
        new PlotService(
            windows, new Relay(Duration.ofSeconds(1), Duration.ofSeconds(1)), "me", false);
    PlotAnswer answer =
        alone.answer(new PlotRequest(PlotKind.HILL, KEY, PROJECTION, 100), Optional.empty(), false);
    assertThat(answer).isInstanceOf(Unavailable.class);
    assertThat(((Unavailable) answer).detail()).contains("--advertised-url");
  }

  @Test
  void whileStoresAreRestoredOrNobodyOwnsTheSeriesItIsUnavailable() {
    windows.restoring = true;
    assertThat(((Unavailable) answer(PlotKind.HILL)).detail()).startsWith("restoring: ");
    windows.place = new Place.Nowhere("Kafka Streams is REBALANCING");
    assertThat(answer(PlotKind.HILL)).isEqualTo(new Unavailable("Kafka Streams is REBALANCING"));
  }

  @Test
  void aRequestThatWasHandedOnIsNotHandedOnAgain() {
    windows.place = new Place.There(new HostInfo("other", 9));
    PlotAnswer answer =
        service.answer(
            new PlotRequest(PlotKind.HILL, KEY, PROJECTION, 100), Optional.empty(), true);
    assertThat(answer)
        .isEqualTo(
            new Unavailable(
                "the series is moving from one instance to another: this one, me:1, says that"
                    + " other:9 owns it"));
  }

  @Test
  void onlySoManyPlotsAreDrawnAtATime() throws Exception {
    int turns = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    var latch = new CountDownLatch(1);
    windows.hold = Optional.of(latch);
    ExecutorService threads = Executors.newFixedThreadPool(turns);
    try {
      List<Future<PlotAnswer>> drawn = new ArrayList<>();
      for (int i = 0; i < turns; i++) {
        drawn.add(threads.submit(() -> answer(PlotKind.HILL)));
      }
      Awaitility.await().until(() -> windows.reading.get() == turns);
      assertThat(answer(PlotKind.HILL))
          .isEqualTo(new Unavailable("too many plots are being drawn: try again in a moment"));
      latch.countDown();
      for (Future<PlotAnswer> each : drawn) {
        assertThat(each.get()).isInstanceOf(Found.class);
      }
      assertThat(answer(PlotKind.HILL)).isInstanceOf(Found.class);
    } finally {
      latch.countDown();
      threads.shutdown();
    }
  }

  private JsonNode found(PlotKind kind) {
    return found(new PlotRequest(kind, KEY, PROJECTION, PlotRequest.DEFAULT_POINTS));
  }

  private JsonNode found(PlotRequest request) {
    PlotAnswer answer = answer(request);
    assertThat(answer).isInstanceOf(Found.class);
    JsonNode json = JSON.valueToTree(((Found) answer).view());
    assertThat(json.toString()).doesNotContain("NaN").doesNotContain("Infinity");
    return json;
  }

  private PlotAnswer answer(PlotKind kind) {
    return answer(new PlotRequest(kind, KEY, PROJECTION, PlotRequest.DEFAULT_POINTS));
  }

  private PlotAnswer answer(PlotRequest request) {
    return service.answer(request, Optional.empty(), false);
  }

  /** An estimate that has never had a tail fraction has no cut. */
  @Test
  void withoutACutThereIsNoAnchor() {
    TailEstimate bare = WindowFixtures.estimate().toBuilder().clearNominalTailFraction().build();
    windows.window =
        Optional.of(
            new WindowSnapshot(
                List.of(bare), WindowFixtures.studentT(SketchLayout.SIGNED).panes()));
    JsonNode side = found(PlotKind.CCDF).get("sides").get(0);
    assertThat(side.get("anchor").isNull()).isTrue();
    assertThat(side.get("points")).allSatisfy(p -> assertThat(p.get("lower").isNull()).isTrue());
  }
}
