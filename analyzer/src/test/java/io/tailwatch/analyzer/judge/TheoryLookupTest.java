// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tailwatch.events.v1.KestenIndex;
import io.tailwatch.events.v1.KestenStatus;
import io.tailwatch.events.v1.Optimizer;
import io.tailwatch.events.v1.OptimizerKind;
import io.tailwatch.events.v1.Problem;
import io.tailwatch.events.v1.TheoryBand;
import io.tailwatch.tails.theory.HsgdBounds;
import io.tailwatch.tails.theory.HsgdModel;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TheoryLookupTest {
  private static final Optimizer SGD =
      Optimizer.newBuilder()
          .setKind(OptimizerKind.OPTIMIZER_KIND_SGD)
          .setBatchSize(1)
          .setRidge(0.1)
          .build();
  private static final Problem TWO =
      Problem.newBuilder().addEigenvalues(1).addEigenvalues(0.5).build();

  private final TheoryLookup lookup = new TheoryLookup();

  @Test
  void theBandIsThatOfHsgd() {
    Theory theory = lookup.of(SGD, TWO, 0.4, 0.4, 0.4);
    // theory.md, design spectrum (1, .5), .4, .1, 1: lo 6.2846, up 6.3496, eta* 6.5.
    assertThat(theory.band().orElseThrow().lower()).isCloseTo(6.2846, within(5e-5));
    assertThat(theory.band().orElseThrow().upper()).isCloseTo(6.3496, within(5e-5));
    assertThat(theory.toWire().getEtaStar()).isCloseTo(6.5, within(1e-12));
    assertThat(theory.toWire().hasKesten()).isFalse();
  }

  @Test
  void aScheduleGivesTheUnionOfItsBands() {
    Theory theory = lookup.of(SGD, TWO, 0.36, 0.4, 0.38);
    assertThat(theory.band().orElseThrow().lower()).isEqualTo(bounds(0.4).lower());
    assertThat(theory.band().orElseThrow().upper()).isEqualTo(bounds(0.36).upper());
    assertThat(theory.bounds().orElseThrow()).isEqualTo(bounds(0.38));
  }

  @ParameterizedTest
  @CsvSource({
    "OPTIMIZER_KIND_UNSPECIFIED, 0, 1, 0.4, the optimiser is not stated",
    "OPTIMIZER_KIND_MOMENTUM, 0.9, 1, 0.4, there is none for momentum",
    "OPTIMIZER_KIND_ADAM, 0, 1, 0.4, there is none for Adam",
    "OPTIMIZER_KIND_OTHER, 0, 1, 0.4, there is none for this optimiser",
    "OPTIMIZER_KIND_SGD, 0.9, 1, 0.4, there is none for momentum",
    "OPTIMIZER_KIND_SGD, 0, 0, 0.4, the batch size is not stated",
    "OPTIMIZER_KIND_SGD, 0, 1, 0, the learning rate is not stated",
  })
  void whatHasNoTheorySaysWhy(
      OptimizerKind kind, double momentum, int batchSize, double rate, String absence) {
    Optimizer optimizer =
        SGD.toBuilder().setKind(kind).setMomentum(momentum).setBatchSize(batchSize).build();
    Theory theory = lookup.of(optimizer, TWO, rate, rate, rate);
    assertThat(theory.band()).isEmpty();
    assertThat(theory.absence()).isEqualTo(absence);
  }

  @Test
  void anUnstatedProblemHasNoTheory() {
    Theory theory = lookup.of(SGD, Problem.getDefaultInstance(), 0.4, 0.4, 0.4);
    assertThat(theory.absence()).isEqualTo("the eigenvalues of the problem are not stated");
    assertThat(theory.toWire()).isEqualTo(TheoryBand.getDefaultInstance());
  }

  @Test
  void aRateThatIsNoLongerStatedHasNoTheory() {
    assertThat(lookup.of(SGD, TWO, 0.4, 0.4, 0).absence())
        .isEqualTo("the learning rate is not stated");
  }

  @ParameterizedTest
  @CsvSource({"4.9e-324, 1", "1e-309, 1"})
  void numbersThatOverflowHaveNoBand(double rate, double eigenvalue) {
    Problem two =
        Problem.newBuilder().addEigenvalues(eigenvalue).addEigenvalues(eigenvalue / 2).build();
    Theory theory = at(rate, two);
    assertThat(theory.band()).isEmpty();
    assertThat(theory.absence()).isNotEmpty();
  }

  @Test
  void aRateWithoutStationaryLawHasNoBand() {
    // Five equal eigenvalues: the index would be 2 - 5 + 2.2 / 1000.
    Problem five = Problem.newBuilder().addAllEigenvalues(Collections.nCopies(5, 1.0)).build();
    Theory theory = at(1000, five);
    assertThat(theory.band()).isEmpty();
    assertThat(theory.absence()).contains("no stationary law").contains("1000");
  }

  @Test
  void theKestenIndexHoldsWithinOnePercentOfItsRate() {
    Problem problem =
        TWO.toBuilder().setKesten(kesten(KestenStatus.KESTEN_STATUS_ESTIMATED)).build();
    assertThat(at(0.4, problem).toWire().getKesten()).isEqualTo(4);
    assertThat(at(0.4039, problem).kesten()).isPresent();
    assertThat(at(0.4041, problem).kesten()).isEmpty();
    assertThat(at(0.3961, problem).kesten()).isPresent();
    assertThat(at(0.3959, problem).kesten()).isEmpty();
  }

  @Test
  void aContractiveProblemHasNoKestenNumber() {
    Problem problem =
        TWO.toBuilder().setKesten(kesten(KestenStatus.KESTEN_STATUS_CONTRACTIVE)).build();
    Theory theory = at(0.4, problem);
    assertThat(theory.kesten().orElseThrow().contractive()).isTrue();
    assertThat(theory.toWire().hasKesten()).isFalse();
    assertThat(theory.toWire().getKestenStatus()).isEqualTo(KestenStatus.KESTEN_STATUS_CONTRACTIVE);
  }

  @Test
  void aStatusOfVersionsToComeSaysNothing() {
    Problem problem =
        TWO.toBuilder()
            .setKesten(kesten(KestenStatus.KESTEN_STATUS_ESTIMATED).toBuilder().setStatusValue(99))
            .build();
    Theory theory = at(0.4, problem);
    assertThat(theory.kesten()).isEmpty();
    assertThat(theory.toWire().getKestenStatus()).isEqualTo(KestenStatus.KESTEN_STATUS_UNSPECIFIED);
  }

  @Test
  void aDivergentProblemHasNoKestenIndex() {
    Problem problem =
        TWO.toBuilder().setKesten(kesten(KestenStatus.KESTEN_STATUS_DIVERGENT)).build();
    assertThat(at(0.4, problem).kesten()).isEmpty();
  }

  private Theory at(double rate, Problem problem) {
    return lookup.of(SGD, problem, rate, rate, rate);
  }

  private static HsgdBounds bounds(double rate) {
    return HsgdBounds.of(new HsgdModel(new double[] {1, 0.5}, rate, 0.1, 1));
  }

  private static KestenIndex kesten(KestenStatus status) {
    return KestenIndex.newBuilder()
        .setIndex(4)
        .setStandardError(0.01)
        .setStatus(status)
        .setLearningRate(0.4)
        .build();
  }
}
