// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.cli;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
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

  /** The name under which talk stands among structured logs. */
  private static final String TALK = "tailwatch";

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
    talk(Level.INFO, line);
  }

  /** One line about something that is not as it should be, but does not stop the command. */
  public void warn(String line) {
    talk(Level.WARN, "warning: " + line);
  }

  /** One line about what made the command fail. */
  public void complain(String line) {
    talk(Level.ERROR, line);
  }

  /** Among structured logs, talk is structured too: whoever collects them gets no other line. */
  private void talk(Level level, String line) {
    if (LogSettings.isJson(env)) {
      Talk.LOG.atLevel(level).log("{}", line);
    } else {
      err.println("tailwatch: " + line);
      err.flush();
    }
  }

  /** Made when it is needed: most commands end without ever having set up logging. */
  private static final class Talk {
    static final Logger LOG = LoggerFactory.getLogger(TALK);
  }
}
