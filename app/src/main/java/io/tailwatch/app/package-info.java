// SPDX-License-Identifier: Apache-2.0
/** The {@code tailwatch} command line: it wires the other modules together and nothing else. */
package io.tailwatch.app;
