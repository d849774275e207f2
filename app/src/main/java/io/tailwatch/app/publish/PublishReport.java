// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.publish;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tailwatch.app.cli.Json;
import io.tailwatch.app.cli.Numbers;
import io.tailwatch.app.cli.Printable;
import io.tailwatch.producer.ingest.IngestProgress;
import io.tailwatch.producer.publish.PublishStats;
import java.util.Locale;

/**
 * What has been read and what became of it.
 *
 * @param run its name
 * @param read by the ingestion
 * @param sent by the publisher
 */
record PublishReport(String run, IngestProgress read, PublishStats sent) {

  /** One line for people. */
  String text() {
    var line = new StringBuilder("run ").append(Printable.text(run)).append(": ");
    if (read.vectors() == 0) {
      line.append("no vectors yet");
    } else {
      line.append(Numbers.text(read.vectors()))
          .append(read.vectors() == 1 ? " vector of " : " vectors of ")
          .append(Numbers.text(read.dimension()))
          .append(read.dimension() == 1 ? " value" : " values");
      if (read.series() > 1) {
        line.append(" in ").append(Numbers.text(read.series())).append(" series");
      }
      line.append(", to step ")
          .append(Numbers.text(read.lastStep()))
          .append("; published ")
          .append(Numbers.text(sent.publishedSteps()))
          .append(", dropped ")
          .append(Numbers.text(sent.droppedSteps()));
    }
    if (read.badRecords() > 0) {
      line.append(", bad records ").append(Numbers.text(read.badRecords()));
    }
    return sent.lastError().isEmpty()
        ? line.toString()
        : line + " (" + Printable.text(sent.lastError()) + ")";
  }

  /** The same for programs. */
  String json() {
    ObjectNode node = Json.object();
    node.put("run", run);
    node.put("state", read.state().name().toLowerCase(Locale.ROOT));
    node.put("series", read.series());
    node.put("dimension", read.dimension());
    putStep(node, "firstStep", read.firstStep());
    putStep(node, "lastStep", read.lastStep());
    node.put("read", read.vectors());
    node.put("published", sent.publishedSteps());
    node.put("dropped", sent.droppedSteps());
    node.put("badRecords", read.badRecords());
    if (sent.lastError().isEmpty()) {
      node.putNull("lastError");
    } else {
      node.put("lastError", sent.lastError());
    }
    return Json.text(node);
  }

  private static void putStep(ObjectNode node, String name, long step) {
    if (step < 0) {
      node.putNull(name);
    } else {
      node.put(name, step);
    }
  }
}
