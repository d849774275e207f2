// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.cli;

/** How results are printed. */
public enum Format {
  /** For people. */
  TEXT,
  /** For programs; undefined and non-finite numbers are null beside a reason. */
  JSON
}
