// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.events;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import com.google.protobuf.UnsafeByteOperations;

/** Parses Protobuf in place. */
final class ProtobufReader {
  private ProtobufReader() {}

  /**
   * Byte fields of the result share {@code bytes}, which therefore must not be written any more;
   * that holds for the arrays Kafka hands out.
   *
   * @throws BadEventException when the bytes are malformed or nested too deeply
   */
  static <T extends MessageLite> T read(Parser<T> parser, byte[] bytes) {
    // Only a stream over a ByteString hands out slices; one over a plain array always copies.
    CodedInputStream input = UnsafeByteOperations.unsafeWrap(bytes).newCodedInput();
    input.enableAliasing(true);
    input.setRecursionLimit(EventLimits.MAX_NESTING);
    try {
      return parser.parseFrom(input);
    } catch (InvalidProtocolBufferException e) {
      throw new BadEventException("event must be valid Protobuf: " + e.getMessage(), e);
    }
  }
}
