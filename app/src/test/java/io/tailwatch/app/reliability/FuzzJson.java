// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.reliability;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.tailwatch.events.IterateValues;
import io.tailwatch.events.v1.IterateBatch;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/**
 * Writes batches as JSON in all the ways that the contract allows: names in either style, enums by
 * name or number, large integers as texts, values as numbers, rows or base64. A function of the
 * random numbers.
 */
final class FuzzJson {
  private final Random random;
  private final JsonMapper quoted = JsonMapper.builder().build();
  private final JsonMapper bare =
      JsonMapper.builder().disable(JsonWriteFeature.WRITE_NAN_AS_STRINGS).build();

  FuzzJson(Random random) {
    this.random = random;
  }

  byte[] write(IterateBatch batch) {
    var out = new ByteArrayOutputStream();
    try (JsonGenerator json = (random.nextBoolean() ? quoted : bare).createGenerator(out)) {
      write(json, batch);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private void write(JsonGenerator json, Message message) throws IOException {
    boolean camel = random.nextBoolean();
    json.writeStartObject();
    for (Map.Entry<FieldDescriptor, Object> entry : message.getAllFields().entrySet()) {
      FieldDescriptor field = entry.getKey();
      json.writeFieldName(camel ? field.getJsonName() : field.getName());
      if (message instanceof IterateBatch batch
          && field.getNumber() == IterateBatch.VALUES_FIELD_NUMBER) {
        writeValues(json, batch);
      } else if (field.isRepeated()) {
        json.writeStartArray();
        for (Object element : (List<?>) entry.getValue()) {
          writeValue(json, element);
        }
        json.writeEndArray();
      } else {
        writeValue(json, entry.getValue());
      }
    }
    json.writeEndObject();
  }

  private void writeValue(JsonGenerator json, Object value) throws IOException {
    if (value instanceof Message message) {
      write(json, message);
    } else if (value instanceof ByteString bytes) {
      json.writeString(Base64.getEncoder().encodeToString(bytes.toByteArray()));
    } else if (value instanceof EnumValueDescriptor constant) {
      // A value that the schema does not know has no name.
      if (constant.getIndex() < 0 || random.nextBoolean()) {
        json.writeNumber(constant.getNumber());
      } else {
        String name = constant.getName();
        json.writeString(random.nextBoolean() ? name : name.toLowerCase(Locale.ROOT));
      }
    } else if (value instanceof Long number && random.nextBoolean()) {
      json.writeString(number.toString());
    } else {
      json.writeObject(value);
    }
  }

  private void writeValues(JsonGenerator json, IterateBatch batch) throws IOException {
    int form = random.nextInt(3);
    if (form == 0) {
      writeValue(json, batch.getValues());
      return;
    }
    double[] numbers = new double[batch.getSteps() * batch.getDimension()];
    IterateValues.decode(batch.getValues(), batch.getDataType(), numbers);
    json.writeStartArray();
    for (int i = 0; i < numbers.length; i++) {
      if (form == 2 && i % batch.getDimension() == 0) {
        json.writeStartArray();
      }
      json.writeNumber(numbers[i]);
      if (form == 2 && i % batch.getDimension() == batch.getDimension() - 1) {
        json.writeEndArray();
      }
    }
    json.writeEndArray();
  }
}
