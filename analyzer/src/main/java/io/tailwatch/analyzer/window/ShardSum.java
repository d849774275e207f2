// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.window;

import com.google.protobuf.UnsafeByteOperations;
import io.tailwatch.analyzer.state.v1.PanePart;
import io.tailwatch.analyzer.state.v1.SketchedObservable;
import io.tailwatch.events.v1.Observable;
import io.tailwatch.tails.sketch.TailSketch;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The parts of one pane as one pane: sketches add up, in the order of the shards; what describes
 * the series is that of the first shard. Steps are those of the shard that misses most of them, so
 * that a gap in one shard is a gap of the pane. A pane is in burn-in, short, or out of a restarted
 * window as soon as one of its parts is.
 */
final class ShardSum {
  private ShardSum() {}

  /**
   * One pane.
   *
   * @param parts in the order of the shards, at least one
   * @param count of the shards that there should be
   */
  static PanePart of(List<PanePart> parts, int count) {
    PanePart first = parts.get(0);
    PanePart restarted = max(parts, Comparator.comparingLong(PanePart::getRestartStep));
    PanePart gappiest = max(parts, Comparator.comparingInt(PanePart::getMissingSteps));
    var sum =
        first.toBuilder()
            .setShard(0)
            .setShardCount(count)
            .setRestartStep(restarted.getRestartStep())
            .setRestartCause(restarted.getRestartCause())
            .setFirstStep(parts.stream().mapToLong(PanePart::getFirstStep).min().orElseThrow())
            .setLastStep(parts.stream().mapToLong(PanePart::getLastStep).max().orElseThrow())
            .setSteps(gappiest.getSteps())
            .setMissingSteps(gappiest.getMissingSteps())
            .setRepeatedSteps(parts.stream().mapToLong(PanePart::getRepeatedSteps).sum())
            .setBurnIn(
                parts.stream()
                    .map(PanePart::getBurnIn)
                    .filter(text -> !text.isEmpty())
                    .findFirst()
                    .orElse(""))
            .setEndOfSeries(parts.stream().allMatch(PanePart::getEndOfSeries))
            .setShort(parts.stream().anyMatch(PanePart::getShort))
            .setLearningRateMin(
                parts.stream().mapToDouble(PanePart::getLearningRateMin).min().orElseThrow())
            .setLearningRateMax(
                parts.stream().mapToDouble(PanePart::getLearningRateMax).max().orElseThrow())
            .setTakenAtMillis(
                parts.stream().mapToLong(PanePart::getTakenAtMillis).max().orElseThrow())
            .clearObservables()
            .clearFirstNonfiniteStep();
    parts.stream()
        .filter(PanePart::hasFirstNonfiniteStep)
        .mapToLong(PanePart::getFirstNonfiniteStep)
        .min()
        .ifPresent(sum::setFirstNonfiniteStep);
    List<String> lacks = new ArrayList<>();
    absent(parts, count).ifPresent(lacks::add);
    long most = TailSketch.MAX_TOTAL / (first.getWindow().getPanes() + 1);
    for (SketchedObservable observable : first.getObservablesList()) {
      add(observable, parts, most, sum, lacks);
    }
    return sum.setPartial(String.join("; ", lacks)).build();
  }

  private static PanePart max(List<PanePart> parts, Comparator<PanePart> order) {
    // The first of equal ones.
    return parts.stream().reduce((a, b) -> order.compare(b, a) > 0 ? b : a).orElseThrow();
  }

  private static Optional<String> absent(List<PanePart> parts, int count) {
    if (parts.size() == count) {
      return Optional.empty();
    }
    var there = parts.stream().map(PanePart::getShard).collect(Collectors.toSet());
    int some = 0;
    while (there.contains(some)) {
      some++;
    }
    return Optional.of(
        "%d of %d shards are missing, shard %d first".formatted(count - parts.size(), count, some));
  }

  private static void add(
      SketchedObservable first,
      List<PanePart> parts,
      long most,
      PanePart.Builder sum,
      List<String> lacks) {
    TailSketch sketch = null;
    long samplesPerStep = 0;
    boolean estimatedCentre = false;
    for (PanePart part : parts) {
      Optional<SketchedObservable> one = find(first.getObservable(), part);
      if (one.isEmpty()) {
        lacks.add("shard " + part.getShard() + " observes something else");
        continue;
      }
      TailSketch add = TailSketch.fromBytes(one.get().getSketch().toByteArray());
      if (sketch != null && sketch.total() > most - add.total()) {
        lacks.add("shard " + part.getShard() + " has more samples than a window can hold");
        continue;
      }
      sketch = sketch == null ? add : sketch.plus(add);
      samplesPerStep += one.get().getSamplesPerStep();
      estimatedCentre |= one.get().getEstimatedCentre();
    }
    sum.addObservables(
        SketchedObservable.newBuilder()
            .setObservable(first.getObservable())
            .setSketch(UnsafeByteOperations.unsafeWrap(sketch.toBytes()))
            .setSamplesPerStep((int) Math.min(Integer.MAX_VALUE, samplesPerStep))
            .setEstimatedCentre(estimatedCentre));
  }

  private static Optional<SketchedObservable> find(Observable observable, PanePart part) {
    return part.getObservablesList().stream()
        .filter(one -> one.getObservable() == observable)
        .findFirst();
  }
}
