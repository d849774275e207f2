// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.tail;

import com.google.protobuf.InvalidProtocolBufferException;
import io.tailwatch.events.v1.RunDescriptor;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * The directory of runs: their entries as bytes, the least recently written first, and when entries
 * were deleted. Bounded; guarded by {@link Latest}.
 */
final class Directory {
  /** Deletions that are remembered, so that older records read later do not bring a run back. */
  static final int MAX_DELETIONS = 10_000;

  private static final int OVERHEAD = 250;

  private record Entry(byte[] bytes, long millis) {
    long weight() {
      return bytes.length + OVERHEAD;
    }
  }

  private final long maxWeight;
  private final Consumer<String> onChange;
  private final Map<String, Entry> entries = new LinkedHashMap<>();
  private final Map<String, Long> deletions =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
          return size() > MAX_DELETIONS;
        }
      };
  private long weight;

  /**
   * An empty one.
   *
   * @param onChange told the run whose entry was written, or has gone
   */
  Directory(long maxWeight, Consumer<String> onChange) {
    this.maxWeight = maxWeight;
    this.onChange = onChange;
  }

  void put(RunDescriptor run, long millis) {
    remove(run.getRun());
    var entry = new Entry(run.toByteArray(), millis);
    entries.put(run.getRun(), entry);
    weight += entry.weight();
    onChange.accept(run.getRun());
    Iterator<Map.Entry<String, Entry>> oldest = entries.entrySet().iterator();
    while (weight > maxWeight && entries.size() > 1) {
      Map.Entry<String, Entry> gone = oldest.next();
      weight -= gone.getValue().weight();
      oldest.remove();
      onChange.accept(gone.getKey());
    }
  }

  void delete(String run, long millis) {
    remove(run);
    deletions.remove(run);
    deletions.put(run, millis);
    onChange.accept(run);
  }

  private void remove(String run) {
    Entry entry = entries.remove(run);
    if (entry != null) {
      weight -= entry.weight();
    }
  }

  /** Whether the run was deleted at or after a moment. */
  boolean deletedSince(String run, long millis) {
    Long deleted = deletions.get(run);
    return deleted != null && millis <= deleted;
  }

  /** Lets entries go that are older, unless somebody still wants the run. */
  void expire(long oldestMillis, Predicate<String> wanted) {
    entries
        .entrySet()
        .removeIf(
            each -> {
              boolean old = each.getValue().millis() < oldestMillis && !wanted.test(each.getKey());
              if (old) {
                weight -= each.getValue().weight();
                onChange.accept(each.getKey());
              }
              return old;
            });
  }

  Optional<RunDescriptor> get(String run) {
    return Optional.ofNullable(entries.get(run)).map(entry -> read(entry.bytes()));
  }

  boolean holds(String run) {
    return entries.containsKey(run);
  }

  Set<String> runs() {
    return entries.keySet();
  }

  private static RunDescriptor read(byte[] bytes) {
    try {
      return RunDescriptor.parseFrom(bytes);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("cannot read what was written a moment ago", e);
    }
  }
}
