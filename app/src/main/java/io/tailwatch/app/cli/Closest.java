// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.cli;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds what somebody who mistyped a name had in mind. Stateless. */
final class Closest {

  /** One slip in a word of four letters, two in one of eight; more is another word. */
  private static final int LETTERS_PER_SLIP = 4;

  private static final int MAX_SLIPS = 3;

  private Closest() {}

  /** The known name with the fewest slips, the first in the alphabet of several; if near enough. */
  static Optional<String> to(String name, Collection<String> known) {
    int allowed = Math.min(MAX_SLIPS, Math.max(1, name.length() / LETTERS_PER_SLIP));
    return known.stream()
        .filter(candidate -> slips(name, candidate) <= allowed)
        .min(
            Comparator.comparingInt((String candidate) -> slips(name, candidate))
                .thenComparing(Comparator.naturalOrder()));
  }

  /**
   * The least number of letters to insert, delete or replace, or of neighbours to swap (optimal
   * string alignment).
   */
  private static int slips(String a, String b) {
    int[][] cost = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          cost[i][j] = i + j;
          continue;
        }
        int replaced = cost[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        cost[i][j] = Math.min(replaced, 1 + Math.min(cost[i - 1][j], cost[i][j - 1]));
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          cost[i][j] = Math.min(cost[i][j], 1 + cost[i - 2][j - 2]);
        }
      }
    }
    return cost[a.length()][b.length()];
  }
}
