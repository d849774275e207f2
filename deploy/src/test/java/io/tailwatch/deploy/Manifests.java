// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.deploy;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The Kubernetes manifests, read by the types of their kinds.
 *
 * @param objects all of them, in order
 */
record Manifests(List<HasMetadata> objects) {

  /** Where they are. */
  static final String DIRECTORY = "deploy/kubernetes/";

  private static final Map<String, Class<? extends HasMetadata>> KINDS =
      Map.of(
          "v1 ServiceAccount", ServiceAccount.class,
          "v1 ConfigMap", ConfigMap.class,
          "v1 Service", Service.class,
          "apps/v1 StatefulSet", StatefulSet.class,
          "policy/v1 PodDisruptionBudget", PodDisruptionBudget.class,
          "monitoring.coreos.com/v1 ServiceMonitor", ServiceMonitor.class);

  private static final ObjectMapper STRICT =
      JsonMapper.builder()
          .annotationIntrospector(new NothingElse())
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  /** The types keep what they do not know in a map of their own. Here it is an error. */
  private static final class NothingElse extends JacksonAnnotationIntrospector {
    private static final long serialVersionUID = 1;

    @Override
    public Boolean hasAnySetter(Annotated annotated) {
      return false;
    }
  }

  /** What the kustomization lists. */
  static Manifests read() {
    var text = new StringBuilder();
    for (String file :
        Yaml.texts(Yaml.map(Repository.text(DIRECTORY + "kustomization.yaml")), "resources")) {
      text.append("---\n").append(Repository.text(DIRECTORY + file));
    }
    return parse(text.toString());
  }

  /**
   * Reads documents of YAML.
   *
   * @throws IllegalArgumentException if a kind or a field is not known
   */
  static Manifests parse(String text) {
    var objects = new ArrayList<HasMetadata>();
    for (Map<String, Object> document : Yaml.documents(text)) {
      String kind = document.get("apiVersion") + " " + document.get("kind");
      if (!KINDS.containsKey(kind)) {
        throw new IllegalArgumentException("unexpected kind " + kind);
      }
      objects.add(STRICT.convertValue(document, KINDS.get(kind)));
    }
    return new Manifests(objects);
  }

  /** Those of a type. */
  <T extends HasMetadata> List<T> all(Class<T> type) {
    return objects.stream().filter(type::isInstance).map(type::cast).toList();
  }

  /** The only one of a type. */
  <T extends HasMetadata> T one(Class<T> type) {
    List<T> all = all(type);
    if (all.size() != 1) {
      throw new IllegalArgumentException(
          "there must be one " + type.getSimpleName() + ": were " + all.size());
    }
    return all.get(0);
  }
}
