// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;

/** Warns of settings in the environment and in the file that nobody reads. Stateless. */
public final class UnknownSettings {

  /** Read by the launcher, the logging configuration or {@link Console}. */
  private static final Set<String> NOT_OPTIONS =
      Set.of(
          "TAILWATCH_CONFIG",
          "TAILWATCH_DEBUG",
          "TAILWATCH_HEAP",
          "TAILWATCH_JAVA_OPTS",
          "TAILWATCH_KAFKA_LOG_LEVEL",
          "TAILWATCH_LOG_FORMAT",
          "TAILWATCH_LOG_LEVEL");

  private UnknownSettings() {}

  /**
   * One sentence for each variable, key or Kafka property that no command and no Kafka client
   * knows, with the nearest known name. A Kafka property without one may belong to a plug-in and is
   * passed over.
   */
  public static List<String> warnings(Defaults defaults, CommandLine root) {
    Set<String> keys =
        options(root)
            .filter(option -> !option.usageHelp() && !option.versionHelp())
            .map(Defaults::fileKey)
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> variables =
        keys.stream().map(Defaults::variable).collect(Collectors.toCollection(TreeSet::new));
    variables.addAll(NOT_OPTIONS);
    var warnings = new ArrayList<String>();
    for (String name : new TreeSet<>(defaults.variables())) {
      if (name.startsWith(Defaults.PREFIX) && !variables.contains(name)) {
        warnings.add(unknown(name, Defaults.PREFIX, variables));
      }
    }
    for (String key : new TreeSet<>(defaults.fileKeys())) {
      if (!keys.contains(key) && !key.startsWith(Defaults.KAFKA_FILE_PREFIX)) {
        warnings.add(unknown(key, "", keys));
      }
    }
    for (Setting setting : defaults.kafkaSettings(Map.of())) {
      KafkaNames.meant(setting.name())
          .ifPresent(
              known ->
                  warnings.add(
                      "no Kafka client knows the property "
                          + Printable.text(setting.name())
                          + " (from "
                          + setting.source()
                          + "): did you mean "
                          + known
                          + "?"));
    }
    return warnings;
  }

  private static Stream<CommandLine.Model.OptionSpec> options(CommandLine command) {
    return Stream.concat(
        command.getCommandSpec().options().stream(),
        command.getSubcommands().values().stream().flatMap(UnknownSettings::options));
  }

  /** The prefix that all have in common says nothing about which one was meant. */
  private static String unknown(String name, String prefix, Set<String> known) {
    Set<String> bare =
        known.stream()
            .map(each -> each.substring(prefix.length()))
            .collect(Collectors.toCollection(TreeSet::new));
    return "unknown setting "
        + Printable.text(name)
        + Closest.to(name.substring(prefix.length()), bare)
            .map(near -> ": did you mean " + prefix + near + "?")
            .orElse("");
  }
}
