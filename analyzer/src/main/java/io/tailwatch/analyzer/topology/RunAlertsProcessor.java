// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.topology;

import io.tailwatch.analyzer.alert.RunAlerts;
import io.tailwatch.analyzer.state.v1.AlertNote;
import io.tailwatch.analyzer.state.v1.RunAlertsState;
import io.tailwatch.events.SeriesKey;
import io.tailwatch.events.v1.TailAlert;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Stage 3, for each run: group the alerts of its series, and forward those that are to be
 * published, keyed run/series of the series that leads.
 */
final class RunAlertsProcessor implements Processor<String, AlertNote, String, TailAlert> {
  private ProcessorContext<String, TailAlert> context;
  private KeyValueStore<String, RunAlertsState> runs;

  @Override
  public void init(ProcessorContext<String, TailAlert> processorContext) {
    context = processorContext;
    runs = context.getStateStore(Stores.RUN_ALERTS);
  }

  @Override
  public void process(Record<String, AlertNote> record) {
    RunAlertsState saved = runs.get(record.key());
    RunAlerts alerts = saved == null ? new RunAlerts() : RunAlerts.restore(saved);
    alerts
        .accept(record.value())
        .ifPresent(
            alert ->
                context.forward(
                    new Record<>(
                        SeriesKey.of(alert.getRun(), alert.getSeries()).encode(),
                        alert,
                        record.timestamp())));
    if (alerts.isEmpty()) {
      runs.delete(record.key());
    } else {
      runs.put(record.key(), alerts.state());
    }
  }
}
