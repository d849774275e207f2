// SPDX-License-Identifier: Apache-2.0

/** What each threshold rule and each second opinion costs, against laws whose index is known. */
package io.tailwatch.study.accuracy;
