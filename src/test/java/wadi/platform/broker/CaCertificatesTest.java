package wadi.platform.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import wadi.brokers.Certificate;
import wadi.platform.StartupException;

/** What CA_PEM of the original site monitor may hold, and what kafka.tls.ca and its like may. */
class CaCertificatesTest {
  private static final String PEM = Certificate.get().certificate().strip();

  @TempDir
  private Path folder;

  @Test
  void text_whose_line_ends_have_become_blanks_is_the_same_certificate() {
    assertThat(pem(PEM.replace("\n", " "))).isEqualTo(pem(PEM));
    assertThat(pem(PEM.replace("\n", " ") + " " + PEM.replace("\n", " "))).as("two").hasSize(2 * pem(PEM).length());
  }

  @Test
  void a_path_leads_to_a_file_in_pem_or_der() throws IOException {
    byte[] der = Base64.getMimeDecoder().decode(PEM.replaceAll("-----[A-Z ]+-----", ""));
    assertThat(pem(Files.writeString(folder.resolve("ca.pem"), PEM).toString())).isEqualTo(pem(PEM));
    assertThat(pem(Files.write(folder.resolve("ca.der"), der).toString())).isEqualTo(pem(PEM));
  }

  @Test
  void anything_else_is_refused_with_the_name_of_the_property() throws IOException {
    String empty = Files.writeString(folder.resolve("empty.pem"), "nothing\n").toString();
    for (String value : new String[] {"/no/such/file", empty, "-----BEGIN CERTIFICATE----- nonsense -----END CERTIFICATE-----"}) {
      assertThatThrownBy(() -> pem(value)).isInstanceOf(StartupException.class).hasMessageContaining("kafka.tls.ca").hasMessageContaining("PEM");
    }
  }

  private static String pem(String value) {
    return CaCertificates.of("kafka.tls.ca", value).pem();
  }
}
