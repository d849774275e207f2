// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.tailwatch.analyzer.query.PlotAnswer;
import io.tailwatch.analyzer.query.PlotKind;
import io.tailwatch.analyzer.query.PlotRequest;
import io.tailwatch.analyzer.query.PlotService;
import java.util.Optional;
import org.eclipse.jetty.http.HttpStatus;

/** Plots of live windows, from whichever instance owns them. */
final class PlotRoutes {
  private final ApiSources sources;
  private final Answers answers;

  PlotRoutes(ApiSources sources, Answers answers) {
    this.sources = sources;
    this.answers = answers;
  }

  void add(RoutesConfig routes) {
    for (PlotKind kind : PlotKind.values()) {
      routes.get(
          "/api/v1/runs/{run}/series/{series}/{observable}/" + kind.path(),
          context -> plot(context, kind));
    }
  }

  private void plot(Context context, PlotKind kind) {
    int points =
        Parameters.number(
            context,
            "points",
            PlotRequest.MIN_POINTS,
            PlotRequest.MAX_POINTS,
            PlotRequest.DEFAULT_POINTS);
    var request =
        new PlotRequest(kind, Parameters.series(context), Parameters.observable(context), points);
    PlotAnswer answer =
        sources.plot(
            request,
            Optional.ofNullable(context.header("Authorization")),
            context.header(PlotService.RELAYED) != null);
    if (answer instanceof PlotAnswer.Found found) {
      answers.write(context, found.view());
    } else if (answer instanceof PlotAnswer.Relayed relayed) {
      context.status(relayed.status()).contentType(relayed.contentType()).result(relayed.body());
      relayed.retryAfter().ifPresent(value -> context.header("Retry-After", value));
    } else if (answer instanceof PlotAnswer.Unknown unknown) {
      throw ApiException.notFound(unknown.detail());
    } else if (answer instanceof PlotAnswer.TooLate late) {
      throw new ApiException(HttpStatus.GATEWAY_TIMEOUT_504, late.detail());
    } else if (answer instanceof PlotAnswer.BadOwner bad) {
      throw new ApiException(HttpStatus.BAD_GATEWAY_502, bad.detail());
    } else if (answer instanceof PlotAnswer.Unavailable unavailable) {
      throw ApiException.unavailable(unavailable.detail());
    }
  }
}
