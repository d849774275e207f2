// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.cli;

/** Ends a command with an exit code and one line that says what happened and what to do. */
public final class CommandFailure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int exitCode;

  private CommandFailure(int exitCode, String message, Throwable cause) {
    super(message, cause);
    this.exitCode = exitCode;
  }

  /** Exit code 1. */
  public static CommandFailure failure(String message) {
    return new CommandFailure(ExitCode.FAILURE, message, null);
  }

  /** Exit code 2. */
  public static CommandFailure usage(String message) {
    return new CommandFailure(ExitCode.USAGE, message, null);
  }

  /** Exit code 3. */
  public static CommandFailure unreachable(String message, Throwable cause) {
    return new CommandFailure(ExitCode.UNREACHABLE, message, cause);
  }

  /** Exit code 4. */
  public static CommandFailure badData(String message) {
    return new CommandFailure(ExitCode.BAD_DATA, message, null);
  }

  /** The code to exit with. */
  public int exitCode() {
    return exitCode;
  }
}
