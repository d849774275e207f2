// SPDX-License-Identifier: Apache-2.0
/**
 * The wire contract around the Protobuf schema: topic names and their creation, record keys, serdes
 * for Protobuf and JSON, the limits that every event from outside must keep, and the conversion of
 * little-endian vectors. The generated messages live in {@code io.tailwatch.events.v1}. Nothing
 * here does statistics.
 */
package io.tailwatch.events;
