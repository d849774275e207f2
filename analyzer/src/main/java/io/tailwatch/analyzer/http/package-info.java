// SPDX-License-Identifier: Apache-2.0
/**
 * The HTTP side: metrics for Prometheus, health, and estimates, alerts and plots as JSON. Errors
 * are problem documents (RFC 9457); undefined and non-finite numbers are {@code null} beside a
 * {@code reason}.
 */
package io.tailwatch.analyzer.http;
