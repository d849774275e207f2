// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.reliability;

/** How much tests of reliability, and others that measure, do. */
public final class TestSize {
  /** {@code -Dtailwatch.tests=full}: what is documented; else small enough for every build. */
  public static final boolean FULL = "full".equals(System.getProperty("tailwatch.tests"));

  private TestSize() {}

  /** One of two sizes. */
  public static int of(int small, int full) {
    return FULL ? full : small;
  }
}
