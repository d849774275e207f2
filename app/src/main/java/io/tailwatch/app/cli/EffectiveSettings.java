// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** What a command runs with, and where each value comes from. Stateless. */
public final class EffectiveSettings {

  /** Longer values stand out of their column instead of moving all sources to the right. */
  private static final int MAX_VALUE_WIDTH = 24;

  private EffectiveSettings() {}

  /**
   * Lines of name, value and source, secrets masked: first the options of a command that was
   * parsed, then the Kafka properties.
   *
   * @param decided values that the command chose itself where the option has no default, by name
   */
  public static List<String> lines(
      CommandLine command, Defaults defaults, KafkaOptions kafka, Map<String, String> decided) {
    var settings = new ArrayList<Setting>();
    for (OptionSpec option : command.getCommandSpec().options()) {
      if (!option.usageHelp() && !option.versionHelp() && !option.isMultiValue()) {
        settings.add(of(option, command, defaults, decided));
      }
    }
    settings.removeIf(setting -> setting.value().isEmpty());
    var rows = new ArrayList<Row>();
    settings.forEach(setting -> rows.add(new Row(setting.name(), setting)));
    for (Setting setting : defaults.kafkaSettings(kafka.flags())) {
      rows.add(new Row("kafka " + Printable.text(setting.name()), setting));
    }
    return Row.aligned(rows);
  }

  private static Setting of(
      OptionSpec option, CommandLine command, Defaults defaults, Map<String, String> decided) {
    String name = Defaults.fileKey(option);
    Object value = option.getValue();
    String text =
        value == null
            ? decided.getOrDefault(name, "")
            : value instanceof Duration time ? DurationConverter.text(time) : value.toString();
    if (command.getParseResult().hasMatchedOption(option)) {
      return new Setting(name, text, option.longestName());
    }
    String source = defaults.find(option).map(Setting::source).orElse(Setting.DEFAULT);
    return new Setting(name, text, source);
  }

  private record Row(String label, Setting setting) {

    static List<String> aligned(List<Row> rows) {
      int labels = rows.stream().mapToInt(row -> row.label.length()).max().orElse(0);
      int values =
          rows.stream()
              .mapToInt(row -> row.setting.shown().length())
              .filter(length -> length <= MAX_VALUE_WIDTH)
              .max()
              .orElse(0);
      String format = "%-" + labels + "s  %-" + Math.max(1, values) + "s  %s";
      return rows.stream()
          .map(
              row ->
                  format.formatted(
                      row.label, row.setting.shown(), Printable.text(row.setting.source())))
          .toList();
    }
  }
}
