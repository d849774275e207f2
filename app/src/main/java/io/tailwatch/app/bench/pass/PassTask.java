// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.bench.pass;

import io.tailwatch.app.bench.load.Workload;

/**
 * What a process is told to do.
 *
 * @param bootstrapServers of the broker
 * @param variant who reads
 * @param topicPrefix of the topic that is read
 * @param id names the group and the output topics of this pass, and no other's
 * @param threads that read
 * @param load what the topic holds
 * @param limitSeconds after which the pass has failed
 */
public record PassTask(
    String bootstrapServers,
    Variant variant,
    String topicPrefix,
    String id,
    int threads,
    Workload load,
    int limitSeconds) {}
