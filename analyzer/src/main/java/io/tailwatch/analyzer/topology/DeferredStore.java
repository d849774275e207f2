// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.topology;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.query.Position;
import org.apache.kafka.streams.query.PositionBound;
import org.apache.kafka.streams.query.Query;
import org.apache.kafka.streams.query.QueryConfig;
import org.apache.kafka.streams.query.QueryResult;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.internals.CacheFlushListener;
import org.apache.kafka.streams.state.internals.CachedStateStore;

/**
 * A store for values that change with every record and are costly to write: it is told which keys
 * have changed, and asks for their values when its cache is flushed. That is before every commit of
 * the offsets, and within its transaction, so that whatever is committed is in the changelog, once
 * for each key and commit.
 *
 * <p>Kafka Streams flushes before a commit only what is a {@link CachedStateStore}, which is
 * internal: this class is the only one that knows it. After an abort the task is closed without a
 * flush, and what had changed is gone with the processor that held it.
 *
 * <p>Changes by the stream thread only. Reads see what was flushed last, are thread-safe, and
 * include no value that is still being changed: other threads may query.
 */
final class DeferredStore<V>
    implements StateStore, CachedStateStore<String, V>, ReadOnlyKeyValueStore<String, V> {
  private final KeyValueStore<String, V> flushed;
  private final Map<String, Supplier<V>> changed = new LinkedHashMap<>();

  private DeferredStore(KeyValueStore<String, V> flushed) {
    this.flushed = flushed;
  }

  /** A deferred store in front of another, whose own cache would be of no use. */
  static <V> StoreBuilder<DeferredStore<V>> before(StoreBuilder<KeyValueStore<String, V>> inner) {
    return new Builder<>(inner);
  }

  /**
   * The value of a key has changed.
   *
   * @param value gives the value of the moment in which it is called: later, by this thread
   */
  void changed(String key, Supplier<V> value) {
    changed.put(key, value);
  }

  /** Writes the value of one key now, if it has changed. */
  void flush(String key) {
    Supplier<V> value = changed.remove(key);
    if (value != null) {
      flushed.put(key, value.get());
    }
  }

  /** Deletes a key at once. */
  void delete(String key) {
    changed.remove(key);
    flushed.delete(key);
  }

  @Override
  public void flushCache() {
    changed.forEach((key, value) -> flushed.put(key, value.get()));
    changed.clear();
  }

  @Override
  public void clearCache() {
    changed.clear();
  }

  @Override
  public boolean setFlushListener(CacheFlushListener<String, V> listener, boolean sendOldValues) {
    return false;
  }

  @Override
  public String name() {
    return flushed.name();
  }

  @Override
  public void init(StateStoreContext context, StateStore root) {
    flushed.init(context, root);
  }

  @Override
  public void commit(Map<TopicPartition, Long> offsets) {
    flushed.commit(offsets);
  }

  @Override
  public Long committedOffset(TopicPartition partition) {
    return flushed.committedOffset(partition);
  }

  @Override
  @SuppressWarnings("deprecation") // still asked, until Kafka Streams takes it away
  public boolean managesOffsets() {
    return flushed.managesOffsets();
  }

  @Override
  public void close() {
    changed.clear();
    flushed.close();
  }

  @Override
  public boolean persistent() {
    return flushed.persistent();
  }

  @Override
  public boolean isOpen() {
    return flushed.isOpen();
  }

  @Override
  public <R> QueryResult<R> query(Query<R> query, PositionBound bound, QueryConfig config) {
    return flushed.query(query, bound, config);
  }

  @Override
  public Position getPosition() {
    return flushed.getPosition();
  }

  @Override
  public V get(String key) {
    return flushed.get(key);
  }

  @Override
  public KeyValueIterator<String, V> range(String from, String to) {
    return flushed.range(from, to);
  }

  @Override
  public KeyValueIterator<String, V> all() {
    return flushed.all();
  }

  @Override
  public long approximateNumEntries() {
    return flushed.approximateNumEntries();
  }

  private record Builder<V>(StoreBuilder<KeyValueStore<String, V>> inner)
      implements StoreBuilder<DeferredStore<V>> {
    @Override
    public StoreBuilder<DeferredStore<V>> withCachingEnabled() {
      return this;
    }

    @Override
    public StoreBuilder<DeferredStore<V>> withCachingDisabled() {
      return this;
    }

    @Override
    public StoreBuilder<DeferredStore<V>> withLoggingEnabled(Map<String, String> config) {
      inner.withLoggingEnabled(config);
      return this;
    }

    @Override
    public StoreBuilder<DeferredStore<V>> withLoggingDisabled() {
      inner.withLoggingDisabled();
      return this;
    }

    @Override
    public DeferredStore<V> build() {
      return new DeferredStore<>(inner.build());
    }

    @Override
    public Map<String, String> logConfig() {
      return inner.logConfig();
    }

    @Override
    public boolean loggingEnabled() {
      return inner.loggingEnabled();
    }

    @Override
    public String name() {
      return inner.name();
    }
  }
}
