// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.Response;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/**
 * One look at the page, in a browser session of its own. Whatever goes wrong in the browser
 * meanwhile (errors and warnings on the console, exceptions, dialogs, violations of the policy for
 * content, requests that fail or leave the site) is written down and fails the test at its end.
 */
final class Visit implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int PAUSE_MILLIS = 50;

  /** Told by the console too, but only in words. */
  private static final String REPORT_VIOLATIONS =
      "document.addEventListener('securitypolicyviolation', e =>"
          + " console.error('policy violated: ' + e.violatedDirective + ' by ' + e.blockedURI))";

  private static final String HAS_DATA = "chart => chart.chartData?.labels.length > 0";

  /** Data of a chart; what is not a number there is null, as in the API. */
  private static final String CHART_DATA = "chart => JSON.stringify(chart.chartData)";

  private static final String LEGEND =
      """
      legend => JSON.stringify({
        at: legend.querySelector('.legend-at').textContent,
        ...Object.fromEntries([...legend.querySelectorAll('.legend-item:not([hidden])')].map(item =>
          ['.legend-label', '.legend-value'].map(part => item.querySelector(part).textContent)))
      })
      """;

  private final String url;
  private final BrowserContext context;
  private final Page page;
  private final List<String> troubles = new ArrayList<>();
  private final List<Predicate<String>> allowed = new ArrayList<>();

  Visit(String url, BrowserContext context) {
    this.url = url;
    this.context = context;
    context.addInitScript(REPORT_VIOLATIONS);
    page = context.newPage();
    page.setDefaultTimeout(PATIENCE.toMillis());
    page.onConsoleMessage(this::note);
    page.onPageError(error -> troubles.add("exception: " + error));
    page.onCrash(crashed -> troubles.add("the page has crashed"));
    page.onDialog(
        dialog -> {
          troubles.add("dialog: " + dialog.message());
          dialog.dismiss();
        });
    page.onRequest(this::note);
    page.onResponse(this::note);
    page.onRequestFailed(this::noteFailed);
  }

  private void note(ConsoleMessage message) {
    if (message.type().equals("error") || message.type().equals("warning")) {
      troubles.add("console: " + message.text() + " at " + message.location());
    }
  }

  private void note(Request request) {
    boolean ours =
        request.url().startsWith(url + "/")
            || request.url().startsWith("data:")
            || request.url().startsWith("blob:");
    if (!ours) {
      troubles.add("a request left the site: " + request.url());
    }
  }

  private void note(Response response) {
    if (response.status() >= 400) {
      troubles.add("response: " + response.status() + " of " + response.url());
    }
  }

  private void noteFailed(Request request) {
    // Whoever leaves a view has no use for its answers any more.
    if (!request.failure().contains("ERR_ABORTED")) {
      troubles.add("request: " + request.failure() + " of " + request.url());
    }
  }

  /** What goes wrong and contains this is meant to. */
  Visit allow(String part) {
    allowed.add(trouble -> trouble.contains(part));
    return this;
  }

  Page page() {
    return page;
  }

  /** The overview. */
  Visit overview() {
    return go("");
  }

  /** The page of a run. */
  Visit run(String run) {
    return go("#/runs/" + encoded(run));
  }

  /** The page of one observable. */
  Visit series(String run, String series, String observable) {
    return go("#/runs/" + encoded(run) + "/series/" + encoded(series) + "/" + observable);
  }

  private Visit go(String hash) {
    page.navigate(url + "/" + hash);
    return this;
  }

  static String encoded(String name) {
    return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** What is marked for tests by this name. */
  Locator at(String name) {
    return page.locator("[data-test=\"" + name + "\"]");
  }

  /** The same, below something. */
  static Locator at(Locator in, String name) {
    return in.locator("[data-test=\"" + name + "\"]");
  }

  /** The row of a run in the overview. */
  Locator row(String run) {
    var exact = new Page.GetByTitleOptions().setExact(true);
    return at("run-row").filter(new Locator.FilterOptions().setHas(page.getByTitle(run, exact)));
  }

  /** The card of an observable in the view of its run. */
  Locator card(String observable) {
    return page.locator(
        "[data-test=\"series-card\"][data-observable=\"%s\"]".formatted(observable));
  }

  /** What the chart below an element has drawn, once it has drawn something. */
  Drawn chart(Locator in) {
    Locator plot = at(in, "plot").first();
    plot.scrollIntoViewIfNeeded();
    until("data of a chart", () -> (Boolean) plot.evaluate(HAS_DATA));
    return Drawn.of(Api.parse((String) plot.evaluate(CHART_DATA)));
  }

  /** The words of a chart's legend by their labels, and where they are of as {@code at}. */
  static Map<String, String> legend(Locator in) {
    Map<String, String> words = new LinkedHashMap<>();
    Api.parse((String) at(in, "legend").first().evaluate(LEGEND))
        .properties()
        .forEach(each -> words.put(each.getKey(), each.getValue().asText()));
    return words;
  }

  /** Leaves a mark that only loading the page again would wipe out. */
  Visit mark() {
    page.evaluate("() => { window.marked = true; }");
    return this;
  }

  /** Fails when the page was loaded again since it was marked. */
  void assertNotReloaded() {
    assertThat(page.evaluate("() => window.marked === true")).as("never reloaded").isEqualTo(true);
  }

  /** Until something holds, while the browser goes on. */
  void until(String what, BooleanSupplier holds) {
    until(what, PATIENCE, holds);
  }

  /** The same with a limit. */
  void until(String what, Duration limit, BooleanSupplier holds) {
    long deadline = System.nanoTime() + limit.toNanos();
    while (!holds.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError(
            "not within %d s: %s%ntroubles: %s%nthe page shows:%n%s"
                .formatted(limit.toSeconds(), what, troubles, page.locator("body").innerText()));
      }
      // Lets events of the browser in, which sleeping would not.
      page.waitForTimeout(PAUSE_MILLIS);
    }
  }

  /** Whether the page is as wide as the window, nothing of it being to the side. */
  boolean fits() {
    return (Boolean)
        page.evaluate(
            "() => document.scrollingElement.scrollWidth <= document.documentElement.clientWidth");
  }

  /** Fails when something has gone wrong that was not meant to. */
  void assertNoTroubles() {
    List<String> unexpected =
        troubles.stream()
            .filter(trouble -> allowed.stream().noneMatch(each -> each.test(trouble)))
            .toList();
    assertThat(unexpected).as("what went wrong in the browser at %s", page.url()).isEmpty();
  }

  @Override
  public void close() {
    context.close();
  }
}
