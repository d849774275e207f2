// SPDX-License-Identifier: Apache-2.0
/** {@code tailwatch train}: which model, with which options, and the command that publishes it. */
package io.tailwatch.app.train;
