// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tailwatch.analyzer.observe.LiveSeries;
import io.tailwatch.events.EventLimits;
import io.tailwatch.events.v1.IterateBatch;
import io.tailwatch.events.v1.Observable;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WorkloadTest {
  private static Workload load(int series, int records, Observable observable) {
    return new Workload(series, records, 16, 8, 100, 32, observable, 2);
  }

  @Test
  void recordsAreDealtToTheSeriesInTurn() {
    Workload load = load(3, 11, Observable.OBSERVABLE_IDENTITY);
    assertThat(load.recordsOf(0)).isEqualTo(4);
    assertThat(load.recordsOf(1)).isEqualTo(4);
    assertThat(load.recordsOf(2)).isEqualTo(3);
    assertThat(load.recordBytes()).isEqualTo(16 * 8 * 4);
    assertThat(load.key(0)).isNotEqualTo(load.key(1));
  }

  @Test
  void firstStepsAreSpreadOverAPane() {
    Workload load = load(10, 10, Observable.OBSERVABLE_IDENTITY);
    assertThat(load.firstStep(0)).isZero();
    for (int i = 0; i < load.series(); i++) {
      assertThat(load.firstStep(i)).isBetween(0L, 99L);
      assertThat(load.firstStep(i) % load.stepsPerRecord()).isZero();
    }
    assertThat(load.firstStep(9)).isGreaterThan(load.firstStep(5));
  }

  @ParameterizedTest
  @EnumSource(
      value = Observable.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"OBSERVABLE_UNSPECIFIED", "UNRECOGNIZED"})
  void batchesKeepTheContractAndCloseAsManyPanesAsTheLoadSays(Observable observable) {
    Workload load = load(3, 100, observable);
    var batches = new WorkloadBatches(load);
    var series = new LiveSeries[load.series()];
    Arrays.setAll(series, i -> new LiveSeries());
    long closed = 0;
    for (int n = 0; n < load.records(); n++) {
      int index = n % load.series();
      int record = n / load.series();
      IterateBatch batch = batches.batch(index, record, 7);
      EventLimits.defaults().check(batch);
      int panes = series[index].accept(batch).size();
      assertThat(panes > 0).isEqualTo(batches.closesPane(index, record));
      assertThat(batch.getTakenAtMillis()).isEqualTo(7);
      closed += panes;
    }
    assertThat(closed).isEqualTo(load.closedPanes()).isGreaterThan(10);
    assertThat(series[0].newestStep()).isEqualTo(load.recordsOf(0) * 16L - 1);
  }

  @Test
  void theDescriptorComesWithEveryPane() {
    Workload load = load(1, 100, Observable.OBSERVABLE_NORM);
    var batches = new WorkloadBatches(load);
    long described = 0;
    for (int record = 0; record < load.records(); record++) {
      described += batches.batch(0, record, 0).hasSeriesDescriptor() ? 1 : 0;
    }
    assertThat(described).isEqualTo(load.closedPanes());
  }

  @Test
  void impossibleNumbersAreNamed() {
    assertThatThrownBy(() -> load(5, 4, Observable.OBSERVABLE_NORM))
        .hasMessage("records must be at least 5: was 4");
    assertThatThrownBy(() -> load(0, 4, Observable.OBSERVABLE_NORM))
        .hasMessage("series must be at least 1: was 0");
  }
}
