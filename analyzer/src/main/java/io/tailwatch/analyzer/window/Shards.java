// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.window;

import io.tailwatch.analyzer.state.v1.PanePart;
import io.tailwatch.analyzer.state.v1.ShardProgress;
import io.tailwatch.analyzer.state.v1.ShardsState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The shards of one series: holds the parts of a pane until all of them are there, and hands whole
 * panes on in order. A pane does without a shard that has gone past it, that has ended before it,
 * or that is lost: silent while more than a bounded number of panes waits. What it does without is
 * written into the pane. A lost shard counts again with its next part.
 *
 * <p>Which panes are whole does not depend on the order in which shards report, unless one is lost.
 * A series that was never in shards passes through and leaves no state. Memory: the parts that
 * wait, some 2 KB each and observable, at most the bound for each shard. Single writer.
 */
public final class Shards {
  private final int waitPanes;
  private final TreeMap<PaneId, SortedMap<Integer, PanePart>> waiting = new TreeMap<>();
  private final TreeMap<Integer, Progress> progress = new TreeMap<>();
  private PaneId released = PaneId.NONE;

  /** How far a shard has come. */
  private record Progress(PaneId last, boolean ended, boolean lost, boolean expired) {
    boolean isPast(PaneId pane) {
      return last.compareTo(pane) > 0 || ended && last.attempt() == pane.attempt();
    }
  }

  /**
   * A series that has not been seen before.
   *
   * @param waitPanes how many panes may wait for a silent shard, at least 1
   */
  public Shards(int waitPanes) {
    if (waitPanes < 1) {
      throw new IllegalArgumentException("waitPanes must be at least 1: was " + waitPanes);
    }
    this.waitPanes = waitPanes;
  }

  /** The shards as they were saved, with the parts that wait. */
  public static Shards restore(int waitPanes, ShardsState state, Iterable<PanePart> parts) {
    var shards = new Shards(waitPanes);
    shards.released = new PaneId(state.getReleasedAttempt(), state.getReleasedPane());
    for (ShardProgress saved : state.getShardsList()) {
      shards.progress.put(
          saved.getShard(),
          new Progress(
              new PaneId(saved.getAttempt(), saved.getPane()),
              saved.getEnded(),
              saved.getLost(),
              saved.getExpired()));
    }
    parts.forEach(part -> shards.parts(part).put(part.getShard(), part));
    return shards;
  }

  /** Whether the series is, or was, in several shards, so that there is something to save. */
  public boolean used() {
    return !progress.isEmpty();
  }

  /** Takes a closed pane of one shard. */
  public ShardUpdate accept(PanePart part) {
    if (part.getShardCount() <= 1 && !used()) {
      return new ShardUpdate(List.of(part), Optional.empty(), List.of(), false);
    }
    PaneId id = PaneId.of(part);
    progress.put(part.getShard(), new Progress(id, part.getEndOfSeries(), false, false));
    if (id.compareTo(released) <= 0) {
      return ShardUpdate.LATE;
    }
    parts(part).put(part.getShard(), part);
    ShardUpdate update = release();
    boolean waits = id.compareTo(released) > 0;
    update.removed().remove(part);
    return new ShardUpdate(
        update.panes(), waits ? Optional.of(part) : Optional.empty(), update.removed(), false);
  }

  /** A shard has ended behind its last pane; returns what no longer waits for it. */
  public ShardUpdate end(int shard, int attempt) {
    progress.computeIfPresent(
        shard,
        (s, before) ->
            before.last().attempt() == attempt
                ? new Progress(before.last(), true, before.lost(), before.expired())
                : before);
    return release();
  }

  private ShardUpdate release() {
    List<PanePart> panes = new ArrayList<>();
    List<PanePart> removed = new ArrayList<>();
    while (!waiting.isEmpty() && (isWhole(waiting.firstEntry()) || waiting.size() > waitPanes)) {
      var oldest = waiting.pollFirstEntry();
      giveUpOn(oldest.getKey(), oldest.getValue());
      released = oldest.getKey();
      removed.addAll(oldest.getValue().values());
      panes.add(ShardSum.of(List.copyOf(oldest.getValue().values()), count(oldest.getValue())));
    }
    return new ShardUpdate(panes, Optional.empty(), removed, false);
  }

  /** A shard is forgotten; returns whether all of them are. */
  public boolean expire(int shard) {
    progress.computeIfPresent(
        shard, (s, before) -> new Progress(before.last(), before.ended(), before.lost(), true));
    return progress.values().stream().allMatch(Progress::expired);
  }

  private SortedMap<Integer, PanePart> parts(PanePart part) {
    return waiting.computeIfAbsent(PaneId.of(part), id -> new TreeMap<>());
  }

  private boolean isWhole(Map.Entry<PaneId, SortedMap<Integer, PanePart>> pane) {
    for (int shard = 0; shard < count(pane.getValue()); shard++) {
      if (!pane.getValue().containsKey(shard) && !doesWithout(shard, pane.getKey())) {
        return false;
      }
    }
    return true;
  }

  private boolean doesWithout(int shard, PaneId pane) {
    Progress known = progress.get(shard);
    return known != null && (known.lost() || known.isPast(pane));
  }

  /** A shard that keeps a pane waiting beyond the bound is lost. */
  private void giveUpOn(PaneId pane, SortedMap<Integer, PanePart> parts) {
    for (int shard = 0; shard < count(parts); shard++) {
      if (!parts.containsKey(shard) && !doesWithout(shard, pane)) {
        PaneId last = progress.containsKey(shard) ? progress.get(shard).last() : PaneId.NONE;
        progress.put(shard, new Progress(last, false, true, false));
      }
    }
  }

  private static int count(SortedMap<Integer, PanePart> parts) {
    return parts.values().stream().mapToInt(PanePart::getShardCount).max().orElse(0);
  }

  /** How far the shards have come; the parts that wait are saved beside it. */
  public ShardsState state() {
    var state =
        ShardsState.newBuilder()
            .setReleasedAttempt(released.attempt())
            .setReleasedPane(released.pane());
    progress.forEach(
        (shard, known) ->
            state.addShards(
                ShardProgress.newBuilder()
                    .setShard(shard)
                    .setAttempt(known.last().attempt())
                    .setPane(known.last().pane())
                    .setEnded(known.ended())
                    .setLost(known.lost())
                    .setExpired(known.expired())));
    return state.build();
  }
}
