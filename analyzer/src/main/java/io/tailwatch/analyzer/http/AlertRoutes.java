// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.http;

import io.javalin.http.Context;
import io.tailwatch.analyzer.alert.AlertNames;
import io.tailwatch.analyzer.tail.AlertBoard;
import io.tailwatch.events.v1.AlertKind;
import io.tailwatch.events.v1.AlertState;
import io.tailwatch.events.v1.TailAlert;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Alerts as they were committed: active ones first, then the newest. */
final class AlertRoutes {
  private static final int DEFAULT_LIMIT = 100;
  private static final int MAX_LIMIT = 1_000;

  /**
   * A page.
   *
   * @param active alerts that are suspect or firing, of all runs
   * @param next the {@code after} of the next page; null on the last one
   */
  record PageView(int active, List<AlertView> alerts, String next) {}

  private final ApiSources sources;
  private final Answers answers;

  AlertRoutes(ApiSources sources, Answers answers) {
    this.sources = sources;
    this.answers = answers;
  }

  void add(Routes routes) {
    routes.get("/api/v1/alerts", this::alerts);
  }

  private void alerts(Context context) {
    int limit = Parameters.number(context, "limit", 1, MAX_LIMIT, DEFAULT_LIMIT);
    Predicate<TailAlert> wanted = wanted(context);
    String after = Parameters.text(context, "after");
    if (after != null) {
      TailAlert last = AlertCursor.parse(after);
      wanted = wanted.and(alert -> AlertBoard.ORDER.compare(alert, last) > 0);
    }
    AlertBoard board = Committed.of(sources).alerts();
    List<TailAlert> found = board.alerts(wanted);
    List<TailAlert> page = found.subList(0, Math.min(limit, found.size()));
    answers.write(
        context,
        new PageView(
            board.activeCount(),
            page.stream().map(AlertView::of).toList(),
            page.size() < found.size() ? AlertCursor.of(page.get(page.size() - 1)) : null));
  }

  private static Predicate<TailAlert> wanted(Context context) {
    Optional<String> run = Optional.ofNullable(Parameters.text(context, "run"));
    Optional<AlertState> state =
        named(context, "state", AlertNames::state, AlertNames.states(), AlertNames::of);
    Optional<AlertKind> kind =
        named(context, "kind", AlertNames::kind, AlertNames.kinds(), AlertNames::of);
    return alert ->
        run.map(alert.getRun()::equals).orElse(true)
            && state.map(alert.getState()::equals).orElse(true)
            && kind.map(alert.getKind()::equals).orElse(true);
  }

  private static <T> Optional<T> named(
      Context context,
      String parameter,
      Function<String, Optional<T>> parse,
      List<T> all,
      Function<T, String> name) {
    String text = Parameters.text(context, parameter);
    if (text == null) {
      return Optional.empty();
    }
    Optional<T> found = parse.apply(text);
    if (found.isEmpty()) {
      throw ApiException.badRequest(
          "%s must be one of %s: was %s"
              .formatted(
                  parameter, all.stream().map(name).collect(Collectors.joining(", ")), text));
    }
    return found;
  }
}
