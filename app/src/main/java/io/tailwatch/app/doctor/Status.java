// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.doctor;

/** What came of a check. */
enum Status {
  /** As it should be. */
  OK,
  /** Works, but will not as well as it could. */
  WARNING,
  /** An analyzer cannot run like this, or would lose something. */
  PROBLEM,
  /** Could not be looked at. */
  SKIPPED
}
