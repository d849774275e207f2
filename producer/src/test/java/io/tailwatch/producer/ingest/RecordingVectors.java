// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.producer.ingest;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps what it is given. */
final class RecordingVectors implements VectorSink {
  private final List<List<Double>> vectors = new CopyOnWriteArrayList<>();
  private final List<String> labels = new CopyOnWriteArrayList<>();
  volatile double ratio;
  volatile boolean takes = true;

  @Override
  public boolean publish(String series, long step, double[] vector, double learningRate) {
    if (takes) {
      labels.add(series + "@" + step + (learningRate == 0 ? "" : "*" + learningRate));
      vectors.add(Arrays.stream(vector).boxed().toList());
    }
    return takes;
  }

  @Override
  public double queueRatio() {
    return ratio;
  }

  @Override
  public String lastError() {
    return "the sink is shut";
  }

  List<List<Double>> vectors() {
    return vectors;
  }

  /** {@code series@step*learningRate}. */
  List<String> labels() {
    return labels;
  }
}
