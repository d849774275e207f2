// SPDX-License-Identifier: Apache-2.0

/** How rarely the drift detectors are wrong, and how soon they are right. */
package io.tailwatch.study.drift;
