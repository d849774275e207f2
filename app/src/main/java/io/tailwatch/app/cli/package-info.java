// SPDX-License-Identifier: Apache-2.0
/**
 * What all commands share: streams and terminal, where a setting's default comes from, exit codes,
 * one-line error messages, and stopping cleanly on Ctrl-C.
 */
package io.tailwatch.app.cli;
