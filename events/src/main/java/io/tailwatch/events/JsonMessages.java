// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.events;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * Reads JSON objects into messages, led by the schema: field names in camelCase or as in the {@code
 * .proto}, 64-bit integers as numbers or strings, enums by name (with or without their prefix, in
 * any case) or number, bytes as base64, null as absent.
 */
final class JsonMessages {
  private static final BigInteger UNSIGNED_LONG_END = BigInteger.ONE.shiftLeft(64);

  private final JsonParser parser;
  private final EventLimits limits;

  JsonMessages(JsonParser parser, EventLimits limits) {
    this.parser = parser;
    this.limits = limits;
  }

  /** Takes a field over; returns whether it did. The parser stands at the field's value. */
  @FunctionalInterface
  interface FieldReader {
    boolean read(FieldDescriptor field) throws IOException;
  }

  /** Reads the object at whose opening brace the parser stands. */
  void read(Message.Builder target, FieldReader override) throws IOException {
    Descriptor schema = target.getDescriptorForType();
    Set<Object> seen = new HashSet<>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      FieldDescriptor field = find(schema, parser.currentName());
      JsonToken token = parser.nextToken();
      if (field == null || token == JsonToken.VALUE_NULL) {
        parser.skipChildren();
        continue;
      }
      Object choice =
          field.getRealContainingOneof() == null ? field : field.getRealContainingOneof();
      if (!seen.add(choice)) {
        throw new BadEventException(
            "field must come once, and one of its alternatives at most: had " + choice + " twice");
      }
      if (!override.read(field)) {
        readField(target, field);
      }
    }
  }

  private static FieldDescriptor find(Descriptor schema, String name) {
    FieldDescriptor field = schema.findFieldByName(name);
    if (field != null) {
      return field;
    }
    for (FieldDescriptor candidate : schema.getFields()) {
      if (candidate.getJsonName().equals(name)) {
        return candidate;
      }
    }
    return null;
  }

  private void readField(Message.Builder target, FieldDescriptor field) throws IOException {
    if (field.isMapField()) {
      readMap(target, field);
    } else if (field.isRepeated()) {
      expect(JsonToken.START_ARRAY, field);
      int length = 0;
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        Numbers.atMost(field.getName(), ++length, maxLength(field));
        target.addRepeatedField(field, value(target, field));
      }
    } else {
      target.setField(field, value(target, field));
    }
  }

  private int maxLength(FieldDescriptor field) {
    // Numbers are cheap and bounded by the length of the document; texts and messages are not.
    return field.getJavaType() == FieldDescriptor.JavaType.DOUBLE
        ? limits.maxEventBytes()
        : limits.maxEntries();
  }

  private void readMap(Message.Builder target, FieldDescriptor field) throws IOException {
    expect(JsonToken.START_OBJECT, field);
    FieldDescriptor key = field.getMessageType().findFieldByNumber(1);
    FieldDescriptor value = field.getMessageType().findFieldByNumber(2);
    int length = 0;
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      Numbers.atMost(field.getName(), ++length, limits.maxEntries());
      Message.Builder entry = target.newBuilderForField(field);
      entry.setField(key, parser.currentName());
      parser.nextToken();
      entry.setField(value, value(entry, value));
      target.addRepeatedField(field, entry.build());
    }
  }

  private Object value(Message.Builder parent, FieldDescriptor field) throws IOException {
    return switch (field.getJavaType()) {
      case STRING -> {
        expect(JsonToken.VALUE_STRING, field);
        yield parser.getText();
      }
      case BYTE_STRING -> {
        expect(JsonToken.VALUE_STRING, field);
        yield ByteString.copyFrom(parser.getBinaryValue());
      }
      case BOOLEAN -> {
        if (!parser.currentToken().isBoolean()) {
          throw wrong(field, "true or false");
        }
        yield parser.getBooleanValue();
      }
      case DOUBLE -> number(parser, field.getName());
      case FLOAT -> (float) number(parser, field.getName());
      case INT -> (int) integer(field, 32);
      case LONG -> integer(field, 64);
      case ENUM -> enumValue(field);
      case MESSAGE -> {
        expect(JsonToken.START_OBJECT, field);
        Message.Builder message = parent.newBuilderForField(field);
        read(message, inner -> false);
        yield message.build();
      }
    };
  }

  /** The number at which the parser stands, or one of the words for those JSON cannot write. */
  static double number(JsonParser parser, String name) throws IOException {
    if (parser.currentToken().isNumeric()) {
      return parser.getDoubleValue();
    }
    if (parser.currentToken() == JsonToken.VALUE_STRING) {
      switch (parser.getText()) {
        case "NaN":
          return Double.NaN;
        case "Infinity":
          return Double.POSITIVE_INFINITY;
        case "-Infinity":
          return Double.NEGATIVE_INFINITY;
        default:
      }
    }
    throw new BadEventException(
        name + " must hold numbers, NaN or Infinity: had " + parser.getText());
  }

  private long integer(FieldDescriptor field, int bits) throws IOException {
    boolean unsigned = field.getType().name().startsWith("UINT");
    BigInteger value;
    try {
      BigDecimal decimal =
          parser.currentToken() == JsonToken.VALUE_STRING
              ? text(field)
              : parser.currentToken().isNumeric() ? parser.getDecimalValue() : null;
      if (decimal == null || decimal.precision() - decimal.scale() > 20) {
        throw wrong(field, "an integer");
      }
      value = decimal.toBigIntegerExact();
    } catch (ArithmeticException | NumberFormatException e) {
      throw wrong(field, "an integer");
    }
    boolean fits =
        unsigned
            ? value.signum() >= 0 && value.compareTo(UNSIGNED_LONG_END.shiftRight(64 - bits)) < 0
            : value.bitLength() < bits;
    if (!fits) {
      throw wrong(field, "in the range of " + field.getType().name().toLowerCase(Locale.ROOT));
    }
    return value.longValue();
  }

  private BigDecimal text(FieldDescriptor field) throws IOException {
    // Parsing a decimal of n digits takes more than linear time; no integer of ours has 40.
    if (parser.getTextLength() > 40) {
      throw wrong(field, "an integer");
    }
    return new BigDecimal(parser.getText());
  }

  private EnumValueDescriptor enumValue(FieldDescriptor field) throws IOException {
    EnumDescriptor type = field.getEnumType();
    if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT) {
      return type.findValueByNumberCreatingIfUnknown((int) integer32(field));
    }
    expect(JsonToken.VALUE_STRING, field);
    String name = parser.getText().toUpperCase(Locale.ROOT);
    String prefix = type.getValues().get(0).getName();
    for (EnumValueDescriptor value : type.getValues()) {
      if (value.getName().equals(name) || value.getName().equals(prefixOf(type) + name)) {
        return value;
      }
    }
    throw wrong(field, "one of the names of " + type.getName() + ", such as " + prefix);
  }

  private long integer32(FieldDescriptor field) throws IOException {
    long value = parser.getLongValue();
    if (value < 0 || value > Integer.MAX_VALUE) {
      throw wrong(field, "the number of an enum value");
    }
    return value;
  }

  /** {@code DATA_TYPE_} for {@code DataType}: how the schema names the values of an enum. */
  private static String prefixOf(EnumDescriptor type) {
    return type.getName().replaceAll("(?<=[a-z])(?=[A-Z])", "_").toUpperCase(Locale.ROOT) + "_";
  }

  private void expect(JsonToken token, FieldDescriptor field) throws IOException {
    if (parser.currentToken() != token) {
      throw wrong(field, token.toString());
    }
  }

  private BadEventException wrong(FieldDescriptor field, String rule) throws IOException {
    String text = parser.getText();
    String shown = text.length() <= 40 ? text : text.substring(0, 40) + "…";
    return new BadEventException(field.getName() + " must be " + rule + ": was " + shown);
  }
}
