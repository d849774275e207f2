// SPDX-License-Identifier: Apache-2.0
/**
 * {@code tailwatch dead-letters}: what the analyzer refused, why, and after a fix once more. Knows
 * the dead-letters topic and how to send to the one the letters came from; what they hold is
 * hostile and is read with care.
 */
package io.tailwatch.app.letters;
