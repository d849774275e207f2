// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.bench.throughput;

import io.tailwatch.app.bench.load.Workload;
import io.tailwatch.app.bench.pass.EstimateDigest;
import io.tailwatch.app.bench.pass.PassResult;
import java.util.List;
import java.util.Map;

/**
 * What the rounds over one topic gave.
 *
 * @param load what it held
 * @param rounds of each column, all of the same length
 * @param estimates which every column that estimates has found; none where none does
 */
record TopicResult(Workload load, Map<Column, List<PassResult>> rounds, EstimateDigest estimates) {}
