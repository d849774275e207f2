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
    var lines = new ArrayList<String>();
    settings.forEach(setting -> lines.add(setting.line()));
    defaults.kafkaSettings(kafka.flags()).forEach(setting -> lines.add("kafka " + setting.line()));
    return lines;
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
}
