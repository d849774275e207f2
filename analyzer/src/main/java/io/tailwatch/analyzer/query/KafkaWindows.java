// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.query;

import io.tailwatch.events.SeriesKey;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KeyQueryMetadata;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.HostInfo;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/**
 * The windows in the state stores of Kafka Streams; whoever owns a series is known by its {@code
 * application.server}. Reads see what is not committed yet. Thread-safe.
 */
final class KafkaWindows implements Windows {
  private final KafkaStreams streams;
  private final StoreNames stores;
  private final Optional<HostInfo> self;

  /**
   * Windows of an application.
   *
   * @param self where other instances reach this one; empty when they cannot
   */
  KafkaWindows(KafkaStreams streams, StoreNames stores, Optional<HostInfo> self) {
    this.streams = streams;
    this.stores = stores;
    this.self = self;
  }

  @Override
  public Place locate(SeriesKey key) {
    if (self.isEmpty()) {
      return new Place.Here(OptionalInt.empty());
    }
    KeyQueryMetadata owner;
    try {
      // Both stores belong to one task, and its records are keyed by run and series.
      owner = streams.queryMetadataForKey(stores.panes(), key.encode(), new StringSerializer());
    } catch (IllegalStateException | InvalidStateStoreException e) {
      return new Place.Nowhere("Kafka Streams is " + streams.state());
    }
    if (owner == null || owner.equals(KeyQueryMetadata.NOT_AVAILABLE)) {
      return new Place.Nowhere("the series is being assigned to an instance");
    }
    return owner.activeHost().equals(self.get())
        ? new Place.Here(OptionalInt.of(owner.partition()))
        : new Place.There(owner.activeHost());
  }

  @Override
  public Optional<WindowSnapshot> read(SeriesKey key, OptionalInt partition)
      throws WindowsUnavailableException {
    try {
      return StoredWindow.read(
          store(stores.windows(), partition), store(stores.panes(), partition), key.encode());
    } catch (InvalidStateStoreException e) {
      throw new WindowsUnavailableException(
          "the windows of this instance cannot be read now (%s)"
              .formatted(e.getClass().getSimpleName()),
          e);
    }
  }

  private <V> ReadOnlyKeyValueStore<String, V> store(String name, OptionalInt partition) {
    StoreQueryParameters<ReadOnlyKeyValueStore<String, V>> wanted =
        StoreQueryParameters.fromNameAndType(name, QueryableStoreTypes.keyValueStore());
    return streams.store(
        partition.isPresent() ? wanted.withPartition(partition.getAsInt()) : wanted);
  }
}
