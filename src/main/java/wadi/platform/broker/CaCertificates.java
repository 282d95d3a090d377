package wadi.platform.broker;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import wadi.platform.StartupException;

/** The certificates of those who may have signed a broker's: from a file in PEM or DER, or the PEM text itself. */
public final class CaCertificates {
  private static final String BEGIN = "-----BEGIN CERTIFICATE-----";
  private static final String END = "-----END CERTIFICATE-----";
  private static final Pattern BLOCK = Pattern.compile(BEGIN + "(.*?)" + END, Pattern.DOTALL);
  private static final int LINE = 64;

  private final List<Certificate> certificates;

  private CaCertificates(List<Certificate> certificates) {
    this.certificates = certificates;
  }

  /**
   * Reads them.
   *
   * @param property who the value belongs to, for the message
   * @param value a path, or PEM (RFC 7468), in which blanks may stand for line ends, as environment variables make of it
   * @throws StartupException when there is no certificate in it
   */
  public static CaCertificates of(String property, String value) {
    try {
      byte[] bytes = value.contains(BEGIN) ? value.getBytes(StandardCharsets.UTF_8) : Files.readAllBytes(Path.of(value));
      List<Certificate> certificates = read(bytes);
      if (!certificates.isEmpty()) {
        return new CaCertificates(certificates);
      }
      throw new StartupException("The property %s holds no certificate; it must be a file in PEM or DER, or the PEM text.".formatted(property));
    } catch (IOException | GeneralSecurityException | RuntimeException e) {
      if (e instanceof StartupException said) {
        throw said;
      }
      throw new StartupException("The property %s must be a file in PEM or DER, or the PEM text: %s".formatted(property, e.getMessage()), e);
    }
  }

  private static List<Certificate> read(byte[] bytes) throws GeneralSecurityException {
    CertificateFactory factory = CertificateFactory.getInstance("X.509");
    Matcher blocks = BLOCK.matcher(new String(bytes, StandardCharsets.ISO_8859_1));
    List<Certificate> certificates = new ArrayList<>();
    while (blocks.find()) {
      byte[] der = Base64.getMimeDecoder().decode(blocks.group(1));
      certificates.add(factory.generateCertificate(new ByteArrayInputStream(der)));
    }
    if (certificates.isEmpty()) {
      certificates.addAll(factory.generateCertificates(new ByteArrayInputStream(bytes)));
    }
    return certificates;
  }

  /** All of them, as Kafka's clients want them. */
  String pem() {
    Base64.Encoder encoder = Base64.getMimeEncoder(LINE, new byte[] {'\n'});
    return certificates.stream().map(certificate -> {
      try {
        return BEGIN + "\n" + encoder.encodeToString(certificate.getEncoded()) + "\n" + END;
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(e);
      }
    }).collect(Collectors.joining("\n", "", "\n"));
  }

  /** Trusts those whom one of them has signed, and nobody else. */
  public SSLContext context() {
    return context(trust(List.of()));
  }

  /** Trusts those whom one of them has signed, and those that Java trusts. */
  public SSLContext contextBesideJavas() {
    return context(trustBesideJavas());
  }

  /** The same, for those who make a context of their own. */
  public TrustManager[] trustBesideJavas() {
    return trust(Stream.of(trustOfJava()).filter(X509TrustManager.class::isInstance)
        .flatMap(manager -> Stream.of(((X509TrustManager) manager).getAcceptedIssuers())).toList());
  }

  /** Those that Java trusts. */
  public static TrustManager[] trustOfJava() {
    return trust((KeyStore) null);
  }

  private TrustManager[] trust(List<? extends Certificate> others) {
    try {
      KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
      trusted.load(null, null);
      for (int i = 0; i < others.size(); i++) {
        trusted.setCertificateEntry("other-" + i, others.get(i));
      }
      for (int i = 0; i < certificates.size(); i++) {
        trusted.setCertificateEntry("ca-" + i, certificates.get(i));
      }
      return trust(trusted);
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("TLS cannot be set up", e);
    }
  }

  /** @param trusted null: Java's own */
  private static TrustManager[] trust(KeyStore trusted) {
    try {
      TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(trusted);
      return trust.getTrustManagers();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("TLS cannot be set up", e);
    }
  }

  private static SSLContext context(TrustManager[] trust) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("TLS cannot be set up", e);
    }
  }
}
