// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer;

import java.nio.file.Path;

/** The state directory cannot be used. The message is one line: where, why, and what to do. */
public final class StateDirectoryException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  private StateDirectoryException(String message, Throwable cause) {
    super(message, cause);
  }

  static StateDirectoryException of(Path directory, Throwable cause) {
    return new StateDirectoryException(
        "cannot use the state directory "
            + directory
            + ": it is not writable, or another analyzer uses it; give each one its own with"
            + " --state-dir",
        cause);
  }
}
