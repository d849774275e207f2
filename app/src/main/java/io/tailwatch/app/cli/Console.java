// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.cli;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import picocli.CommandLine.Help.Ansi;

/**
 * The world outside a command: streams, environment, and which streams are a terminal.
 *
 * @param in standard input
 * @param out data
 * @param err talk
 * @param env environment variables
 * @param outIsTerminal whether {@code out} may be redrawn and coloured
 * @param errIsTerminal whether {@code err} may show progress
 */
public record Console(
    InputStream in,
    PrintWriter out,
    PrintWriter err,
    Map<String, String> env,
    boolean outIsTerminal,
    boolean errIsTerminal) {

  /** This process. The launcher says which streams are a terminal; Java 17 cannot tell. */
  public static Console system() {
    return new Console(
        new FileInputStream(FileDescriptor.in),
        writer(FileDescriptor.out),
        writer(FileDescriptor.err),
        System.getenv(),
        Boolean.getBoolean("tailwatch.terminal.stdout"),
        Boolean.getBoolean("tailwatch.terminal.stderr"));
  }

  private static PrintWriter writer(FileDescriptor descriptor) {
    return new PrintWriter(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
  }

  /** Colour only on a terminal that can and whose user wants it (https://no-color.org). */
  public Ansi ansi() {
    boolean wanted = env.getOrDefault("NO_COLOR", "").isEmpty();
    boolean able = outIsTerminal && !"dumb".equals(env.get("TERM"));
    return wanted && able ? Ansi.ON : Ansi.OFF;
  }

  /** Whether stack traces are asked for. */
  public boolean debug() {
    return !env.getOrDefault("TAILWATCH_DEBUG", "").isEmpty();
  }

  /** One line of talk. */
  public void say(String line) {
    err.println("tailwatch: " + line);
    err.flush();
  }
}
