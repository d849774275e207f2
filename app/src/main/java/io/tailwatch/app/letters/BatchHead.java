// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.letters;

import io.tailwatch.app.cli.Numbers;
import io.tailwatch.events.IterateValues;
import io.tailwatch.events.v1.DataType;
import io.tailwatch.events.v1.IterateBatch;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;

/** The fields of a batch that need not keep any rule. Stateless. */
final class BatchHead {

  private static final int FIRST_VALUES = 8;

  private BatchHead() {}

  /** Names and what they hold, in the order of the schema; the texts are as they came. */
  static Map<String, Object> of(IterateBatch batch) {
    var head = new LinkedHashMap<String, Object>();
    head.put("run", batch.getRun());
    head.put("series", batch.getSeries());
    head.put("attempt", Integer.toUnsignedLong(batch.getAttempt()));
    head.put("quantity", known(batch.getQuantity(), batch.getQuantityValue()));
    head.put("first_step", batch.getFirstStep());
    head.put("steps", Integer.toUnsignedLong(batch.getSteps()));
    head.put("step_stride", Integer.toUnsignedLong(batch.getStepStride()));
    head.put("dimension", Integer.toUnsignedLong(batch.getDimension()));
    if (batch.getShardCount() != 0) {
      head.put(
          "shard",
          Integer.toUnsignedString(batch.getShard())
              + " of "
              + Integer.toUnsignedString(batch.getShardCount())
              + ", "
              + known(batch.getShardKind(), batch.getShardKindValue()));
    }
    head.put("data_type", known(batch.getDataType(), batch.getDataTypeValue()));
    head.put("payload", payload(batch));
    head.put("learning_rate", batch.getLearningRate());
    head.put("descriptor", batch.hasSeriesDescriptor());
    head.put("end_of_series", batch.getEndOfSeries());
    return head;
  }

  private static String known(Enum<?> constant, int number) {
    return constant.name().equals("UNRECOGNIZED") ? "unknown (" + number + ")" : constant.name();
  }

  private static String payload(IterateBatch batch) {
    return switch (batch.getPayloadCase()) {
      case SKETCH -> "a sketch of pane " + batch.getSketch().getPane();
      case PAYLOAD_NOT_SET -> "none";
      case VALUES ->
          Numbers.text(batch.getValues().size()) + " bytes of values" + firstValues(batch);
    };
  }

  private static String firstValues(IterateBatch batch) {
    if (batch.getDataType() == DataType.UNRECOGNIZED) {
      return "";
    }
    int width = IterateValues.bytesPerValue(batch.getDataType());
    int count = Math.min(FIRST_VALUES, batch.getValues().size() / width);
    if (count == 0) {
      return "";
    }
    IterateValues.BytesView view = IterateValues.view(batch.getValues());
    var values = new StringJoiner(", ", ": ", count * width < view.length() ? ", ..." : "");
    for (int i = 0; i < count; i++) {
      values.add(Double.toString(IterateValues.valueAt(view, batch.getDataType(), i)));
    }
    return values.toString();
  }
}
