// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.tail;

/**
 * What the tail reads.
 *
 * @param estimates the estimates topic
 * @param alerts the alerts topic
 * @param runs the directory of runs
 * @param windows the changelog of the analyzer's windows: compacted, with the last estimates of
 *     each series it knows; may not exist yet
 * @param runAlerts the changelog of the alerts of runs: compacted, with those that are not over;
 *     may not exist yet
 */
public record TailTopics(
    String estimates, String alerts, String runs, String windows, String runAlerts) {}
