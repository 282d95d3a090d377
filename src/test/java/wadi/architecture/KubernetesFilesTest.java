package wadi.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import wadi.platform.Settings;

/** ops/kubernetes, read as strictly as a cluster would: nothing of it has been applied to one here. */
class KubernetesFilesTest {
  private static final Path HOME = Path.of("").toAbsolutePath();
  private static final Map<String, Class<? extends HasMetadata>> KINDS = Map.of("ConfigMap", ConfigMap.class, "Deployment", Deployment.class, "Service", Service.class,
      "PodDisruptionBudget", PodDisruptionBudget.class, "HorizontalPodAutoscaler", HorizontalPodAutoscaler.class);
  private static final Set<String> NO_PROPERTIES = Set.of("CARD_KEY", "WADI_TOKEN");

  /** The model keeps what it does not know for later versions; here it is a mistake. */
  private static final ObjectMapper STRICT = JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
      .annotationIntrospector(new JacksonAnnotationIntrospector() {
        private static final long serialVersionUID = 1;

        @Override
        public Boolean hasAnySetter(Annotated member) {
          return false;
        }
      }).build();

  private static final List<HasMetadata> RESOURCES = new ArrayList<>();

  @BeforeAll
  static void read() throws IOException {
    try (Stream<Path> files = Files.list(HOME.resolve("ops/kubernetes"))) {
      for (Path file : files.filter(found -> found.toString().endsWith(".yaml")).sorted().toList()) {
        RESOURCES.addAll(read(Files.readString(file)));
      }
    }
  }

  private static List<HasMetadata> read(String text) {
    List<HasMetadata> resources = new ArrayList<>();
    for (Object document : new Yaml(new SafeConstructor(new LoaderOptions())).loadAll(text)) {
      HasMetadata resource = STRICT.convertValue(document, KINDS.get(((Map<?, ?>) document).get("kind").toString()));
      assertThat(resource.getApiVersion()).isEqualTo(HasMetadata.getApiVersion(resource.getClass()));
      resources.add(resource);
    }
    return resources;
  }

  @Test
  void a_field_that_no_cluster_knows_is_noticed() throws IOException {
    String text = Files.readString(HOME.resolve("ops/kubernetes/alerts.yaml"));
    assertThatThrownBy(() -> read(text.replace("readOnlyRootFilesystem", "readOnlyRootFileSystem"))).hasMessageContaining("readOnlyRootFileSystem");
    assertThatThrownBy(() -> read(text.replace("averageValue", "avgValue"))).hasMessageContaining("avgValue");
  }

  @Test
  void each_role_has_a_deployment_and_a_budget_of_disruptions() throws IOException {
    Set<String> roles = deployments().stream().flatMap(deployment -> Stream.of(environment(deployment).get("ROLES").split(","))).collect(Collectors.toSet());
    try (Stream<Path> folders = Files.list(HOME.resolve("routes"))) {
      assertThat(roles).isEqualTo(folders.map(folder -> folder.getFileName().toString()).filter(name -> !name.equals("errors")).collect(Collectors.toSet()));
    }
    assertThat(of(PodDisruptionBudget.class)).extracting(budget -> budget.getSpec().getSelector().getMatchLabels())
        .containsExactlyInAnyOrderElementsOf(deployments().stream().map(deployment -> deployment.getSpec().getSelector().getMatchLabels()).toList());
    assertThat(of(Service.class)).allSatisfy(service ->
        assertThat(deployments()).anyMatch(deployment -> service.getSpec().getSelector().equals(deployment.getSpec().getTemplate().getMetadata().getLabels())));
    assertThat(of(HorizontalPodAutoscaler.class)).singleElement().satisfies(scaler ->
        assertThat(deployments()).extracting(deployment -> deployment.getMetadata().getName()).contains(scaler.getSpec().getScaleTargetRef().getName()));
  }

  @Test
  void pods_run_as_a_user_who_may_write_nothing_else_and_have_time_to_drain() throws IOException {
    String dockerfile = Files.readString(HOME.resolve("Dockerfile"));
    assertThat(deployments()).hasSize(3).allSatisfy(deployment -> {
      PodSpec pod = deployment.getSpec().getTemplate().getSpec();
      Container wadi = pod.getContainers().get(0);
      assertThat(dockerfile).contains("--uid " + pod.getSecurityContext().getRunAsUser());
      assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
      assertThat(wadi.getSecurityContext().getReadOnlyRootFilesystem()).isTrue();
      assertThat(wadi.getSecurityContext().getAllowPrivilegeEscalation()).isFalse();
      assertThat(wadi.getSecurityContext().getCapabilities().getDrop()).containsExactly("ALL");
      assertThat(wadi.getReadinessProbe().getHttpGet().getPath()).isEqualTo("/observe/health/ready");
      assertThat(wadi.getLivenessProbe().getHttpGet().getPath()).isEqualTo("/observe/health/live");
      long drain = Settings.duration("reload.drain-timeout", properties().getProperty("reload.drain-timeout")).toSeconds();
      assertThat(pod.getTerminationGracePeriodSeconds()).isGreaterThan(drain + 10);
    });
  }

  @Test
  void routes_are_mounted_as_whole_folders_and_watched() throws IOException {
    assertThat(of(ConfigMap.class)).singleElement().satisfies(settings -> assertThat(settings.getData()).containsEntry("RELOAD_WATCH", "true"));
    String script = Files.readString(HOME.resolve("ops/kubernetes/routes"));
    assertThat(deployments()).allSatisfy(deployment -> {
      PodSpec pod = deployment.getSpec().getTemplate().getSpec();
      assertThat(pod.getContainers().get(0).getVolumeMounts()).filteredOn(mount -> mount.getMountPath().startsWith("/opt/wadi/")).hasSize(2).allSatisfy(mount -> {
        assertThat(mount.getSubPath()).isNull();
        String folder = mount.getMountPath().substring("/opt/wadi/routes/".length());
        assertThat(HOME.resolve("routes").resolve(folder)).isDirectory();
        assertThat(script).contains(" " + folder);
      });
      Set<String> lists = pod.getVolumes().stream().filter(volume -> volume.getProjected() != null).flatMap(volume -> volume.getProjected().getSources().stream())
          .flatMap(source -> source.getConfigMap().getItems().stream()).map(item -> item.getPath()).collect(Collectors.toSet());
      try (Stream<Path> files = Files.list(HOME.resolve("routes/fraud/lists"))) {
        assertThat(lists).isEqualTo(files.map(file -> "lists/" + file.getFileName()).collect(Collectors.toSet()));
      }
    });
  }

  @Test
  void settings_are_properties_and_secrets_come_from_the_secret() throws IOException {
    Set<String> known = properties().stringPropertyNames().stream().map(Settings::variable).collect(Collectors.toCollection(HashSet::new));
    known.addAll(NO_PROPERTIES);
    assertThat(of(ConfigMap.class)).allSatisfy(map -> assertThat(map.getData().keySet()).isSubsetOf(known));
    assertThat(deployments()).allSatisfy(deployment -> deployment.getSpec().getTemplate().getSpec().getContainers().get(0).getEnv().forEach(variable -> {
      assertThat(known).contains(variable.getName());
      if (variable.getName().matches(".*(PASSWORD|KEY|TOKEN)")) {
        assertThat(variable.getValueFrom().getSecretKeyRef().getName()).isEqualTo("wadi");
      }
    }));
  }

  private static Map<String, String> environment(Deployment deployment) {
    return deployment.getSpec().getTemplate().getSpec().getContainers().get(0).getEnv().stream().filter(variable -> variable.getValue() != null)
        .collect(Collectors.toMap(variable -> variable.getName(), variable -> variable.getValue()));
  }

  private static Properties properties() throws IOException {
    Properties properties = new Properties();
    try (var reader = Files.newBufferedReader(HOME.resolve("application.properties"))) {
      properties.load(reader);
    }
    return properties;
  }

  private static List<Deployment> deployments() {
    return of(Deployment.class);
  }

  private static <T extends HasMetadata> List<T> of(Class<T> kind) {
    return RESOURCES.stream().filter(kind::isInstance).map(kind::cast).toList();
  }
}
