// SPDX-License-Identifier: Apache-2.0

/**
 * Studies of what the estimators are worth, and the command that runs them and keeps their tables.
 */
package io.tailwatch.study;
