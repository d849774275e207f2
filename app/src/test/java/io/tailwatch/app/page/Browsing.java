// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.page;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Playwright;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A headless Chromium. One thread. */
final class Browsing implements AutoCloseable {
  private final Playwright playwright;
  private final Browser browser;

  private Browsing(Playwright playwright, Browser browser) {
    this.playwright = playwright;
    this.browser = browser;
  }

  /** Starts this browser. */
  static Browsing start(Path chromium) {
    Map<String, String> env = new HashMap<>(System.getenv());
    env.put("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
    Playwright playwright = Playwright.create(new Playwright.CreateOptions().setEnv(env));
    try {
      var options = new LaunchOptions().setExecutablePath(chromium).setHeadless(true);
      // Its sandbox refuses to run for root, which is who runs in most containers.
      boolean root = "root".equals(System.getProperty("user.name"));
      options.setArgs(root ? List.of("--no-sandbox") : List.of());
      return new Browsing(playwright, playwright.chromium().launch(options));
    } catch (RuntimeException | Error e) {
      playwright.close();
      throw e;
    }
  }

  /** A session that shares nothing with others. */
  Visit visit(String url, Browser.NewContextOptions options) {
    return new Visit(url, browser.newContext(options));
  }

  @Override
  public void close() {
    playwright.close();
  }
}
