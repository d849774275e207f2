// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.bench.training;

import io.tailwatch.app.bench.report.Spread;

/**
 * What publishing every step cost a training in one setting.
 *
 * @param setting where the steps went
 * @param bareNanos a step without publishing, wall time
 * @param bySpeed steps a second with publishing over those without
 * @param byCpu CPU time of the training's thread for a step without publishing over that with it
 * @param longCalls calls of {@code publish} that took more than 1 ms, in a million
 * @param longSteps the same of the steps of the training between them
 * @param droppedShare of the steps
 */
record TrainingCost(
    String setting,
    Spread bareNanos,
    Spread bySpeed,
    Spread byCpu,
    double longCalls,
    double longSteps,
    double droppedShare) {}
