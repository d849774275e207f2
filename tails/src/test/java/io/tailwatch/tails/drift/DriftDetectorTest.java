// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every detector. */
class DriftDetectorTest {
  static Stream<DriftDetector> detectors() {
    return Stream.of(new Cusum(), new PageHinkley());
  }

  @ParameterizedTest
  @MethodSource("detectors")
  void theFirstBlocksMakeTheBaseline(DriftDetector detector) {
    Levels levels = new Levels(1);
    DriftState state = levels.feed(detector, detector.start(), 3, 31);
    assertThat(detector.armed(state)).isFalse();
    assertThat(detector.score(state)).isZero();
    state = levels.feed(detector, state, 3, 1);
    assertThat(detector.armed(state)).isTrue();
    assertThat(state.baseline().blocks()).isEqualTo(32);
    // Three standard errors of a mean of 32.
    assertThat(state.baseline().mean())
        .isCloseTo(Math.log(3), within(3 * Levels.ERROR / Math.sqrt(32)));
  }

  /** The study's rate is 1e-7 per block; an alarm in 200 series of 500 blocks would disprove it. */
  @ParameterizedTest
  @MethodSource("detectors")
  void steadySeriesStaySilent(DriftDetector detector) {
    for (int seed = 0; seed < 200; seed++) {
      Levels levels = new Levels(seed);
      DriftState state = levels.feed(detector, detector.start(), 2.5, 532);
      assertThat(state.alarm()).as("seed %d", seed).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("detectors")
  void aHeavierTailIsFoundWithItsBeginning(DriftDetector detector) {
    Levels levels = new Levels(2);
    DriftState state = levels.feed(detector, levels.learnt(detector, 5), 5, 100);
    assertThat(state.alarm()).isEmpty();
    state = levels.feed(detector, state, 3, 4);
    Alarm alarm = state.alarm().orElseThrow();
    assertThat(alarm.direction()).isEqualTo(Direction.HEAVIER);
    assertThat(alarm.since()).isEqualTo(132);
    assertThat(alarm.raised()).isBetween(133L, 135L);
    // Mean of two to four blocks: three standard errors.
    assertThat(alarm.reading()).isCloseTo(3, within(3 * 3 * Levels.ERROR));
    assertThat(detector.score(state)).isGreaterThanOrEqualTo(1);
    assertThat(detector.pValue(state)).isLessThan(1e-5);
  }

  @ParameterizedTest
  @MethodSource("detectors")
  void aLighterTailIsFound(DriftDetector detector) {
    Levels levels = new Levels(3);
    DriftState state = levels.feed(detector, levels.learnt(detector, 3), 5, 4);
    Alarm alarm = state.alarm().orElseThrow();
    assertThat(alarm.direction()).isEqualTo(Direction.LIGHTER);
    assertThat(alarm.since()).isEqualTo(32);
  }

  @ParameterizedTest
  @MethodSource("detectors")
  void bothDirectionsAreTreatedAlike(DriftDetector detector) {
    Levels one = new Levels(4);
    Levels other = new Levels(4);
    DriftState down = detector.start();
    DriftState up = detector.start();
    for (int i = 0; i < 60; i++) {
      double level = i < 40 ? 0 : -0.12;
      double noise = Math.log(one.at(1).reading());
      down = detector.next(down, new BlockReading(Math.exp(level + noise), Levels.ERROR));
      noise = Math.log(other.at(1).reading());
      up = detector.next(up, new BlockReading(Math.exp(-level - noise), Levels.ERROR));
      // The logarithm of an exponential rounds.
      assertThat(up.lighter().score()).isCloseTo(down.heavier().score(), within(1e-9));
      assertThat(up.heavier().score()).isCloseTo(down.lighter().score(), within(1e-9));
    }
    assertThat(down.heavier().score()).isPositive();
  }

  @ParameterizedTest
  @MethodSource("detectors")
  void readingsTimesAConstantGiveTheSameScores(DriftDetector detector) {
    DriftState plain = new Levels(5).learnt(detector, 1);
    DriftState scaled = new Levels(5).learnt(detector, 4);
    Levels one = new Levels(6);
    Levels other = new Levels(6);
    for (int i = 0; i < 50; i++) {
      plain = detector.next(plain, one.at(0.9));
      scaled = detector.next(scaled, other.at(3.6));
      assertThat(scaled.heavier().score()).isCloseTo(plain.heavier().score(), within(1e-9));
    }
  }

  @ParameterizedTest
  @MethodSource("detectors")
  void noSingleBlockRaisesAnAlarm(DriftDetector detector) {
    DriftState state = new Levels(7).learnt(detector, 3);
    for (double reading : new double[] {1e-300, 1e300}) {
      DriftState far = detector.next(state, new BlockReading(reading, 0.01));
      assertThat(far.alarm()).isEmpty();
      assertThat(detector.score(far)).isEqualTo(0.75);
      assertThat(detector.next(far, new BlockReading(reading, 0.01)).alarm()).isPresent();
    }
  }

  /** One long excursion: far off, and its error says so. */
  @ParameterizedTest
  @MethodSource("detectors")
  void aBlockWithALargeErrorCountsForLess(DriftDetector detector) {
    DriftState state = new Levels(8).learnt(detector, 3);
    double sure = detector.next(state, new BlockReading(2, 0.05)).heavier().score();
    double unsure = detector.next(state, new BlockReading(2, 0.2)).heavier().score();
    double blind = detector.next(state, new BlockReading(2, 0.5)).heavier().score();
    assertThat(sure).isGreaterThan(unsure);
    assertThat(unsure).isPositive();
    assertThat(blind).isZero();
  }

  @ParameterizedTest
  @MethodSource("detectors")
  void anAlarmIsRaisedOnceAndStaysUntilARestart(DriftDetector detector) {
    Levels levels = new Levels(9);
    DriftState state = levels.feed(detector, levels.learnt(detector, 5), 3, 6);
    Alarm alarm = state.alarm().orElseThrow();
    for (double level : new double[] {3, 1, 9, 5}) {
      state = levels.feed(detector, state, level, 10);
      assertThat(state.alarm()).contains(alarm);
    }
    assertThat(state.baseline().reading()).isCloseTo(5, within(0.3));
    DriftState again = detector.restart(state, state.baseline());
    assertThat(again.alarm()).isEmpty();
    assertThat(again.blocks()).isEqualTo(state.blocks());
    assertThat(levels.feed(detector, again, 3, 6).alarm()).isPresent();
  }

  @ParameterizedTest
  @MethodSource("detectors")
  void aStableNewLevelBecomesTheBaseline(DriftDetector detector) {
    Levels levels = new Levels(10);
    DriftState state = levels.learnt(detector, 5);
    while (state.alarm().isEmpty()) {
      state = levels.feed(detector, state, 3, 1);
    }
    state = levels.feed(detector, state, 3, 31);
    assertThat(detector.settled(state)).isEmpty();
    state = levels.feed(detector, state, 3, 1);
    Baseline settled = detector.settled(state).orElseThrow();
    assertThat(settled.blocks()).isEqualTo(32);
    assertThat(settled.reading()).isCloseTo(3, within(3 * 3 * Levels.ERROR / Math.sqrt(32)));
    DriftState next = detector.restart(state, settled);
    assertThat(detector.armed(next)).isTrue();
    assertThat(levels.feed(detector, next, 3, 300).alarm()).isEmpty();
    assertThat(levels.feed(detector, next, 5, 6).alarm()).isPresent();
  }

  @ParameterizedTest
  @MethodSource("detectors")
  void aLevelThatStillMovesIsNotSettled(DriftDetector detector) {
    Levels levels = new Levels(11);
    DriftState state = levels.feed(detector, levels.learnt(detector, 5), 3, 6);
    for (int i = 0; i < 64; i++) {
      state = levels.feed(detector, state, 3 * Math.exp(-0.02 * i), 1);
      assertThat(detector.settled(state)).isEmpty();
    }
    // It stops at last: what was seen on the way must not delay it for ever.
    state = levels.feed(detector, state, 0.8, 64);
    assertThat(detector.settled(state)).isPresent();
  }

  @ParameterizedTest
  @MethodSource("detectors")
  void missingBlocksAreCountedAndChangeNothingElse(DriftDetector detector) {
    Levels levels = new Levels(12);
    DriftState state = levels.feed(detector, levels.learnt(detector, 5), 4.5, 1);
    DriftState skipped = detector.skip(detector.skip(state));
    assertThat(skipped.missing()).isEqualTo(2);
    assertThat(skipped.blocks()).isEqualTo(35);
    assertThat(skipped.baseline()).isEqualTo(state.baseline());
    assertThat(skipped.strongest()).isEqualTo(state.strongest());
    assertThat(levels.feed(detector, skipped, 3, 5).alarm().orElseThrow().raised())
        .isGreaterThanOrEqualTo(35);
    // Neither do they fill a baseline.
    assertThat(detector.skip(detector.start()).baseline().blocks()).isZero();
  }

  @ParameterizedTest
  @MethodSource("detectors")
  void equalBlocksGiveEqualBits(DriftDetector detector) {
    assertThat(replay(detector)).isEqualTo(replay(detector));
  }

  private static List<DriftState> replay(DriftDetector detector) {
    Levels levels = new Levels(13);
    List<DriftState> states = new ArrayList<>();
    DriftState state = detector.start();
    for (int i = 0; i < 100; i++) {
      state = detector.next(state, levels.at(i < 60 ? 3 : 2.5));
      states.add(state);
    }
    return states;
  }

  /** Equal readings with no error: nothing is known to be off until something is. */
  @ParameterizedTest
  @MethodSource("detectors")
  void constantReadingsStaySilent(DriftDetector detector) {
    DriftState state = detector.start();
    for (int i = 0; i < 100; i++) {
      state = detector.next(state, new BlockReading(2, 0));
    }
    assertThat(state.alarm()).isEmpty();
    assertThat(detector.score(state)).isZero();
    assertThat(detector.pValue(state)).isEqualTo(1);
    // 1 % is the least error that is believed: half of it is nothing.
    assertThat(detector.score(detector.next(state, new BlockReading(2.01, 0)))).isZero();
    assertThat(detector.score(detector.next(state, new BlockReading(2.2, 0)))).isPositive();
  }
}
