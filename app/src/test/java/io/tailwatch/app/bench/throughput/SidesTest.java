// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.bench.throughput;

import static org.assertj.core.api.Assertions.assertThat;

import io.tailwatch.app.bench.load.Workload;
import io.tailwatch.app.bench.pass.Variant;
import io.tailwatch.events.v1.Observable;
import java.util.List;
import org.junit.jupiter.api.Test;

class SidesTest {
  private static final Sides.Load LOAD =
      new Sides.Load(512, 16, 3125, 32, Observable.OBSERVABLE_IDENTITY);

  private static List<ThroughputPlan.Topic> topics(
      List<Integer> sizes, List<Integer> series, List<Integer> threads, boolean everything) {
    return new Sides(sizes, series, threads, List.of(Variant.values()), everything, LOAD).topics();
  }

  @Test
  void onlyOneOfThemVariesAtATime() {
    List<ThroughputPlan.Topic> topics =
        topics(List.of(1, 4, 16, 64), List.of(1, 64, 1024), List.of(1, 2), false);
    assertThat(topics)
        .extracting(topic -> List.of(topic.load().recordBytes() >> 10, topic.load().series()))
        .containsExactly(
            List.of(1, 64),
            List.of(4, 64),
            List.of(16, 1),
            List.of(16, 64),
            List.of(16, 1024),
            List.of(64, 64));
    assertThat(topics).allMatch(topic -> topic.columns().size() == (isUsual(topic.load()) ? 8 : 4));
  }

  private static boolean isUsual(Workload load) {
    return load.recordBytes() == 16 << 10 && load.series() == 64;
  }

  @Test
  void everythingIsCombinedWhenAskedFor() {
    List<ThroughputPlan.Topic> topics =
        topics(List.of(1, 4, 16, 64), List.of(1, 64, 1024), List.of(1, 2), true);
    assertThat(topics).hasSize(12).allMatch(topic -> topic.columns().size() == 8);
  }

  @Test
  void withoutTheUsualOnesTheLastOnesStay() {
    assertThat(topics(List.of(4, 64), List.of(2, 8), List.of(2), false))
        .extracting(topic -> List.of(topic.load().recordBytes() >> 10, topic.load().series()))
        .containsExactly(List.of(4, 8), List.of(64, 2), List.of(64, 8));
  }

  @Test
  void aTopicIsBoundedInBytesAndInRecords() {
    assertThat(topics(List.of(64), List.of(1), List.of(1), false).get(0).load().records())
        .isEqualTo(512 * 16);
    assertThat(topics(List.of(1), List.of(1), List.of(1), false).get(0).load().records())
        .isEqualTo(1 << 18);
  }
}
