// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.deploy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** YAML as maps, lists and scalars, with merge keys applied; a key that comes twice is an error. */
final class Yaml {
  private Yaml() {}

  @SuppressWarnings("unchecked")
  static Map<String, Object> map(String text) {
    return (Map<String, Object>) reader().load(text);
  }

  /** All documents of a file. */
  static List<Map<String, Object>> documents(String text) {
    var all = new ArrayList<Map<String, Object>>();
    for (Object document : reader().loadAll(text)) {
      all.add(asMap(document));
    }
    return all;
  }

  static String text(Map<String, Object> tree) {
    return new org.yaml.snakeyaml.Yaml(new DumperOptions()).dump(tree);
  }

  /** A map inside; empty where there is none. */
  static Map<String, Object> map(Map<String, Object> parent, String key) {
    return asMap(parent.get(key));
  }

  /** A list of texts inside; empty where there is none, of one where there is one text. */
  static List<String> texts(Map<String, Object> parent, String key) {
    Object value = parent.get(key);
    if (value == null) {
      return List.of();
    }
    return value instanceof List<?> list
        ? list.stream().map(String::valueOf).toList()
        : List.of(String.valueOf(value));
  }

  /** A list of maps inside; empty where there is none. */
  static List<Map<String, Object>> maps(Map<String, Object> parent, String key) {
    return parent.get(key) instanceof List<?> list
        ? list.stream().map(Yaml::asMap).toList()
        : List.of();
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> asMap(Object value) {
    return value == null ? Map.of() : (Map<String, Object>) value;
  }

  private static org.yaml.snakeyaml.Yaml reader() {
    var options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    return new org.yaml.snakeyaml.Yaml(new SafeConstructor(options));
  }
}
