// SPDX-License-Identifier: Apache-2.0
/** The whole pipeline on a real broker: live training, Kafka, the analyzer, its output topics. */
package io.tailwatch.app.pipeline;
