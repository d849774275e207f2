// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app;

import io.tailwatch.app.cli.Console;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** Runs a command line in this process. */
public final class Cli {

  private final Map<String, String> env = new HashMap<>();
  private InputStream input = InputStream.nullInputStream();

  /** With an environment variable. */
  public Cli env(String name, String value) {
    env.put(name, value);
    return this;
  }

  /** With this on standard input. */
  public Cli input(String text) {
    return input(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** With this as standard input. */
  public Cli input(InputStream stream) {
    input = stream;
    return this;
  }

  /** Runs it to its end. */
  public Result run(String... args) {
    var out = new StringWriter();
    var err = new StringWriter();
    var console = new Console(input, new PrintWriter(out), new PrintWriter(err), env, false, false);
    int code = Main.run(console, args);
    return new Result(code, out.toString(), err.toString());
  }

  /** What a command left behind. */
  public record Result(int code, String out, String err) {}
}
