// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Handler;
import java.util.ArrayList;
import java.util.List;

/**
 * Registers what can be read. HEAD runs the same handler as GET: left to itself Javalin says 200 to
 * it wherever there is a path, whether it leads anywhere or not.
 */
final class Routes {
  private final RoutesConfig config;
  private final List<String> paths = new ArrayList<>();

  Routes(RoutesConfig config) {
    this.config = config;
  }

  void get(String path, Handler handler) {
    config.get(path, handler);
    config.head(path, handler);
    paths.add(path);
  }

  /** All of them, as Javalin writes them. */
  List<String> paths() {
    return List.copyOf(paths);
  }
}
