// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.query;

import io.tailwatch.events.SeriesKey;
import io.tailwatch.tails.sketch.SketchLayout;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/** Plots of one window, whatever series is asked for. */
public final class PlotFixtures {
  private static final PlotService SERVICE =
      new PlotService(
          new Windows() {
            private final WindowSnapshot window = WindowFixtures.studentT(SketchLayout.SIGNED);

            @Override
            public Place locate(SeriesKey key) {
              return new Place.Here(OptionalInt.of(0));
            }

            @Override
            public Optional<WindowSnapshot> read(SeriesKey key, OptionalInt partition) {
              return Optional.of(window);
            }
          },
          new Relay(Duration.ofSeconds(1), Duration.ofSeconds(1)),
          "me:1",
          true);

  private PlotFixtures() {}

  /** A plot; there is one of {@code projection} only. */
  public static PlotAnswer answer(PlotRequest request) {
    return SERVICE.answer(request, Optional.empty(), false);
  }
}
