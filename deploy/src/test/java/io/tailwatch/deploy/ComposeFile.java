// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.deploy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A compose file as Compose reads it, with the defaults of its variables.
 *
 * @param tree all of it
 */
record ComposeFile(Map<String, Object> tree) {

  /** The one that is tested. */
  static final String NAME = "docker-compose.yml";

  private static final Pattern VARIABLE = Pattern.compile("\\$\\{\\w+:-([^}]*)}");

  static ComposeFile parse(String text) {
    String filled = VARIABLE.matcher(text).replaceAll("$1");
    if (filled.contains("$")) {
      throw new IllegalArgumentException("a variable without a default: " + filled);
    }
    return new ComposeFile(Yaml.map(filled));
  }

  static ComposeFile read() {
    return parse(Repository.text(NAME));
  }

  /** All services by name. */
  Map<String, Service> services() {
    var services = new LinkedHashMap<String, Service>();
    Yaml.map(tree, "services")
        .keySet()
        .forEach(name -> services.put(name, new Service(name, service(name))));
    return services;
  }

  private Map<String, Object> service(String name) {
    return Yaml.map(Yaml.map(tree, "services"), name);
  }

  /** All profiles that a service belongs to. */
  TreeSet<String> profiles() {
    return services().values().stream()
        .flatMap(service -> service.profiles().stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** What starts with a profile. */
  Map<String, Service> services(String profile) {
    var active = new LinkedHashMap<>(services());
    active
        .values()
        .removeIf(
            service -> !service.profiles().isEmpty() && !service.profiles().contains(profile));
    return active;
  }

  /** The file as it is with one profile: without the services of the others. */
  Map<String, Object> tree(String profile) {
    var copy = new LinkedHashMap<>(tree);
    var services = new LinkedHashMap<>(Yaml.map(tree, "services"));
    services.keySet().retainAll(services(profile).keySet());
    copy.put("services", services);
    return copy;
  }

  /** Where the file of a secret lies, from the top of the repository. */
  String secretFile(String name) {
    return String.valueOf(Yaml.map(Yaml.map(tree, "secrets"), name).get("file"));
  }

  /**
   * One service.
   *
   * @param name its name, by which others reach it
   * @param tree all about it
   */
  record Service(String name, Map<String, Object> tree) {

    String image() {
      return String.valueOf(tree.get("image"));
    }

    /** Whether it runs our image. */
    boolean isOurs() {
      return image().startsWith("tailwatch:");
    }

    boolean isBroker() {
      return image().startsWith("apache/kafka:");
    }

    List<String> profiles() {
      return Yaml.texts(tree, "profiles");
    }

    List<String> command() {
      return Yaml.texts(tree, "command");
    }

    /** Whether it runs this command of ours. */
    boolean runs(String command) {
      return isOurs() && command().get(0).equals(command);
    }

    Map<String, String> environment() {
      var texts = new LinkedHashMap<String, String>();
      Yaml.map(tree, "environment").forEach((key, value) -> texts.put(key, String.valueOf(value)));
      return texts;
    }

    /** Its name and its other names. */
    List<String> names() {
      var network = Yaml.map(Yaml.map(tree, "networks"), "default");
      var names = new ArrayList<>(List.of(name));
      names.addAll(Yaml.texts(network, "aliases"));
      return names;
    }

    /** Published ports, as {@code address:port:port}. */
    List<String> ports() {
      return Yaml.texts(tree, "ports");
    }

    /** Mounts, as {@code source:target} or {@code source:target:ro}. */
    List<String> volumes() {
      return Yaml.texts(tree, "volumes");
    }

    List<String> secrets() {
      return Yaml.texts(tree, "secrets");
    }

    Map<String, Object> dependsOn() {
      return Yaml.map(tree, "depends_on");
    }

    Map<String, Object> healthCheck() {
      return Yaml.map(tree, "healthcheck");
    }
  }
}
