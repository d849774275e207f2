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
import java.util.regex.Pattern;
import java.util.stream.Collectors;
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

  static final String PREFIX = "TAILWATCH_";
  static final String KAFKA_PREFIX = "KAFKA_";
  static final String KAFKA_FILE_PREFIX = "kafka.";

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

  /** What Kubernetes sets in every container for a service named tailwatch or kafka. */
  private static final Pattern SERVICE_LINK =
      Pattern.compile("(TAILWATCH|KAFKA)_(SERVICE_HOST|SERVICE_PORT.*|PORT_\\d+_(TCP|UDP|SCTP).*)");

  private static final Pattern SERVICE_ADDRESS = Pattern.compile("(tcp|udp|sctp)://.*");

  private final Map<String, String> env;
  private final Map<String, String> file;
  private final String fileName;

  private Defaults(Map<String, String> env, Map<String, String> file, String fileName) {
    this.env =
        env.entrySet().stream()
            .filter(entry -> !isServiceLink(entry.getKey(), entry.getValue()))
            .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
    this.file = Map.copyOf(file);
    this.fileName = fileName;
  }

  private static boolean isServiceLink(String name, String value) {
    return SERVICE_LINK.matcher(name).matches()
        || ((name.equals("TAILWATCH_PORT") || name.equals("KAFKA_PORT"))
            && SERVICE_ADDRESS.matcher(value).matches());
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
    return new Defaults(env, path.map(Defaults::read).orElse(Map.of()), path.orElse(""));
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
    return argument instanceof OptionSpec option
        ? find(option).map(Setting::value).orElse(null)
        : null;
  }

  /** What environment or file say of an option; empty where its own default holds. */
  Optional<Setting> find(OptionSpec option) {
    if (option.usageHelp() || option.versionHelp() || option.isMultiValue()) {
      return Optional.empty();
    }
    String name = fileKey(option);
    Optional<Setting> found = ofVariable(name, variable(name));
    if (found.isEmpty() && name.equals("bootstrap-servers")) {
      found = ofVariable(name, "KAFKA_BOOTSTRAP_SERVERS");
    }
    return found.or(() -> ofFile(name, name));
  }

  private Optional<Setting> ofVariable(String name, String variable) {
    return Optional.ofNullable(env.get(variable)).map(v -> new Setting(name, v, variable));
  }

  private Optional<Setting> ofFile(String name, String key) {
    return Optional.ofNullable(file.get(key)).map(v -> new Setting(name, v, fileName));
  }

  /** Kafka properties: flags over environment over file. */
  public Map<String, String> kafka(Map<String, String> flags) {
    var values = new TreeMap<String, String>();
    kafkaSettings(flags).forEach(setting -> values.put(setting.name(), setting.value()));
    return values;
  }

  /** The same with the sources, in the order of the names. */
  List<Setting> kafkaSettings(Map<String, String> flags) {
    var merged = new TreeMap<String, Setting>();
    file.forEach(
        (key, value) -> {
          if (key.startsWith(KAFKA_FILE_PREFIX)) {
            String name = key.substring(KAFKA_FILE_PREFIX.length());
            merged.put(name, new Setting(name, value, fileName));
          }
        });
    env.forEach(
        (key, value) -> {
          if (key.startsWith(KAFKA_PREFIX) && !KAFKA_SCRIPT_VARIABLES.contains(key)) {
            String name = kafkaProperty(key);
            merged.put(name, new Setting(name, value, key));
          }
        });
    flags.forEach((name, value) -> merged.put(name, new Setting(name, value, "--kafka")));
    return List.copyOf(merged.values());
  }

  /** The names of all variables that are ours, and of all keys of the file. */
  Set<String> variables() {
    return env.keySet();
  }

  Set<String> fileKeys() {
    return file.keySet();
  }

  /** {@code KAFKA_SECURITY_PROTOCOL} is {@code security.protocol}. */
  private static String kafkaProperty(String variable) {
    return variable.substring(KAFKA_PREFIX.length()).toLowerCase(Locale.ROOT).replace('_', '.');
  }

  /** {@code --state-dir} is {@code state-dir}. */
  static String fileKey(OptionSpec option) {
    return option.longestName().replaceFirst("^-+", "");
  }

  /** {@code state-dir} is {@code TAILWATCH_STATE_DIR}. */
  static String variable(String fileKey) {
    return PREFIX + fileKey.toUpperCase(Locale.ROOT).replace('-', '_');
  }
}
