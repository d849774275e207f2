// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.producer.ingest;

import io.tailwatch.events.v1.DataType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Everything that a reader made of some bytes.
 *
 * @param vectors in order
 * @param steps -1 where none was stated
 * @param series empty where none was named
 * @param rates 0 where none was stated
 * @param bad the messages of bad records
 * @param type of the last record
 */
record Reading(
    List<double[]> vectors,
    List<Long> steps,
    List<String> series,
    List<Double> rates,
    List<String> bad,
    DataType type) {

  static Reading of(InputLayout layout, String text) {
    return of(layout, text.getBytes(StandardCharsets.UTF_8));
  }

  static Reading of(InputLayout layout, byte[] bytes) {
    return of(layout, new ByteArrayInputStream(bytes));
  }

  static Reading of(InputLayout layout, InputStream in) {
    RecordReader reader = layout.reader("in", in);
    var record = new VectorRecord();
    var reading =
        new Reading(
            new ArrayList<>(),
            new ArrayList<>(),
            new ArrayList<>(),
            new ArrayList<>(),
            new ArrayList<>(),
            DataType.UNRECOGNIZED);
    while (true) {
      try {
        if (!reader.read(record)) {
          return reading.vectors.isEmpty() ? reading : reading.withType(reader.dataType());
        }
        reading.vectors.add(record.values.clone());
        reading.steps.add(record.step);
        reading.series.add(record.series);
        reading.rates.add(record.learningRate);
      } catch (BadRecordException e) {
        reading.bad.add(e.getMessage());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private Reading withType(DataType last) {
    return new Reading(vectors, steps, series, rates, bad, last);
  }
}
