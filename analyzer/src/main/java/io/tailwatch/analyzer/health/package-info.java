// SPDX-License-Identifier: Apache-2.0
/** Whether the analyzer lives, is ready, and gets on with its work. */
package io.tailwatch.analyzer.health;
