// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.events;

import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import io.tailwatch.events.v1.IterateBatch;
import io.tailwatch.events.v1.RunDescriptor;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * How one kind of event is read.
 *
 * @param name of the kind, for messages
 * @param parser of the Protobuf form
 * @param guard makes what looks through the Protobuf bytes before they are parsed
 * @param json reads the JSON form
 */
record EventFormat<T extends MessageLite>(
    String name,
    Parser<T> parser,
    Function<EventLimits, WireGuard> guard,
    BiFunction<byte[], EventLimits, T> json) {
  static final EventFormat<IterateBatch> ITERATE_BATCH =
      new EventFormat<>(
          "iterate batch", IterateBatch.parser(), WireGuard::ofBatches, EventJson::iterateBatch);

  static final EventFormat<RunDescriptor> RUN_DESCRIPTOR =
      new EventFormat<>(
          "run descriptor", RunDescriptor.parser(), WireGuard::ofRuns, EventJson::runDescriptor);
}
