// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.offline;

import io.tailwatch.tails.fit.AlphaInterval;
import io.tailwatch.tails.fit.GoodnessOfFit;
import java.util.Map;
import java.util.Optional;

/**
 * A law fitted to all of a sample, body and tails.
 *
 * @param name as people write it
 * @param key its name in JSON
 * @param parameters by name in JSON; NaN for one that is undefined
 * @param test how well it fits; empty where there is no fit
 * @param alphaInterval 95 % interval of a stable alpha; empty for other laws and without a fit
 * @param reason why there is no fit, or one of its parameters is undefined; empty otherwise
 */
record BodyFit(
    String name,
    String key,
    Map<String, Double> parameters,
    Optional<GoodnessOfFit<?>> test,
    Optional<AlphaInterval> alphaInterval,
    String reason) {}
