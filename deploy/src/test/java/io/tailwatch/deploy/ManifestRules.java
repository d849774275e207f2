// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.deploy;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.HTTPGetAction;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.openshift.api.model.monitoring.v1.Endpoint;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the manifests must be, each by itself and together. */
final class ManifestRules {
  private final Manifests manifests;
  private final StatefulSet set;
  private final PodSpec pod;
  private final Container container;
  private final List<String> problems = new ArrayList<>();

  private ManifestRules(Manifests manifests) {
    this.manifests = manifests;
    this.set = manifests.one(StatefulSet.class);
    this.pod = set.getSpec().getTemplate().getSpec();
    this.container = pod.getContainers().get(0);
  }

  /**
   * What is wrong with manifests; empty if nothing is.
   *
   * @param image the image that is built here
   * @param paths what the HTTP API answers
   */
  static List<String> problems(Manifests manifests, String image, Set<String> paths) {
    var rules = new ManifestRules(manifests);
    rules.expect(rules.container.getImage().equals(image), "the image must be " + image);
    rules.selectors();
    rules.services();
    rules.monitor();
    rules.probes(paths);
    rules.security();
    rules.resources();
    rules.volumes();
    return rules.problems;
  }

  private void expect(boolean fine, String rule) {
    if (!fine) {
      problems.add(rule);
    }
  }

  private void selectors() {
    Map<String, String> labels = set.getSpec().getTemplate().getMetadata().getLabels();
    expect(
        set.getSpec().getSelector().getMatchLabels().equals(labels),
        "the set must select the labels of its pods");
    for (Service service : manifests.all(Service.class)) {
      expect(
          labels.entrySet().containsAll(service.getSpec().getSelector().entrySet()),
          "service " + service.getMetadata().getName() + " must select the pods");
    }
    expect(
        manifests
            .one(PodDisruptionBudget.class)
            .getSpec()
            .getSelector()
            .getMatchLabels()
            .equals(labels),
        "the disruption budget must select the pods");
    pod.getTopologySpreadConstraints()
        .forEach(
            constraint ->
                expect(
                    constraint.getLabelSelector().getMatchLabels().equals(labels),
                    "the spread must select the pods"));
  }

  private void services() {
    Set<String> ports =
        container.getPorts().stream().map(ContainerPort::getName).collect(Collectors.toSet());
    for (Service service : manifests.all(Service.class)) {
      for (ServicePort port : service.getSpec().getPorts()) {
        expect(
            ports.contains(port.getTargetPort().getStrVal()),
            "service " + service.getMetadata().getName() + " must lead to a port of the pods");
      }
    }
    String headless = set.getSpec().getServiceName();
    expect(
        manifests.all(Service.class).stream()
            .anyMatch(
                service ->
                    service.getMetadata().getName().equals(headless)
                        && "None".equals(service.getSpec().getClusterIP())),
        "the set must have a headless service");
    expect(
        variable("TAILWATCH_ADVERTISED_URL")
            .equals(
                Optional.of(
                    "$(POD_NAME)."
                        + headless
                        + ".$(POD_NAMESPACE).svc:"
                        + container.getPorts().get(0).getContainerPort())),
        "the advertised URL must be the name of the pod below the headless service");
    for (String field : List.of("POD_NAME", "POD_NAMESPACE")) {
      expect(
          container.getEnv().stream()
              .filter(each -> each.getName().equals(field))
              .anyMatch(each -> each.getValueFrom().getFieldRef() != null),
          field + " must be known");
    }
    expect(
        Boolean.FALSE.equals(pod.getEnableServiceLinks()),
        "services must not become environment variables");
  }

  private void monitor() {
    ServiceMonitor monitor = manifests.one(ServiceMonitor.class);
    List<Service> found =
        manifests.all(Service.class).stream()
            .filter(
                service ->
                    service
                        .getMetadata()
                        .getLabels()
                        .entrySet()
                        .containsAll(monitor.getSpec().getSelector().getMatchLabels().entrySet()))
            .toList();
    expect(found.size() == 1, "the monitor must find one service, or instances count twice");
    // The operator calls the job after the service; rules and dashboards ask for that name.
    expect(
        found.stream().allMatch(service -> service.getMetadata().getName().equals("tailwatch")),
        "the service that is monitored must be called tailwatch");
    for (Endpoint endpoint : monitor.getSpec().getEndpoints()) {
      expect(
          found.stream()
              .flatMap(service -> service.getSpec().getPorts().stream())
              .anyMatch(port -> port.getName().equals(endpoint.getPort())),
          "the monitor must name a port of the service");
      expect(
          endpoint.getAuthorization() != null
              && secrets().contains(endpoint.getAuthorization().getCredentials().getName()),
          "the monitor must have the token of the pods");
    }
  }

  private void probes(Set<String> paths) {
    var probes =
        Stream.of(
                container.getStartupProbe(),
                container.getReadinessProbe(),
                container.getLivenessProbe())
            .filter(Objects::nonNull)
            .map(Probe::getHttpGet)
            .filter(Objects::nonNull)
            .toList();
    expect(probes.size() == 3, "there must be three probes");
    for (HTTPGetAction probe : probes) {
      expect(paths.contains(probe.getPath()), "the API has no " + probe.getPath());
      expect(
          container.getPorts().get(0).getName().equals(probe.getPort().getStrVal()),
          "a probe must ask at a port of the container");
    }
    expect(
        container.getLivenessProbe().getHttpGet().getPath().equals("/health/live"),
        "what a restart cannot mend must not cause one");
    expect(
        pod.getTerminationGracePeriodSeconds() != null
            && pod.getTerminationGracePeriodSeconds() >= 30,
        "an analyzer needs 30 s to stop");
  }

  private void security() {
    var all = pod.getSecurityContext();
    expect(
        Boolean.TRUE.equals(all.getRunAsNonRoot())
            && Objects.equals(all.getRunAsUser(), 10001L)
            && Objects.equals(all.getFsGroup(), 10001L),
        "pods must run as the user of the image");
    expect(
        all.getSeccompProfile() != null
            && "RuntimeDefault".equals(all.getSeccompProfile().getType()),
        "pods must have the default seccomp profile");
    var own = container.getSecurityContext();
    expect(
        Boolean.FALSE.equals(own.getAllowPrivilegeEscalation()), "privileges must not be gained");
    expect(Boolean.TRUE.equals(own.getReadOnlyRootFilesystem()), "the root must be read-only");
    expect(
        own.getCapabilities() != null && own.getCapabilities().getDrop().equals(List.of("ALL")),
        "all capabilities must be dropped");
    ServiceAccount account = manifests.one(ServiceAccount.class);
    expect(
        account.getMetadata().getName().equals(pod.getServiceAccountName()),
        "pods must have the service account");
    expect(
        Boolean.FALSE.equals(pod.getAutomountServiceAccountToken())
            && Boolean.FALSE.equals(account.getAutomountServiceAccountToken()),
        "there must be no token of Kubernetes");
  }

  private void resources() {
    var requests = container.getResources().getRequests();
    var limits = container.getResources().getLimits();
    expect(requests.containsKey("cpu"), "CPU must be asked for");
    expect(
        limits.containsKey("memory") && limits.get("memory").equals(requests.get("memory")),
        "memory must be asked for as it is limited: the heap is a share of it");
  }

  private void volumes() {
    var sources =
        Stream.concat(
                pod.getVolumes().stream().map(Volume::getName),
                set.getSpec().getVolumeClaimTemplates().stream()
                    .map(claim -> claim.getMetadata().getName()))
            .collect(Collectors.toSet());
    var mounted =
        container.getVolumeMounts().stream().map(VolumeMount::getName).collect(Collectors.toSet());
    expect(sources.equals(mounted), "volumes and mounts must be the same: " + sources + mounted);
    String state = set.getSpec().getVolumeClaimTemplates().get(0).getMetadata().getName();
    expect(
        properties().contains("state-dir=" + mount(state)), "the state must be on its own volume");
    expect(mount("tmp").equals("/tmp"), "there must be a place for temporary files");
    ConfigMap config = manifests.one(ConfigMap.class);
    expect(
        pod.getVolumes().stream()
            .map(Volume::getConfigMap)
            .filter(Objects::nonNull)
            .anyMatch(volume -> volume.getName().equals(config.getMetadata().getName())),
        "the configuration must be mounted");
    String file = config.getData().keySet().iterator().next();
    expect(
        variable("TAILWATCH_CONFIG").equals(Optional.of(mount("config") + "/" + file)),
        "TAILWATCH_CONFIG must name the mounted file");
    expect(
        properties().contains("http-token-file=" + mount("http") + "/token"),
        "the token must be read from the mounted secret");
  }

  private String properties() {
    return String.join("\n", manifests.one(ConfigMap.class).getData().values());
  }

  private Set<String> secrets() {
    return pod.getVolumes().stream()
        .map(Volume::getSecret)
        .filter(Objects::nonNull)
        .map(secret -> secret.getSecretName())
        .collect(Collectors.toSet());
  }

  private String mount(String volume) {
    return container.getVolumeMounts().stream()
        .filter(mount -> mount.getName().equals(volume))
        .map(VolumeMount::getMountPath)
        .findFirst()
        .orElse("");
  }

  private Optional<String> variable(String name) {
    return container.getEnv().stream()
        .filter(each -> each.getName().equals(name))
        .map(each -> each.getValue())
        .findFirst();
  }
}
