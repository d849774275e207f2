// SPDX-License-Identifier: Apache-2.0
/**
 * {@code tailwatch doctor}: looks for what could keep an analyzer from running, here and on the
 * cluster, and says what to do. Changes nothing there, but for the transactional id of a probe.
 */
package io.tailwatch.app.doctor;
