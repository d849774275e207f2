// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.events;

/** The rule for the names of runs and series. */
final class Names {
  /** Longest name, in UTF-16 units; keeps a percent-encoded key well below 10 KB. */
  static final int MAX_LENGTH = 256;

  private Names() {}

  /** Throws when the name is empty, too long, or holds a control character or half a surrogate. */
  static String require(String what, String name, int maxLength) {
    if (name.isEmpty()) {
      throw new BadEventException(what + " must not be empty");
    }
    if (name.length() > maxLength) {
      throw new BadEventException(
          what + " must have at most " + maxLength + " characters: had " + name.length());
    }
    for (int i = 0; i < name.length(); ) {
      int codePoint = name.codePointAt(i);
      if (Character.isISOControl(codePoint)) {
        throw new BadEventException(
            what
                + " must not hold control characters: had U+"
                + String.format("%04X", codePoint)
                + " at "
                + i);
      }
      if (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE) {
        throw new BadEventException(what + " must be valid Unicode: lone surrogate at " + i);
      }
      i += Character.charCount(codePoint);
    }
    return name;
  }
}
