// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.cli;

/** Exit codes of every command. */
public final class ExitCode {

  /** Success; Ctrl-C of a service included. */
  public static final int OK = 0;

  /** Anything that has no code of its own. */
  public static final int FAILURE = 1;

  /** A wrong option or argument. */
  public static final int USAGE = 2;

  /** No Kafka broker answers. */
  public static final int UNREACHABLE = 3;

  /** A data file that cannot be read or makes no sense. */
  public static final int BAD_DATA = 4;

  private ExitCode() {}
}
