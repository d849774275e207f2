// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.http;

import io.javalin.http.Context;
import java.util.Arrays;
import java.util.Locale;
import org.eclipse.jetty.http.HttpStatus;

/** The live page. Browsers keep its files, and ask each time whether they are still the same. */
final class PageRoutes {
  static final String ROOT = "/io/tailwatch/analyzer/page/";

  private static final String INDEX = "index.html";

  private final PageFiles files;

  PageRoutes(PageFiles files) {
    this.files = files;
  }

  void add(Routes routes) {
    routes.get("/", context -> answer(context, INDEX));
    routes.get("/page/<file>", context -> answer(context, context.pathParam("file")));
  }

  private void answer(Context context, String name) {
    PageFiles.PageFile file =
        files
            .find(name)
            .orElseThrow(
                () -> ApiException.notFound("the page has no such file; the API is at /api/v1"));
    boolean gzip = file.gzipped() != null && accepts(context.header("Accept-Encoding"), "gzip");
    String tag = file.tag(gzip);
    context.header("Cache-Control", "no-cache");
    context.header("ETag", tag);
    if (isKnown(context.header("If-None-Match"), tag)) {
      context.status(HttpStatus.NOT_MODIFIED_304);
      return;
    }
    context.contentType(file.type());
    if (gzip) {
      context.header("Content-Encoding", "gzip");
    } else {
      context.disableCompression();
    }
    context.result(gzip ? file.gzipped() : file.bytes());
  }

  /** Whether a coding is named and not refused. */
  private static boolean accepts(String header, String coding) {
    return header != null
        && Arrays.stream(header.toLowerCase(Locale.ROOT).split(","))
            .map(String::strip)
            .filter(part -> part.equals(coding) || part.startsWith(coding + ";"))
            .anyMatch(part -> !part.replace(" ", "").matches(".*;q=0(\\.0*)?"));
  }

  /** A proxy that compresses may have made the tag a weak one. */
  private static boolean isKnown(String header, String tag) {
    return header != null
        && Arrays.stream(header.split(","))
            .map(String::strip)
            .map(each -> each.startsWith("W/") ? each.substring(2) : each)
            .anyMatch(each -> each.equals(tag) || each.equals("*"));
  }
}
