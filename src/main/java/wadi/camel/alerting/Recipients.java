package wadi.camel.alerting;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.Variable;
import wadi.domain.alerting.Severity;

/** Who gets which alert: routes/alerting/recipients.yaml. Named in YAML as {@code recipients}. */
public final class Recipients {
  private final Map<Severity, List<String>> email;

  private Recipients(Map<Severity, List<String>> email) {
    this.email = email;
  }

  /**
   * @throws IllegalArgumentException names the file and what is wrong with it
   */
  public static Recipients load(Path file) throws IOException {
    try {
      Map<String, Map<String, List<String>>> channels =
          new YAMLMapper().readValue(Files.readString(file), new TypeReference<Map<String, Map<String, List<String>>>>() {});
      if (!channels.keySet().equals(Set.of("email"))) {
        throw new IllegalArgumentException(file + ": expected the one channel email, found " + channels.keySet());
      }
      return new Recipients(bySeverity(file, channels.get("email")));
    } catch (JsonProcessingException e) {
      String line = e.getLocation() == null ? "" : ":" + e.getLocation().getLineNr();
      throw new IllegalArgumentException(file + line + ": " + e.getOriginalMessage(), e);
    }
  }

  private static Map<Severity, List<String>> bySeverity(Path file, Map<String, List<String>> addresses) {
    Map<Severity, List<String>> recipients = new EnumMap<>(Severity.class);
    for (Severity severity : Severity.values()) {
      List<String> of = addresses.get(severity.word());
      if (of == null || of.isEmpty()) {
        throw new IllegalArgumentException("%s: email has nobody for %s alerts; name at least one address".formatted(file, severity.word()));
      }
      of.forEach(address -> check(file, address));
      recipients.put(severity, List.copyOf(of));
    }
    addresses.keySet().stream().filter(word -> recipients.keySet().stream().noneMatch(s -> s.word().equals(word))).forEach(word -> {
      throw new IllegalArgumentException("%s: there is no severity %s".formatted(file, word));
    });
    return recipients;
  }

  private static void check(Path file, String address) {
    try {
      new InternetAddress(address, true).validate();
    } catch (AddressException e) {
      throw new IllegalArgumentException("%s: \"%s\" is no mail address: %s".formatted(file, address, e.getMessage()), e);
    }
  }

  /** The addresses that get an alert of this severity by mail; never empty. */
  public List<String> email(@Variable("severity") String severity) {
    return email.get(Severity.of(severity));
  }
}
