package wadi.brokers;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.springframework.util.FileSystemUtils;

/**
 * A key and a certificate of its own for localhost and 127.0.0.1, made for this run: who trusts it trusts the servers of the tests.
 *
 * @param key PKCS #8 in PEM
 * @param certificate X.509 in PEM, which is also the authority's
 */
public record Certificate(String key, String certificate) {
  private static final String LOCAL = "dns:localhost,ip:127.0.0.1";
  private static Certificate made;

  public static synchronized Certificate get() {
    if (made == null) {
      try {
        made = make("localhost", LOCAL);
      } catch (IOException | GeneralSecurityException | InterruptedException e) {
        throw new AssertionError("no certificate", e);
      }
    }
    return made;
  }

  /** Another one, whose subject is this name. */
  public static Certificate named(String name) {
    return of(name, LOCAL);
  }

  /** Another one, for other hosts as keytool writes them: {@code dns:a.example,ip:10.0.0.1}. */
  public static Certificate of(String name, String hosts) {
    try {
      return make(name, hosts);
    } catch (IOException | GeneralSecurityException | InterruptedException e) {
      throw new AssertionError("no certificate", e);
    }
  }

  private static Certificate make(String name, String hosts) throws IOException, GeneralSecurityException, InterruptedException {
    Path folder = Files.createTempDirectory("wadi-certificate");
    try {
      Path store = folder.resolve("store.p12");
      Process keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair", "-keyalg", "EC",
          "-groupname", "secp256r1", "-alias", "server", "-dname", "CN=" + name, "-ext", "bc:c=ca:true", "-ext", "san=" + hosts,
          "-validity", "2", "-storetype", "PKCS12", "-storepass", "for this run", "-keystore", store.toString()).redirectErrorStream(true).start();
      String output = new String(keytool.getInputStream().readAllBytes());
      if (keytool.waitFor() != 0) {
        throw new IOException(output);
      }
      KeyStore keys = KeyStore.getInstance("PKCS12");
      try (InputStream in = Files.newInputStream(store)) {
        keys.load(in, "for this run".toCharArray());
      }
      return new Certificate(pem("PRIVATE KEY", keys.getKey("server", "for this run".toCharArray()).getEncoded()),
          pem("CERTIFICATE", keys.getCertificate("server").getEncoded()));
    } finally {
      FileSystemUtils.deleteRecursively(folder);
    }
  }

  /** For servers that show it. */
  public SSLContext server() {
    try {
      KeyStore keys = KeyStore.getInstance("PKCS12");
      keys.load(null, null);
      keys.setKeyEntry("server", KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(der(key))), new char[0], new java.security.cert.Certificate[] {
          CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der(certificate)))});
      KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      managers.init(keys, new char[0]);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(managers.getKeyManagers(), null, null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] der(String pem) {
    return Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
  }

  private static String pem(String kind, byte[] der) {
    return "-----BEGIN " + kind + "-----\n" + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END " + kind + "-----\n";
  }
}
