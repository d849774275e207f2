// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.health;

import io.tailwatch.analyzer.health.Health.Checks;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KafkaStreams.State;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks how a Kafka Streams application is. Thread-safe. */
public final class HealthCheck {
  private static final Logger LOG = LoggerFactory.getLogger(HealthCheck.class);

  private final KafkaStreams streams;
  private final String store;
  private final Predicate<TopicPartition> feedsStore;
  private final BooleanSupplier readBack;
  private final ProgressWatch watch = new ProgressWatch();
  private boolean warned;

  /**
   * A check.
   *
   * @param store one that can be queried wherever there is a task with it
   * @param feedsStore whether a task that reads this partition has that store
   * @param readBack whether the committed output has been read back
   */
  public HealthCheck(
      KafkaStreams streams,
      String store,
      Predicate<TopicPartition> feedsStore,
      BooleanSupplier readBack) {
    this.streams = streams;
    this.store = store;
    this.feedsStore = feedsStore;
    this.readBack = readBack;
  }

  /** How it is now. */
  public Health health() {
    State state = streams.state();
    boolean running = state == State.RUNNING;
    boolean live = state != State.ERROR && state != State.NOT_RUNNING;
    boolean queryable = running && storesQueryable();
    boolean caughtUp = readBack.getAsBoolean();
    List<String> causes = new ArrayList<>();
    if (!running) {
      causes.add("Kafka Streams is " + state);
    } else if (!queryable) {
      causes.add("state stores are being restored or moved");
    }
    if (!caughtUp) {
      causes.add("the committed output is still being read back");
    }
    return new Health(
        live, causes.isEmpty(), causes, new Checks(state.name(), queryable, caughtUp, progress()));
  }

  /** An instance without tasks has nothing to answer for, and is ready to take over. */
  private boolean storesQueryable() {
    try {
      boolean hasStore =
          streams.metadataForLocalThreads().stream()
              .flatMap(thread -> thread.activeTasks().stream())
              .flatMap(task -> task.topicPartitions().stream())
              .anyMatch(feedsStore);
      if (hasStore) {
        streams.store(
            StoreQueryParameters.fromNameAndType(
                store, QueryableStoreTypes.<Object, Object>keyValueStore()));
      }
      return true;
    } catch (InvalidStateStoreException | IllegalStateException e) {
      // It runs no more, or the task has just gone.
      return false;
    }
  }

  private synchronized Progress progress() {
    ConsumerSamples samples = ConsumerSamples.of(streams.metrics());
    Progress progress =
        watch.look(samples.lag(), samples.consumed(), samples.pollAge(), System.nanoTime());
    boolean stuck = progress.state() == Progress.State.STUCK;
    if (stuck && !warned) {
      LOG.warn(
          "No record was consumed for {} s with {} to consume: look at the broker and at the log"
              + " of the stream threads",
          Math.max(progress.secondsWithoutProgress(), ProgressWatch.LIMIT.toSeconds()),
          progress.lag());
    }
    warned = stuck;
    return progress;
  }
}
