// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.page;

import com.microsoft.playwright.Browser;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests a {@link Site} and {@link Visits} to it. Site and browser are started by the first
 * test that needs them and closed with the outermost class, which is skipped without a Chromium.
 */
final class PageTests implements BeforeAllCallback, ParameterResolver, AfterTestExecutionCallback {
  private static final Namespace NAMESPACE = Namespace.create(PageTests.class);

  /** The visits of one test. */
  static final class Visits {
    private final Browsing browsing;
    private final String url;
    private final Deque<Visit> open = new ArrayDeque<>();

    private Visits(Browsing browsing, String url) {
      this.browsing = browsing;
      this.url = url;
    }

    Visit visit() {
      return visit(new Browser.NewContextOptions());
    }

    Visit visit(Browser.NewContextOptions options) {
      return visit(url, options);
    }

    /** Of another site. */
    Visit visit(String other, Browser.NewContextOptions options) {
      Visit visit = browsing.visit(other, options);
      open.push(visit);
      return visit;
    }

    private void end(boolean failed) {
      try {
        if (!failed) {
          open.forEach(Visit::assertNoTroubles);
        }
      } finally {
        open.forEach(Visit::close);
      }
    }
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    Chromium.require(System.getenv());
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return type == Site.class || type == Visits.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    Site site = site(context);
    return parameter.getParameter().getType() == Site.class
        ? site
        : context
            .getStore(NAMESPACE)
            .computeIfAbsent(
                Visits.class, key -> new Visits(browsing(context), site.url()), Visits.class);
  }

  private static Site site(ExtensionContext context) {
    return outermost(context)
        .getStore(NAMESPACE)
        .computeIfAbsent(Site.class, key -> startSite(), Site.class);
  }

  /** Of the class that is not nested in another one. */
  private static ExtensionContext outermost(ExtensionContext context) {
    ExtensionContext outermost = context;
    while (outermost.getParent().filter(parent -> parent.getTestClass().isPresent()).isPresent()) {
      outermost = outermost.getParent().get();
    }
    return outermost;
  }

  private static Site startSite() {
    try {
      return Site.start();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static Browsing browsing(ExtensionContext context) {
    Path chromium = Chromium.require(System.getenv());
    return outermost(context)
        .getStore(NAMESPACE)
        .computeIfAbsent(Browsing.class, key -> Browsing.start(chromium), Browsing.class);
  }

  @Override
  public void afterTestExecution(ExtensionContext context) {
    Visits visits = context.getStore(NAMESPACE).get(Visits.class, Visits.class);
    if (visits != null) {
      visits.end(context.getExecutionException().isPresent());
    }
  }
}
