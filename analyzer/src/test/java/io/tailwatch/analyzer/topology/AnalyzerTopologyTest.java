// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.tailwatch.analyzer.fixtures.Batches;
import io.tailwatch.events.v1.Observable;
import io.tailwatch.events.v1.TailEstimate;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnalyzerTopologyTest {
  @TempDir Path stateDir;

  @Test
  void everyPaneGivesAnEstimate() {
    try (var harness = new Harness(stateDir)) {
      var descriptor = Batches.descriptor(1000, 32, Observable.OBSERVABLE_IDENTITY).build();
      double[][] rows = Batches.studentT(1, 20_000, 1);
      harness.send(Batches.split("w", 0, rows, 333, descriptor));
      List<TailEstimate> estimates = harness.estimates();
      assertThat(estimates).hasSize(20);
    }
  }
}
