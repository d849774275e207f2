// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.study;

/** How much a study simulates. */
public enum Effort {
  /** Seconds per study: shows that it runs and that nothing is far off. */
  SMALL,
  /** What the tables in the documentation are made with: minutes per study. */
  FULL
}
