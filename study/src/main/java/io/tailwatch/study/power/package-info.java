// SPDX-License-Identifier: Apache-2.0

/** What the guards of an estimate catch, and how often they cry wolf. */
package io.tailwatch.study.power;
