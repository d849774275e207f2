// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.doctor;

/**
 * One line of the report.
 *
 * @param check what was looked at
 * @param status what came of it
 * @param text what was found
 * @param advice what to do; empty if nothing
 */
record Finding(String check, Status status, String text, String advice) {}
