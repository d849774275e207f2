// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.http;

import io.javalin.http.Context;
import io.tailwatch.analyzer.query.PlotAnswer;
import io.tailwatch.analyzer.query.PlotKind;
import io.tailwatch.analyzer.query.PlotRequest;
import io.tailwatch.analyzer.query.PlotService;
import io.tailwatch.events.SeriesKey;
import io.tailwatch.events.v1.Observable;
import java.util.Optional;
import org.eclipse.jetty.http.HttpStatus;

/** Plots of live windows, from whichever instance owns them. */
final class PlotRoutes {
  private final ApiSources sources;
  private final Exports exports;

  PlotRoutes(ApiSources sources, Exports exports) {
    this.sources = sources;
    this.exports = exports;
  }

  void add(Routes routes) {
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
    ExportFormat format = ExportFormat.of(context);
    SeriesKey key = Parameters.series(context);
    Observable observable = Parameters.observable(context);
    var request = new PlotRequest(kind, key, observable, points);
    PlotAnswer answer =
        sources.plot(
            request,
            Optional.ofNullable(context.header("Authorization")),
            context.header(PlotService.RELAYED) != null);
    if (answer instanceof PlotAnswer.Found found) {
      exports.write(context, format, ExportShape.of(kind), key, observable, found.view());
    } else if (answer instanceof PlotAnswer.Relayed relayed
        && relayed.status() == HttpStatus.OK_200) {
      exports.writeJson(context, format, ExportShape.of(kind), key, observable, relayed.body());
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
