// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.dashboards.render;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.Route;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** A headless Chromium that draws dashboards. One thread. */
final class Pictures implements AutoCloseable {
  /** Nobody lives there: whatever the page asks for comes from the class path. */
  private static final String SITE = "http://render.invalid/";

  private static final String UPLOT = "/META-INF/resources/webjars/uplot/";
  private static final Map<String, String> TYPES =
      Map.of("html", "text/html", "css", "text/css", "js", "text/javascript");

  private final Playwright playwright;
  private final Browser browser;

  private Pictures(Playwright playwright, Browser browser) {
    this.playwright = playwright;
    this.browser = browser;
  }

  /** Starts this browser. */
  static Pictures start(Path chromium) {
    Map<String, String> env = new HashMap<>(System.getenv());
    env.put("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
    Playwright playwright = Playwright.create(new Playwright.CreateOptions().setEnv(env));
    try {
      var options = new LaunchOptions().setExecutablePath(chromium).setHeadless(true);
      // Its sandbox refuses to run for root, which is who runs in most containers.
      boolean root = "root".equals(System.getProperty("user.name"));
      options.setArgs(root ? List.of("--no-sandbox") : List.of());
      return new Pictures(playwright, playwright.chromium().launch(options));
    } catch (RuntimeException | Error e) {
      playwright.close();
      throw e;
    }
  }

  /**
   * Draws a dashboard with its answers.
   *
   * @throws IOException when the page cannot draw it, or says that something is wrong
   */
  void take(JsonNode board, int width, Path file) throws IOException {
    List<String> troubles = new ArrayList<>();
    try (BrowserContext context =
        browser.newContext(new Browser.NewContextOptions().setViewportSize(width, 900))) {
      context.route("**/*", Pictures::answer);
      Page page = context.newPage();
      page.onPageError(troubles::add);
      page.onConsoleMessage(
          message -> {
            if (message.type().equals("error") || message.type().equals("warning")) {
              troubles.add(message.text());
            }
          });
      page.navigate(SITE + "index.html");
      page.waitForFunction("() => window.draw");
      page.evaluate("board => window.draw(JSON.parse(board))", board.toString());
      page.screenshot(new Page.ScreenshotOptions().setPath(file).setFullPage(true));
    }
    if (!troubles.isEmpty()) {
      throw new IOException("drawing " + file.getFileName() + ": " + String.join("; ", troubles));
    }
  }

  private static void answer(Route route) {
    String path = route.request().url().substring(SITE.length());
    String type = TYPES.getOrDefault(path.substring(path.lastIndexOf('.') + 1), "text/plain");
    try (InputStream in = open(path)) {
      if (in == null) {
        route.fulfill(new Route.FulfillOptions().setStatus(404));
      } else {
        route.fulfill(
            new Route.FulfillOptions().setContentType(type).setBodyBytes(in.readAllBytes()));
      }
    } catch (IOException e) {
      route.abort();
    }
  }

  private static InputStream open(String path) throws IOException {
    return path.startsWith("uplot/")
        ? Pictures.class.getResourceAsStream(UPLOT + uplotVersion() + path.substring(5))
        : Pictures.class.getResourceAsStream(path);
  }

  /** It is part of the path within its jar. */
  private static String uplotVersion() throws IOException {
    var properties = new Properties();
    try (InputStream in =
        Pictures.class.getResourceAsStream(
            "/META-INF/maven/org.webjars.npm/uplot/pom.properties")) {
      properties.load(in);
    }
    return properties.getProperty("version");
  }

  @Override
  public void close() {
    playwright.close();
  }
}
