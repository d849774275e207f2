// SPDX-License-Identifier: Apache-2.0
/**
 * What holds dashboards and rules against the program, against Grafana and against good manners.
 */
package io.tailwatch.dashboards;
