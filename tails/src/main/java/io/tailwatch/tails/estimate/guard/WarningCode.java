// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.estimate.guard;

/** What can weaken a reading of the tail. The codes are those of the printed estimate. */
public enum WarningCode {
  /** The tail cannot be told from a light one: {@link LightTail}. */
  LIGHT_TAIL("light-tail"),
  /** The centre lies off zero by more than the threshold allows: {@link LocationShift}. */
  LOCATION_SHIFT("location-shift"),
  /** Many values of the tail, or zeros, are the same number: {@link Ties}. */
  TIES("ties"),
  /** The tail ends where a power law would go on: {@link Truncation}. */
  TRUNCATED("truncated"),
  /** The exceedances come in clusters and are worth fewer independent ones. */
  DEPENDENT("dependent"),
  /** Too few exceedances for an interval, or panes that disagree. */
  TOO_FEW("too-few"),
  /** The values of the tail are nearly one value. */
  CONSTANT("constant"),
  /** Student's body, which the de-biased index assumes, does not fit: {@link BodyMismatch}. */
  BODY_MISMATCH("body-mismatch");

  private final String code;

  WarningCode(String code) {
    this.code = code;
  }

  /** The word used on the wire, in JSON and in messages. */
  public String code() {
    return code;
  }
}
