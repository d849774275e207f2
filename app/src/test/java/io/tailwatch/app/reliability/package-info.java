// SPDX-License-Identifier: Apache-2.0
/** What must hold when processes die: real brokers and analyzers, killed while events flow. */
package io.tailwatch.app.reliability;
