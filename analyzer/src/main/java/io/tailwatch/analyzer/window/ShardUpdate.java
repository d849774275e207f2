// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.window;

import io.tailwatch.analyzer.state.v1.PanePart;
import java.util.List;
import java.util.Optional;

/**
 * What a part did to the shards of a series.
 *
 * @param panes whole panes, in order
 * @param stored the part, where it has to wait for others
 * @param removed parts that wait no longer
 * @param late whether the part came after its pane had been handed on without it
 */
public record ShardUpdate(
    List<PanePart> panes, Optional<PanePart> stored, List<PanePart> removed, boolean late) {

  /** Nothing but progress. */
  public static final ShardUpdate NOTHING =
      new ShardUpdate(List.of(), Optional.empty(), List.of(), false);

  static final ShardUpdate LATE = new ShardUpdate(List.of(), Optional.empty(), List.of(), true);
}
