// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.reliability;

import static io.tailwatch.app.reliability.FuzzRecord.Expected.EITHER;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.tailwatch.events.IterateBatches;
import io.tailwatch.events.Topics;
import io.tailwatch.events.v1.IterateBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * The records of a fuzz in their order, a function of the seed: single ones, each of a run of its
 * own; series under fire; clean series, which also go to a topic of their own, with bad records
 * under their keys between; and a few for the directory of runs.
 */
final class FuzzLoad {
  private static final int BETWEEN_CLEAN = 5;
  private static final int BETWEEN_RUNS = 200;

  private final Topics fuzzed;
  private final Topics clean;
  private final Random random;
  private final FuzzBatches batches;
  private final FuzzJson json;
  private final FuzzGood good;
  private final FuzzBad bad;
  private final FuzzMutants mutants;
  private final List<FuzzSeries> underFire = new ArrayList<>();
  private final List<FedSeries> cleanSeries = new ArrayList<>();
  private int singles;

  FuzzLoad(long seed, Topics fuzzed, Topics clean, int seriesUnderFire, int cleanCount) {
    this.fuzzed = fuzzed;
    this.clean = clean;
    this.random = new Random(seed);
    this.batches = new FuzzBatches(random, FuzzRecord.SERIES, 0);
    this.json = new FuzzJson(random);
    this.good = new FuzzGood(random);
    this.bad = new FuzzBad(random, FuzzRecord.SERIES, 0);
    this.mutants = new FuzzMutants(random);
    for (int i = 0; i < seriesUnderFire; i++) {
      underFire.add(new FuzzSeries("under fire", "layer/" + i, random));
    }
    for (int i = 0; i < cleanCount; i++) {
      cleanSeries.add(new FedSeries(seed, i));
    }
  }

  List<FuzzSeries> underFire() {
    return underFire;
  }

  /**
   * Sends the first good record of each series under fire. Only the first series that the analyzer
   * knows get meters, whose sums are looked at: these must have come before the others.
   */
  void begin(FuzzSender to) {
    for (FuzzSeries series : underFire) {
      while (series.vectors() == 0) {
        to.send(fuzzed.iterates(), series.next());
      }
    }
  }

  /** Sends so many records, and the clean ones beside them. */
  void send(FuzzSender to, int count) {
    for (int i = 0; i < count; i++) {
      to.send(fuzzed.iterates(), i % 3 == 2 ? pick(underFire).next() : single());
      if (i % BETWEEN_CLEAN == 0) {
        clean(to);
      }
      if (i % BETWEEN_RUNS == 0) {
        to.sendBeside(fuzzed.runs(), mutants.noise(random.nextInt(50)), entry());
      }
    }
  }

  private FuzzRecord single() {
    String run = "fz" + singles++;
    // Every kind of bad once, whatever chance does.
    if (singles <= bad.kinds()) {
      return bad.get(singles - 1, run);
    }
    return switch (random.nextInt(4)) {
      case 0 -> good.next(run);
      case 1 -> bad.any(run);
      default -> mutant(run);
    };
  }

  private FuzzRecord mutant(String run) {
    IterateBatch batch = batches.any(run).build();
    if (random.nextBoolean()) {
      FuzzMutants.Mutant mutant = mutants.of(json.write(batch));
      return FuzzRecord.json(mutant.kind(), EITHER, batch, mutant.bytes());
    }
    FuzzMutants.Mutant mutant = mutants.of(batch.toByteArray());
    return FuzzRecord.of(mutant.kind(), EITHER, batch, mutant.bytes());
  }

  private void clean(FuzzSender to) {
    for (IterateBatch batch : pick(cleanSeries).next()) {
      byte[] key = IterateBatches.key(batch).encode().getBytes(UTF_8);
      to.sendBeside(fuzzed.iterates(), key, batch.toByteArray());
      to.sendBeside(clean.iterates(), key, batch.toByteArray());
      if (random.nextInt(4) == 0) {
        FuzzRecord between =
            new FuzzBad(random, List.of(batch.getSeries()), FuzzSeries.LATER_ATTEMPT)
                .any(batch.getRun());
        to.send(fuzzed.iterates(), between.amongOthers());
      }
    }
  }

  /** For the directory: a tombstone, noise, or a batch. */
  private byte[] entry() {
    return switch (random.nextInt(3)) {
      case 0 -> null;
      case 1 -> mutants.noise(random.nextInt(200));
      default -> batches.any("elsewhere").build().toByteArray();
    };
  }

  private <T> T pick(List<T> from) {
    return from.get(random.nextInt(from.size()));
  }
}
