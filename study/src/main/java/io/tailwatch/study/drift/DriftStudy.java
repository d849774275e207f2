// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.study.drift;

import io.tailwatch.study.Effort;
import io.tailwatch.study.Replications;
import io.tailwatch.study.Study;
import io.tailwatch.study.Table;
import java.util.List;

/** False alarms and delays of the drift detectors. */
public final class DriftStudy implements Study {
  @Override
  public String name() {
    return "drift";
  }

  @Override
  public String question() {
    return "how rarely are the drift detectors wrong, and how soon are they right?";
  }

  @Override
  public List<Table> run(Effort effort, Replications replications) {
    boolean full = effort == Effort.FULL;
    return List.of(
        FalseAlarms.runLength(full, replications),
        FalseAlarms.thresholds(full, replications),
        FalseAlarms.plain(full, replications),
        Delays.delay(full, replications),
        Delays.delayOfSamples(full, replications),
        ModelCheck.model(full, replications),
        FalseAlarms.score(full, replications),
        Delays.settling(full, replications));
  }
}
