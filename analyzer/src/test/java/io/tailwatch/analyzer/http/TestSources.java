// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.http;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tailwatch.analyzer.health.Health;
import io.tailwatch.analyzer.health.Progress;
import io.tailwatch.analyzer.query.PlotAnswer;
import io.tailwatch.analyzer.query.PlotRequest;
import io.tailwatch.analyzer.tail.Latest;
import io.tailwatch.analyzer.tail.TailListener;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Sources that a test fills; plots are what the test says. */
final class TestSources implements ApiSources {
  /** What was asked. */
  record Asked(PlotRequest request, Optional<String> authorization, boolean relayed) {}

  final Latest latest = new Latest();
  volatile MeterRegistry registry = new SimpleMeterRegistry();
  volatile TailListener listener = TailListener.NONE;
  volatile boolean readBack = true;
  volatile PlotAnswer plot = new PlotAnswer.Unknown("there is no such series");
  volatile Function<PlotRequest, PlotAnswer> plots = request -> plot;
  volatile Asked asked;
  volatile Health health =
      new Health(
          true,
          true,
          List.of(),
          new Health.Checks("RUNNING", true, true, new Progress(Progress.State.OK, 5, 100, 3)));

  @Override
  public void writeMetrics(OutputStream to) throws IOException {
    to.write("some_metric 1.0\n".getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public MeterRegistry meters() {
    return registry;
  }

  @Override
  public void listen(TailListener told) {
    listener = told;
  }

  @Override
  public Health health() {
    return health;
  }

  @Override
  public Latest latest() {
    return latest;
  }

  @Override
  public boolean readBack() {
    return readBack;
  }

  @Override
  public PlotAnswer plot(PlotRequest request, Optional<String> authorization, boolean relayed) {
    asked = new Asked(request, authorization, relayed);
    return plots.apply(request);
  }
}
