// SPDX-License-Identifier: Apache-2.0
/**
 * Draws dashboards without Grafana: asks a Prometheus what each panel asks, and lays the answers
 * out in a browser as Grafana would. For the eye, in reviews and in the documentation.
 */
package io.tailwatch.dashboards.render;
