// SPDX-License-Identifier: Apache-2.0
/**
 * A real Kafka broker in this process, for development, the demo and integration tests: one KRaft
 * node (controller and broker combined) from Kafka's released artifacts. Kafka has no public API
 * for this, so everything that touches its internal classes is in this package and nowhere else.
 */
package io.tailwatch.app.broker;
