// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.producer.publish;

import io.tailwatch.events.v1.DataType;
import io.tailwatch.events.v1.Quantity;
import io.tailwatch.events.v1.ShardKind;
import java.util.Objects;
import java.util.Optional;

/**
 * How one series is published, where it differs from its publisher's own settings: begin with
 * {@link IteratePublisher#seriesOptions()}. Immutable; thread-safe.
 */
public final class SeriesOptions {
  private final Quantity quantity;
  private final DataType dataType;
  private final Optional<Subsample> subsample;
  private final boolean edgeSketch;
  private final Shard shard;

  private SeriesOptions(
      Quantity quantity,
      DataType dataType,
      Optional<Subsample> subsample,
      boolean edgeSketch,
      Shard shard) {
    this.quantity = quantity;
    this.dataType = dataType;
    this.subsample = subsample;
    this.edgeSketch = edgeSketch;
    this.shard = shard;
  }

  /** Whole vectors as values. */
  static SeriesOptions of(Quantity quantity, DataType dataType, Shard shard) {
    return new SeriesOptions(quantity, dataType, Optional.empty(), false, shard);
  }

  /** Says what the vectors are. */
  public SeriesOptions withQuantity(Quantity kind) {
    return new SeriesOptions(kind, dataType, subsample, edgeSketch, shard);
  }

  /** Says how values are sent; sketches are taken of values rounded to this type. */
  public SeriesOptions withDataType(DataType type) {
    if (type == DataType.UNRECOGNIZED) {
      throw new IllegalArgumentException("dataType must be a known type: was " + type);
    }
    return new SeriesOptions(quantity, type, subsample, edgeSketch, shard);
  }

  /** Publishes these coordinates of each vector only; whole vectors are handed in. */
  public SeriesOptions withSubsample(Subsample choice) {
    return new SeriesOptions(quantity, dataType, Optional.of(choice), edgeSketch, shard);
  }

  /**
   * Sends the tail sketches of each pane instead of values, a few KB a pane however long the
   * vectors are; estimates are the same. For observables that need no look at other vectors first:
   * all of updates, gradients and gradient noise, and of iterates {@code update-norm}, {@code
   * identity}, and the others where the descriptor has a centre; but not {@code coordinates}. The
   * descriptor must be known before the first vector.
   */
  public SeriesOptions sketchedAtSource() {
    return new SeriesOptions(quantity, dataType, subsample, true, shard);
  }

  /**
   * Publishes one of several independent copies of the training; see {@link
   * PublisherBuilder#chain}. Here all copies may share a publisher.
   *
   * @param index of this copy, from 0
   * @param count of the copies, at most 4,096
   */
  public SeriesOptions withChain(int index, int count) {
    return new SeriesOptions(
        quantity,
        dataType,
        subsample,
        edgeSketch,
        new Shard(index, count, ShardKind.SHARD_KIND_CHAINS, 0, 0));
  }

  /** What the vectors are. */
  public Quantity quantity() {
    return quantity;
  }

  /** How values are sent. */
  public DataType dataType() {
    return dataType;
  }

  /** The coordinates that are published; empty for all. */
  public Optional<Subsample> subsample() {
    return subsample;
  }

  /** Whether panes are sketched here. */
  public boolean edgeSketch() {
    return edgeSketch;
  }

  Shard shard() {
    return shard;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SeriesOptions that
        && quantity == that.quantity
        && dataType == that.dataType
        && subsample.equals(that.subsample)
        && edgeSketch == that.edgeSketch
        && shard.equals(that.shard);
  }

  @Override
  public int hashCode() {
    return Objects.hash(quantity, dataType, subsample, edgeSketch, shard);
  }

  @Override
  public String toString() {
    return quantity
        + ", "
        + dataType
        + ", "
        + subsample.map(Subsample::toString).orElse("all coordinates")
        + (edgeSketch ? ", sketched" : "")
        + (shard.count() > 1 ? ", shard " + shard.index() + " of " + shard.count() : "");
  }
}
