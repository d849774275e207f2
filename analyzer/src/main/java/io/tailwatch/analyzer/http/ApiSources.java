// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.http;

import io.micrometer.core.instrument.MeterRegistry;
import io.tailwatch.analyzer.health.Health;
import io.tailwatch.analyzer.query.PlotAnswer;
import io.tailwatch.analyzer.query.PlotRequest;
import io.tailwatch.analyzer.tail.Latest;
import io.tailwatch.analyzer.tail.TailListener;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

/** What the HTTP API tells of. Thread-safe. */
public interface ApiSources {

  /** Writes the meters in Prometheus' text format. */
  void writeMetrics(OutputStream to) throws IOException;

  /** Where meters of the API itself belong. */
  MeterRegistry meters();

  /** Who is to be told of what is committed from now on; once. */
  void listen(TailListener listener);

  /** How the analyzer is. */
  Health health();

  /** The committed output. */
  Latest latest();

  /** Whether that is complete: read as far as it went at the start. */
  boolean readBack();

  /**
   * A plot of a window.
   *
   * @param authorization of the caller, for the owner of the window
   * @param relayed whether another instance has handed the request on
   */
  PlotAnswer plot(PlotRequest request, Optional<String> authorization, boolean relayed);
}
