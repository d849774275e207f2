// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.estimate;

/** Why a window has no reading. */
public enum Reason {
  /** Too few panes or exceedances for an interval that can be trusted. */
  TOO_FEW("too-few"),
  /** The samples of the tail are (nearly) one value: there is no range to read an index from. */
  CONSTANT("constant");

  private final String code;

  Reason(String code) {
    this.code = code;
  }

  /** The word used on the wire and in messages. */
  public String code() {
    return code;
  }
}
