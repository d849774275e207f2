// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.http;

import io.javalin.http.Context;
import io.tailwatch.analyzer.health.Health;
import io.tailwatch.analyzer.health.Progress;
import java.util.List;
import java.util.Locale;
import org.eclipse.jetty.http.HttpStatus;

/**
 * Health for probes. {@code live} and {@code ready} report progress and do not depend on it: to
 * restart an instance because its broker is away would help nobody. {@code progress} does.
 */
final class HealthRoutes {
  /** A health document. */
  record HealthView(String status, String reason, List<String> causes, ChecksView checks) {}

  /** What was looked at. */
  record ChecksView(
      String streams, boolean storesQueryable, boolean outputReadBack, ProgressView progress) {
    static ChecksView of(Health.Checks checks) {
      return new ChecksView(
          checks.streams(),
          checks.storesQueryable(),
          checks.outputReadBack(),
          ProgressView.of(checks.progress()));
    }
  }

  /** Whether work gets on. */
  record ProgressView(String status, long lag, long consumed, long secondsWithoutProgress) {
    static ProgressView of(Progress progress) {
      return new ProgressView(
          progress.state().name().toLowerCase(Locale.ROOT),
          progress.lag(),
          progress.consumed(),
          progress.secondsWithoutProgress());
    }
  }

  private final ApiSources sources;
  private final Answers answers;

  HealthRoutes(ApiSources sources, Answers answers) {
    this.sources = sources;
    this.answers = answers;
  }

  void add(Routes routes) {
    routes.get("/health/live", this::live);
    routes.get("/health/ready", this::ready);
    routes.get("/health/progress", this::progress);
  }

  private void live(Context context) {
    Health health = sources.health();
    answer(context, health, health.live(), "live", health.causes());
  }

  private void ready(Context context) {
    Health health = sources.health();
    answer(context, health, health.ready(), "ready", health.causes());
  }

  private void progress(Context context) {
    Health health = sources.health();
    Progress progress = health.checks().progress();
    String cause =
        "no record was consumed for %d s with %d to consume"
            .formatted(progress.secondsWithoutProgress(), progress.lag());
    answer(context, health, progress.state() != Progress.State.STUCK, "getting on", List.of(cause));
  }

  private void answer(
      Context context, Health health, boolean good, String word, List<String> causes) {
    context.status(good ? HttpStatus.OK_200 : HttpStatus.SERVICE_UNAVAILABLE_503);
    List<String> shown = good ? List.of() : causes;
    answers.write(
        context,
        new HealthView(
            (good ? "" : "not ") + word,
            String.join("; ", shown),
            shown,
            ChecksView.of(health.checks())));
  }
}
