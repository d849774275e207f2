// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.tail;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the tail starts, and whether it has come as far as the topics went at that moment:
 *
 * <ul>
 *   <li>the directory of runs from its beginning: it is compacted;
 *   <li>the changelog of the windows from its beginning: it is compacted, holds the last estimates
 *       of every series the analyzer knows, however long ago they were made, and tells when one is
 *       forgotten;
 *   <li>the changelog of the alerts of runs from its beginning to its end at the start;
 *   <li>estimates and alerts {@value #BACKLOG} records before the end of each partition.
 * </ul>
 *
 * <p>Streams makes the changelogs when an application is first started; that of the windows is
 * looked for until it is there. One thread; {@link #done} and {@link #isLive} may be asked by any.
 */
final class ReadBack {
  static final int BACKLOG = 10_000;

  private static final Logger LOG = LoggerFactory.getLogger(ReadBack.class);
  private static final long LOOK_NANOS = Duration.ofSeconds(2).toNanos();

  private final Consumer<String, byte[]> consumer;
  private final TailTopics topics;
  private final Runnable onDone;
  private final List<TopicPartition> kept = new ArrayList<>();
  private final Set<TopicPartition> once = new HashSet<>();
  private final Map<TopicPartition, Long> ends = new HashMap<>();
  private final CatchUp catchUp;
  private final long startedNanos = System.nanoTime();
  private final boolean knowsSeries;
  private boolean readsWindows;
  private boolean readsOnce;
  private long lookedNanos = startedNanos;
  private volatile boolean done;

  /**
   * Assigns and seeks.
   *
   * @param onDone called once, when the ends at the start have been reached, if the state of the
   *     analyzer was there to be read
   */
  ReadBack(Consumer<String, byte[]> consumer, TailTopics topics, Runnable onDone) {
    this.consumer = consumer;
    this.topics = topics;
    this.onDone = onDone;
    List<TopicPartition> results = partitions(topics.estimates());
    results.addAll(partitions(topics.alerts()));
    List<TopicPartition> whole = partitions(topics.windows());
    knowsSeries = !whole.isEmpty();
    readsWindows = knowsSeries;
    whole.addAll(partitions(topics.runs()));
    kept.addAll(results);
    kept.addAll(whole);
    once.addAll(partitions(topics.runAlerts()));
    readsOnce = !once.isEmpty();
    whole.addAll(once);
    List<TopicPartition> all = new ArrayList<>(kept);
    all.addAll(once);
    consumer.assign(all);
    // The ends of the results first: the state of what is committed later is read, or comes later.
    ends.putAll(consumer.endOffsets(results));
    ends.putAll(consumer.endOffsets(whole));
    Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(all);
    whole.forEach(partition -> consumer.seek(partition, beginnings.get(partition)));
    results.forEach(
        partition ->
            consumer.seek(
                partition, Math.max(beginnings.get(partition), ends.get(partition) - BACKLOG)));
    catchUp = new CatchUp(ends);
  }

  private List<TopicPartition> partitions(String topic) {
    List<PartitionInfo> found = consumer.partitionsFor(topic);
    List<TopicPartition> partitions = new ArrayList<>();
    if (found != null) {
      found.forEach(info -> partitions.add(new TopicPartition(topic, info.partition())));
    }
    return partitions;
  }

  /** To be called after each poll. */
  void look() {
    if (!done) {
      catchUp.look(consumer::position);
      if (readsOnce && !catchUp.ahead(once)) {
        readsOnce = false;
        consumer.assign(kept);
      }
      if (catchUp.done()) {
        finish();
      }
    } else if (!readsWindows && System.nanoTime() - lookedNanos > LOOK_NANOS) {
      lookedNanos = System.nanoTime();
      readWindows();
    }
  }

  private void finish() {
    if (knowsSeries) {
      onDone.run();
    }
    done = true;
    LOG.info(
        "Read the committed output back in {} ms",
        Duration.ofNanos(System.nanoTime() - startedNanos).toMillis());
  }

  private void readWindows() {
    List<TopicPartition> windows = partitions(topics.windows());
    if (!windows.isEmpty()) {
      readsWindows = true;
      kept.addAll(windows);
      consumer.assign(kept);
      consumer.seekToBeginning(windows);
    }
  }

  /** Whether the ends at the start have been reached. */
  boolean done() {
    return done;
  }

  /** Whether a record was committed after the start. */
  boolean isLive(TopicPartition partition, long offset) {
    return offset >= ends.getOrDefault(partition, 0L);
  }
}
