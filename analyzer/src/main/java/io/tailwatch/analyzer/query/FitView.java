// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.query;

import io.tailwatch.tails.fit.SketchFit;
import io.tailwatch.tails.fit.StableLaw;
import io.tailwatch.tails.fit.StudentT;

/**
 * A law fitted to the sketch, by its parameters; those of another family are null.
 *
 * @param law {@code student-t} or {@code alpha-stable}
 * @param nu degrees of freedom; null for a Gaussian too
 * @param beta of alpha-stable, in Nolan's S0, as the location
 * @param distance the largest difference of the distributions at bucket edges
 * @param reason why there is none; null when there is
 */
record FitView(
    String law,
    String method,
    Double nu,
    Double alpha,
    Double beta,
    Double location,
    Double scale,
    Double distance,
    String resolution,
    String reason) {

  static FitView studentT(SketchFit<StudentT> fit) {
    return fit.fitted()
        .map(
            fitted ->
                view(
                    Family.STUDENT_T,
                    Shown.finite(fitted.law().nu()),
                    null,
                    null,
                    fitted.law().location(),
                    fitted.law().scale(),
                    fitted.distance()))
        .orElseGet(() -> none(Family.STUDENT_T, fit));
  }

  static FitView stable(SketchFit<StableLaw> fit) {
    return fit.fitted()
        .map(
            fitted ->
                view(
                    Family.STABLE,
                    null,
                    fitted.law().alpha(),
                    fitted.law().beta(),
                    fitted.law().location(),
                    fitted.law().scale(),
                    fitted.distance()))
        .orElseGet(() -> none(Family.STABLE, fit));
  }

  private enum Family {
    STUDENT_T("student-t", "ECME on bucket means"),
    STABLE("alpha-stable", "McCulloch's quantiles");

    private final String label;
    private final String method;

    Family(String label, String method) {
      this.label = label;
      this.method = method;
    }
  }

  private static FitView view(
      Family family,
      Double nu,
      Double alpha,
      Double beta,
      double location,
      double scale,
      double distance) {
    return new FitView(
        family.label, family.method, nu, alpha, beta, location, scale, distance, "bucket", null);
  }

  private static FitView none(Family family, SketchFit<?> fit) {
    var why = (SketchFit.Undefined<?>) fit;
    return new FitView(
        family.label,
        family.method,
        null,
        null,
        null,
        null,
        null,
        null,
        "bucket",
        why.problem().code() + ": " + why.detail());
  }
}
