// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.reliability;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;

/** Records that break the contract, each in one known way. A function of the random numbers. */
final class FuzzBad {
  /** One way; the record is that of a run. */
  record Kind(String name, Function<String, FuzzRecord> make) {}

  private final Random random;
  private final List<Kind> kinds = new ArrayList<>();

  /** Records for some of these series, of this attempt or a later one. */
  FuzzBad(Random random, List<String> series, int attempt) {
    this.random = random;
    kinds.addAll(new FuzzBadRecords(random, series, attempt).kinds());
    kinds.addAll(new FuzzBadBatches(random, series, attempt).kinds());
    kinds.addAll(new FuzzBadDescriptors(random, series, attempt).kinds());
  }

  /** How many ways there are. */
  int kinds() {
    return kinds.size();
  }

  /** A record that is bad in the n-th way. */
  FuzzRecord get(int n, String run) {
    return kinds.get(n).make().apply(run);
  }

  /** A record that is bad in any way. */
  FuzzRecord any(String run) {
    return get(random.nextInt(kinds.size()), run);
  }
}
