// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.tailwatch.producer.data.DataSet;
import io.tailwatch.producer.data.DataSets;
import io.tailwatch.producer.data.Hyperparameters;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RidgeParametersTest {
  private static final DataSet P1 = DataSets.named("P1");

  @Test
  void theDataSetsOwnParametersAreTheDefaults() {
    var parameters = RidgeParameters.of(P1, Optional.empty(), Optional.empty(), Optional.empty());
    assertThat(parameters).isEqualTo(new RidgeParameters(Optional.of(0.5), 0.1, 1));
  }

  @Test
  void aLearningRateIsNotTakenOverToAnotherBatchSizeOrRidge() {
    assertThat(RidgeParameters.of(P1, Optional.empty(), Optional.empty(), Optional.of(4)))
        .isEqualTo(new RidgeParameters(Optional.empty(), 0.1, 4));
    assertThat(RidgeParameters.of(P1, Optional.empty(), Optional.of(0.2), Optional.empty()))
        .isEqualTo(new RidgeParameters(Optional.empty(), 0.2, 1));
  }

  @Test
  void theUsersLearningRateWinsAlways() {
    var parameters = RidgeParameters.of(P1, Optional.of(0.3), Optional.empty(), Optional.of(4));
    assertThat(parameters.complete(P1, () -> false)).isEqualTo(new Hyperparameters(0.3, 0.1, 4));
  }

  /** In one dimension the Kesten index is exact, so the search is nearly so. */
  @Test
  void aMissingLearningRateIsTheOneOfKestenIndexFive() {
    var parameters = RidgeParameters.of(P1, Optional.empty(), Optional.empty(), Optional.of(4));
    double found = parameters.complete(P1, () -> false).learningRate();
    assertThat(found).isBetween(0.5, 1.5);
  }
}
