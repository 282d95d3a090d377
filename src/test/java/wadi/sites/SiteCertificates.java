package wadi.sites;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.springframework.util.FileSystemUtils;

/** An authority of its own and what it has signed, made for this run with Java's keytool; each when somebody asks for it. */
public final class SiteCertificates {
  /** What is right or wrong with a server's certificate. */
  public enum Kind {
    /** For localhost and 127.0.0.1, for a year. */
    GOOD("san=dns:localhost,ip:127.0.0.1", "-1d", 366, true),
    /** For ten days more. */
    SOON("san=dns:localhost,ip:127.0.0.1", "-80d", 90, true),
    EXPIRED("san=dns:localhost,ip:127.0.0.1", "-40d", 30, true),
    OTHER_HOST("san=dns:other.example", "-1d", 366, true),
    /** Signed by nobody but itself. */
    UNTRUSTED("san=dns:localhost,ip:127.0.0.1", "-1d", 366, false);

    private final String names;
    private final String start;
    private final int days;
    private final boolean signed;

    Kind(String names, String start, int days, boolean signed) {
      this.names = names;
      this.start = start;
      this.days = days;
      this.signed = signed;
    }
  }

  private static final char[] PASSWORD = "for this run".toCharArray();
  private static final Map<Kind, KeyStore> MADE = new ConcurrentHashMap<>();
  private static KeyStore authority;

  private SiteCertificates() {}

  /** The authority's certificate in PEM, for {@code sites.tls.ca}. */
  public static String authority() {
    try {
      return "-----BEGIN CERTIFICATE-----\n" + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(ca().getCertificate("ca").getEncoded())
          + "\n-----END CERTIFICATE-----\n";
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  static SSLContext context(Kind kind) {
    try {
      KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(MADE.computeIfAbsent(kind, SiteCertificates::make), PASSWORD);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), null, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static synchronized KeyStore ca() {
    if (authority == null) {
      authority = keytool(null, "ca", "-dname", "CN=Sites of the tests", "-ext", "bc:c=ca:true", "-ext", "ku:c=keyCertSign", "-startdate", "-100d", "-validity", "3650");
    }
    return authority;
  }

  private static KeyStore make(Kind kind) {
    List<String> options = new ArrayList<>(List.of("-dname", "CN=" + kind, "-ext", kind.names, "-startdate", kind.start, "-validity", String.valueOf(kind.days)));
    if (kind.signed) {
      options.addAll(List.of("-signer", "ca", "-signerkeypass", new String(PASSWORD)));
    }
    KeyStore store = keytool(kind.signed ? ca() : null, "server", options.toArray(String[]::new));
    try {
      if (kind.signed) {
        store.deleteEntry("ca");
      }
      return store;
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /** @param before a store that it adds to; null for none */
  private static KeyStore keytool(KeyStore before, String alias, String... options) {
    try {
      Path folder = Files.createTempDirectory("wadi-sites");
      try {
        Path file = folder.resolve("store.p12");
        if (before != null) {
          try (var out = Files.newOutputStream(file)) {
            before.store(out, PASSWORD);
          }
        }
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair", "-keyalg", "EC", "-groupname",
            "secp256r1", "-alias", alias, "-storetype", "PKCS12", "-storepass", new String(PASSWORD), "-keystore", file.toString()));
        command.addAll(List.of(options));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes());
        if (process.waitFor() != 0) {
          throw new IOException(output);
        }
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
          keys.load(in, PASSWORD);
        }
        return keys;
      } finally {
        FileSystemUtils.deleteRecursively(folder);
      }
    } catch (IOException | GeneralSecurityException | InterruptedException e) {
      throw new AssertionError("no certificate", e);
    }
  }
}
