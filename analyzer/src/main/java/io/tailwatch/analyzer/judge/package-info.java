// SPDX-License-Identifier: Apache-2.0
/**
 * What an estimate means: the theory that its series' descriptor allows, the verdict, and one plain
 * sentence with the numbers. Pure functions; knows nothing of Kafka.
 */
package io.tailwatch.analyzer.judge;
