// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.bench.live;

import io.tailwatch.app.bench.pass.Variant;

/**
 * Which analyzer is to run.
 *
 * @param bootstrapServers of the broker
 * @param prefix of its input and output topics, and its application id
 * @param variant its delivery
 * @param threads of Kafka Streams
 * @param partitions of the topics
 * @param stateDirectory where its state goes
 */
public record HostTask(
    String bootstrapServers,
    String prefix,
    Variant variant,
    int threads,
    int partitions,
    String stateDirectory) {}
