// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.window;

import io.tailwatch.analyzer.state.v1.PanePart;
import io.tailwatch.events.v1.TailEstimate;
import java.util.List;
import java.util.Optional;

/**
 * What a pane did to a window.
 *
 * @param estimates one for each observable
 * @param stored the pane as it is to be kept; empty when it is not part of the window
 * @param removed ids of panes that left the window
 */
public record WindowUpdate(
    List<TailEstimate> estimates, Optional<PanePart> stored, List<Long> removed) {

  /** A pane that had been seen before. */
  static final WindowUpdate NOTHING = new WindowUpdate(List.of(), Optional.empty(), List.of());
}
