// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.offline;

import io.tailwatch.app.cli.Numbers;
import io.tailwatch.app.live.Wrap;
import io.tailwatch.tails.theory.HsgdBounds;
import io.tailwatch.tails.theory.HsgdFormulas;
import io.tailwatch.tails.theory.HsgdModel;
import io.tailwatch.tails.theory.HsgdResult;
import io.tailwatch.tails.theory.IndexStatement;
import io.tailwatch.tails.theory.KestenResult;
import io.tailwatch.tails.theory.Relaxation;
import io.tailwatch.tails.theory.RowStatements;
import io.tailwatch.tails.theory.TheoryProblem;
import io.tailwatch.tails.theory.TheoryReport;
import java.util.Locale;

/**
 * What {@code bounds} prints for people, at most 80 columns wide: one number a line, with what it
 * means.
 */
final class BoundsText {
  private static final int WIDTH = 80;

  private final TheoryReport report;
  private final TheoryProblem problem;
  private final StringBuilder text = new StringBuilder();

  private BoundsText(TheoryReport report) {
    this.report = report;
    this.problem = report.problem();
  }

  static String of(TheoryReport report) {
    BoundsText text = new BoundsText(report);
    text.homogenized();
    text.gaussianRows();
    text.rows();
    return text.text.toString();
  }

  private void homogenized() {
    HsgdModel model = problem.model();
    String momentum =
        problem.momentum() > 0
            ? ", momentum "
                + Numbers.text(problem.momentum())
                + ": taken at the learning rate "
                + Numbers.text(model.learningRate())
                + ", equivalent for small steps only"
            : "";
    String head =
        model.dimension()
            + (model.dimension() == 1 ? " eigenvalue" : " eigenvalues")
            + ", learning rate "
            + Numbers.text(problem.learningRate())
            + ", ridge "
            + Numbers.text(model.ridge())
            + ", batch size "
            + Numbers.text(model.batchSize())
            + momentum;
    text.append(
        String.join(System.lineSeparator(), Wrap.lines("Homogenized SGD: ", head, WIDTH, "  ")));
    HsgdBounds bounds = report.bounds();
    HsgdFormulas formulas = report.formulas();
    String certified = TheoryWords.certainty(report);
    line("lower", bounds.lower(), certified);
    line("upper", bounds.upper(), certified);
    report.exact().ifPresent(this::exact);
    line("point", bounds.point(), "estimate between them, no guarantee");
    line("eta-star", bounds.etaStar(), "simple upper bound");
    line("lower (norm)", bounds.normLowerBound(), "simple lower bound, says nothing below 0");
    line("lower (loss)", formulas.lossNorm(), ": loss as norm, says nothing below 0");
    line("lower (dim.)", formulas.intrinsicDimension(), ": eta-star and intrinsic dimension");
    line("secular", formulas.secular(), ": root of a sum over eigenvalues");
    line("expansion", formulas.expansion(), ": for small learning rates");
    threshold(TheoryWords.gamma2(report), "infinite variance from here on");
    line("stationary", stationary(bounds), "");
    if (!bounds.unstable()) {
      relaxation(report.relaxation());
    }
  }

  private void exact(HsgdResult result) {
    if (result instanceof HsgdResult.Index index) {
      sampled("exact", index.value(), index.standardError(), TheoryWords.meaning(index.method()));
    } else {
      line("exact", "none", TheoryWords.reason(result));
    }
  }

  private void relaxation(Relaxation times) {
    line(
        "relaxation", steps(times.fastest()), "steps, slowest direction " + steps(times.slowest()));
    line(
        "burn-in",
        steps(times.projectionBurnIn()),
        "steps for the projection, " + steps(times.normBurnIn()) + " for the norm");
  }

  private static String steps(double steps) {
    return steps < 1e15 ? Numbers.text((long) Math.ceil(steps)) : Numbers.text(steps);
  }

  private static String stationary(HsgdBounds bounds) {
    if (bounds.stationary()) {
      return "yes";
    }
    return bounds.unstable() ? "no: the iterates have no limit law" : "the bounds cannot tell";
  }

  private void gaussianRows() {
    if (report.streaming().isEmpty()) {
      return;
    }
    heading("SGD itself on fresh Gaussian rows with these eigenvalues");
    kesten("Kesten index", report.streaming().get());
    report.streamingGamma2().ifPresent(rate -> threshold(rate, "the same for SGD itself"));
  }

  private void rows() {
    report
        .kesten()
        .ifPresent(
            kesten -> {
              heading("SGD itself on the rows");
              kesten("Kesten index", kesten);
              report.projection().ifPresent(this::projection);
              report.rowStatements().ifPresent(this::statements);
              report.gamma2().ifPresent(rate -> threshold(rate, "the same for SGD itself"));
              line("status", TheoryWords.name(kesten.status()), "");
            });
  }

  private void kesten(String name, KestenResult result) {
    sampled(
        name,
        result.index().orElse(Double.NaN),
        result.standardError(),
        TheoryWords.meaning(result.status()));
  }

  /** With no more digits than the error leaves, if there is one. */
  private void sampled(String name, double index, double error, String meaning) {
    if (error > 0) {
      line(
          name,
          Shown.number(index),
          meaning + ", standard error " + String.format(Locale.ROOT, "%.2g", error));
    } else {
      line(name, index, meaning);
    }
  }

  private void threshold(double rate, String meaning) {
    boolean reached = problem.learningRate() >= rate;
    line("gamma_2", rate, meaning + (reached ? " (reached)" : " (not reached)"));
  }

  private void projection(KestenResult result) {
    line(
        "along v_1",
        result.index().orElse(Double.NaN),
        result.index().isPresent()
            ? "not above it for Gaussian rows, about so for data"
            : TheoryWords.meaning(result.status()));
  }

  private void statements(RowStatements rows) {
    if (rows.repeats().index().isPresent()) {
      line("repeat bound", rows.repeats().index().getAsDouble(), "the index cannot be above it");
    }
    line(
        "kurtosis rule",
        rows.kurtosisRule(),
        " from the rows' kurtosis along v_1, " + Shown.number(rows.kurtosis()));
    line(
        "contractive",
        rows.contractive() ? "yes" : "no",
        problem.momentum() > 0
            ? "no condition is known with momentum"
            : "gamma (|a|^2 + delta) of the longest row is " + Shown.number(rows.reach()));
  }

  private void heading(String heading) {
    text.append(System.lineSeparator()).append(heading);
  }

  private void line(String name, IndexStatement statement, String meaning) {
    if (statement.index().isPresent()) {
      double index = statement.index().getAsDouble();
      line(name, index, TheoryWords.meaning(statement.kind()) + meaning);
    } else {
      line(name, "-", statement.reason());
    }
  }

  private void line(String name, double value, String meaning) {
    line(name, Numbers.text(value), meaning);
  }

  private void line(String name, String value, String meaning) {
    String first = String.format(Locale.ROOT, "  %-15s %-12s ", name, value);
    for (String line : Wrap.lines(first, meaning, WIDTH, " ".repeat(first.length()))) {
      text.append(System.lineSeparator()).append(line.stripTrailing());
    }
  }
}
