// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.cli;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Where a setting comes from when its flag is absent: the environment ({@code --state-dir} is
 * {@code TAILWATCH_STATE_DIR}), then the configuration file (Java properties, key {@code
 * state-dir}), then the option's own default.
 *
 * <p>Kafka's own properties come from {@code --kafka KEY=VALUE}, {@code KAFKA_SOME_PROPERTY} and
 * {@code kafka.some.property} in the file, in this order of precedence. Immutable.
 */
public final class Defaults implements IDefaultValueProvider {

  private static final String PREFIX = "TAILWATCH_";
  private static final String KAFKA_PREFIX = "KAFKA_";
  private static final String KAFKA_FILE_PREFIX = "kafka.";

  /** Read by the launcher, the logging configuration or {@link Console}. */
  private static final Set<String> NOT_OPTIONS =
      Set.of(
          "TAILWATCH_DEBUG",
          "TAILWATCH_JAVA_OPTS",
          "TAILWATCH_LOG_LEVEL",
          "TAILWATCH_KAFKA_LOG_LEVEL",
          "TAILWATCH_CONFIG");

  /** Variables of Kafka's own scripts, not properties of a client. */
  private static final Set<String> KAFKA_SCRIPT_VARIABLES =
      Set.of(
          "KAFKA_HOME",
          "KAFKA_OPTS",
          "KAFKA_DEBUG",
          "KAFKA_HEAP_OPTS",
          "KAFKA_JMX_OPTS",
          "KAFKA_GC_LOG_OPTS",
          "KAFKA_LOG4J_OPTS",
          "KAFKA_JVM_PERFORMANCE_OPTS",
          "KAFKA_BOOTSTRAP_SERVERS");

  private final Map<String, String> env;
  private final Map<String, String> file;

  private Defaults(Map<String, String> env, Map<String, String> file) {
    this.env = Map.copyOf(env);
    this.file = Map.copyOf(file);
  }

  /**
   * Reads the file that {@code --config} or {@code TAILWATCH_CONFIG} names, if any.
   *
   * @throws CommandFailure (usage) if it cannot be read
   */
  public static Defaults load(Map<String, String> env, List<String> arguments) {
    Optional<String> path = configArgument(arguments);
    if (path.isEmpty()) {
      path = Optional.ofNullable(env.get("TAILWATCH_CONFIG")).filter(p -> !p.isBlank());
    }
    return new Defaults(env, path.map(Defaults::read).orElse(Map.of()));
  }

  private static Optional<String> configArgument(List<String> arguments) {
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      if (argument.startsWith("--config=")) {
        return Optional.of(argument.substring("--config=".length()));
      }
      if (argument.equals("--config") && i + 1 < arguments.size()) {
        return Optional.of(arguments.get(i + 1));
      }
    }
    return Optional.empty();
  }

  private static Map<String, String> read(String name) {
    var properties = new Properties();
    try (Reader reader = Files.newBufferedReader(Path.of(name))) {
      properties.load(reader);
    } catch (IOException | IllegalArgumentException e) {
      throw CommandFailure.usage(
          "cannot read the configuration file " + name + " (" + Failures.reason(e) + ")");
    }
    return properties.stringPropertyNames().stream()
        .collect(Collectors.toMap(key -> key, key -> properties.getProperty(key).strip()));
  }

  @Override
  public String defaultValue(ArgSpec argument) {
    if (!(argument instanceof OptionSpec option)
        || option.usageHelp()
        || option.versionHelp()
        || option.isMultiValue()) {
      return null;
    }
    String name = fileKey(option);
    String value = env.get(variable(name));
    if (value == null && name.equals("bootstrap-servers")) {
      value = env.get("KAFKA_BOOTSTRAP_SERVERS");
    }
    return value != null ? value : file.get(name);
  }

  /** Kafka properties: flags over environment over file. */
  public Map<String, String> kafka(Map<String, String> flags) {
    var merged = new TreeMap<String, String>();
    file.forEach(
        (key, value) -> {
          if (key.startsWith(KAFKA_FILE_PREFIX)) {
            merged.put(key.substring(KAFKA_FILE_PREFIX.length()), value);
          }
        });
    env.forEach(
        (key, value) -> {
          if (key.startsWith(KAFKA_PREFIX) && !KAFKA_SCRIPT_VARIABLES.contains(key)) {
            String property = key.substring(KAFKA_PREFIX.length());
            merged.put(property.toLowerCase(Locale.ROOT).replace('_', '.'), value);
          }
        });
    merged.putAll(flags);
    return merged;
  }

  /** Names in the environment and in the file that are no setting of any command, in order. */
  public Set<String> unknown(CommandLine root) {
    Set<String> known = options(root).map(Defaults::fileKey).collect(Collectors.toSet());
    var unknown = new TreeSet<String>();
    for (String key : file.keySet()) {
      if (!known.contains(key) && !key.startsWith(KAFKA_FILE_PREFIX)) {
        unknown.add(key);
      }
    }
    Set<String> variables = known.stream().map(Defaults::variable).collect(Collectors.toSet());
    for (String key : env.keySet()) {
      if (key.startsWith(PREFIX) && !NOT_OPTIONS.contains(key) && !variables.contains(key)) {
        unknown.add(key);
      }
    }
    return unknown;
  }

  /** Of all commands below, however deep. */
  private static Stream<OptionSpec> options(CommandLine command) {
    return command.getSubcommands().values().stream()
        .flatMap(sub -> Stream.concat(sub.getCommandSpec().options().stream(), options(sub)));
  }

  private static String fileKey(OptionSpec option) {
    return option.longestName().replaceFirst("^-+", "");
  }

  private static String variable(String fileKey) {
    return PREFIX + fileKey.toUpperCase(Locale.ROOT).replace('-', '_');
  }
}
