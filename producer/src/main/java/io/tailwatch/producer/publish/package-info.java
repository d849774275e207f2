// SPDX-License-Identifier: Apache-2.0
/**
 * The client for any training loop: it takes copies of iterates on the training thread, which it
 * never blocks and never throws into, and sends them to Kafka from a thread of its own, in bounded
 * memory, dropping and counting what does not fit. Start at {@link
 * io.tailwatch.producer.publish.IteratePublisher}.
 */
package io.tailwatch.producer.publish;
