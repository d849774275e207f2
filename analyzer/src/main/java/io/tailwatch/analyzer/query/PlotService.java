// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.query;

import io.tailwatch.analyzer.observe.ObservableNames;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.state.HostInfo;

/** Answers for every window of the application, whichever instance owns it. Thread-safe. */
public final class PlotService {
  /** The header that forbids to hand a request on. */
  public static final String RELAYED = "TailWatch-Relayed";

  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(1);
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(3);
  private static final long TURN_MILLIS = 2_000;

  private final Windows windows;
  private final Relay relay;
  private final String instance;
  private final boolean reachable;

  /** Half of the processors draw, so that the others have time for the streams. */
  private final Semaphore turns =
      new Semaphore(Math.max(1, Runtime.getRuntime().availableProcessors() / 2), true);

  PlotService(Windows windows, Relay relay, String instance, boolean reachable) {
    this.windows = windows;
    this.relay = relay;
    this.instance = instance;
    this.reachable = reachable;
  }

  /**
   * Plots of an application.
   *
   * @param self where other instances reach this one; empty when they cannot, and then no series of
   *     theirs is found either
   * @param url of this instance, when nobody else knows one
   */
  public static PlotService of(
      KafkaStreams streams, StoreNames stores, Optional<HostInfo> self, String url) {
    return new PlotService(
        new KafkaWindows(streams, stores, self),
        new Relay(CONNECT_LIMIT, ANSWER_LIMIT),
        self.map(AdvertisedUrl::authority).orElse(url),
        self.isPresent());
  }

  /**
   * A plot. Blocks for some seconds at most.
   *
   * @param authorization of the caller, for the owner
   * @param relayed whether another instance has handed the request on
   */
  public PlotAnswer answer(PlotRequest request, Optional<String> authorization, boolean relayed) {
    Place place = windows.locate(request.key());
    if (place instanceof Place.Here here) {
      return inTurn(request, here.partition());
    }
    if (place instanceof Place.There there) {
      return relayed
          ? new PlotAnswer.Unavailable(
              "the series is moving from one instance to another: this one, %s, says that %s owns it"
                  .formatted(instance, AdvertisedUrl.authority(there.host())))
          : relay.ask(there.host(), request, authorization);
    }
    return new PlotAnswer.Unavailable(((Place.Nowhere) place).reason());
  }

  private PlotAnswer inTurn(PlotRequest request, OptionalInt partition) {
    try {
      if (!turns.tryAcquire(TURN_MILLIS, TimeUnit.MILLISECONDS)) {
        return new PlotAnswer.Unavailable("too many plots are being drawn: try again in a moment");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new PlotAnswer.Unavailable("this instance is closing");
    }
    try {
      return answerHere(request, partition);
    } finally {
      turns.release();
    }
  }

  private PlotAnswer answerHere(PlotRequest request, OptionalInt partition) {
    Optional<WindowSnapshot> window;
    try {
      window = windows.read(request.key(), partition);
    } catch (WindowsUnavailableException e) {
      return new PlotAnswer.Unavailable(
          e.getMessage()
              + ": being moved or restored, or another instance advertises the same address,"
              + " see --advertised-url");
    }
    if (window.isEmpty()) {
      return reachable
          ? new PlotAnswer.Unknown("there is no series " + words(request) + ": see /api/v1/runs")
          : new PlotAnswer.Unavailable(
              "series "
                  + words(request)
                  + " is not on this instance, and without --advertised-url the others are not"
                  + " known");
    }
    WindowSnapshot found = window.get();
    if (found.estimate(request.observable()).isEmpty()) {
      return new PlotAnswer.Unknown(
          "series %s has no observable %s: see /api/v1/runs"
              .formatted(words(request), ObservableNames.of(request.observable())));
    }
    var drawing = Drawing.of(request, found, instance);
    return new PlotAnswer.Found(
        switch (request.kind()) {
          case HILL -> HillView.of(drawing);
          case CCDF -> CcdfView.of(drawing);
          case QQ -> QqView.of(drawing);
        });
  }

  private static String words(PlotRequest request) {
    return request.key().series() + " of run " + request.key().run();
  }
}
