// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.tailwatch.analyzer.fixtures.Batches;
import io.tailwatch.analyzer.observe.LiveSeries;
import io.tailwatch.analyzer.state.StateSerdes;
import io.tailwatch.analyzer.state.v1.LivePaneState;
import io.tailwatch.events.v1.IterateBatch;
import io.tailwatch.events.v1.Observable;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What {@link DeferredStore} does, and that Kafka Streams still flushes it before it commits: a
 * version that no longer does must fail here.
 */
class DeferredStoreTest {
  @TempDir private Path directory;

  @Test
  void everyCommitWritesWhatHasChangedToTheChangelog() {
    List<IterateBatch> batches =
        Batches.split(
            "s",
            0,
            Batches.studentT(3, 600, 4),
            50,
            Batches.descriptor(200, 4, Observable.OBSERVABLE_IDENTITY).build());
    var mirror = new LiveSeries();
    try (var harness = new Harness(directory)) {
      var changelog =
          harness.driver.createOutputTopic(
              "tailwatch-live-panes-changelog",
              new StringDeserializer(),
              StateSerdes.of(LivePaneState.parser()).deserializer());
      for (IterateBatch batch : batches) {
        // The driver commits after every record.
        harness.send(batch);
        mirror.accept(batch);
        assertThat(changelog.readKeyValuesToList())
            .singleElement()
            .satisfies(
                written -> {
                  assertThat(written.key).isEqualTo("run/s");
                  assertThat(written.value.getSeenAtMillis()).isPositive();
                  assertThat(written.value.toBuilder().clearSeenAtMillis().build())
                      .isEqualTo(mirror.live());
                });
      }
    }
  }

  @Test
  void aValueIsAskedForOnceForEachFlushHoweverOftenItChanged() {
    DeferredStore<Integer> store = store();
    var asked = new AtomicInteger();
    for (int i = 0; i < 5; i++) {
      store.changed("a", asked::incrementAndGet);
    }
    assertThat(store.get("a")).isNull();
    store.flushCache();
    assertThat(store.get("a")).isEqualTo(1);
    store.flushCache();
    assertThat(asked).hasValue(1);
  }

  @Test
  void anAbortForgetsWhatWasNotFlushed() {
    DeferredStore<Integer> store = store();
    store.changed("a", () -> 1);
    store.clearCache();
    store.flushCache();
    assertThat(store.all().hasNext()).isFalse();
  }

  @Test
  void aDeletedKeyIsGoneWhetherItWasFlushedOrNot() {
    DeferredStore<Integer> store = store();
    store.changed("a", () -> 1);
    store.flushCache();
    store.changed("a", () -> 2);
    store.delete("a");
    store.flushCache();
    assertThat(store.get("a")).isNull();
  }

  private static DeferredStore<Integer> store() {
    var store =
        DeferredStore.before(
                Stores.keyValueStoreBuilder(
                        Stores.inMemoryKeyValueStore("numbers"), Serdes.String(), Serdes.Integer())
                    .withLoggingEnabled(Map.of()))
            .withLoggingDisabled()
            .build();
    var context = new MockProcessorContext<String, Integer>();
    StateStore root = store;
    store.init(context.getStateStoreContext(), root);
    return store;
  }
}
