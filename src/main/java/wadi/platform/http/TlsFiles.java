package wadi.platform.http;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509KeyManager;
import wadi.platform.Settings;
import wadi.platform.StartupException;

/** The certificate of the port for requests and its private key: {@code http.tls.certificate} and {@code http.tls.key}. */
public record TlsFiles(Path certificate, Path key) {
  private static final String CERTIFICATE = "http.tls.certificate";
  private static final String KEY = "http.tls.key";

  /** Empty when requests come over plain HTTP. */
  public static Optional<TlsFiles> of(Settings settings) {
    boolean certificate = settings.optional(CERTIFICATE).isPresent();
    if (certificate != settings.optional(KEY).isPresent()) {
      throw new StartupException("The property %s is set and %s is not: TLS needs both files.".formatted(certificate ? CERTIFICATE : KEY, certificate ? KEY : CERTIFICATE));
    }
    return certificate ? Optional.of(new TlsFiles(settings.path(CERTIFICATE), settings.path(KEY))) : Optional.empty();
  }

  /**
   * What stands in them now.
   *
   * @throws StartupException names the file that cannot be used, and why
   */
  X509ExtendedKeyManager read(Vertx vertx) {
    String chain = text(certificate, CERTIFICATE);
    String secret = text(key, KEY);
    if (!chain.contains("-----BEGIN CERTIFICATE-----")) {
      throw wrong(CERTIFICATE, certificate, "there is no certificate in PEM in it (-----BEGIN CERTIFICATE-----)");
    }
    if (secret.contains("ENCRYPTED")) {
      throw wrong(KEY, key, "the key has a password; write it without one: openssl pkey -in FILE -out NEW, and let only Wadi's user read it");
    }
    if (!secret.contains("PRIVATE KEY-----")) {
      throw wrong(KEY, key, "there is no private key in PEM in it (-----BEGIN PRIVATE KEY-----)");
    }
    PemKeyCertOptions options = new PemKeyCertOptions().setCertValue(Buffer.buffer(chain)).setKeyValue(Buffer.buffer(secret));
    try {
      X509ExtendedKeyManager manager = (X509ExtendedKeyManager) options.getKeyManagerFactory(vertx).getKeyManagers()[0];
      check(manager);
      return manager;
    } catch (StartupException e) {
      throw e;
    } catch (Exception e) {
      throw wrong(CERTIFICATE, certificate, "it and %s cannot be read as PEM: %s".formatted(key, e.getMessage()));
    }
  }

  private void check(X509KeyManager manager) throws GeneralSecurityException {
    for (String type : new String[] {"RSA", "EC", "EdDSA", "Ed25519", "RSASSA-PSS"}) {
      String[] aliases = manager.getServerAliases(type, null);
      for (String alias : aliases == null ? new String[0] : aliases) {
        if (!belongTogether(manager.getPrivateKey(alias), manager.getCertificateChain(alias)[0])) {
          throw wrong(KEY, key, "it is not the key of the certificate in " + certificate);
        }
      }
    }
  }

  private static boolean belongTogether(PrivateKey key, X509Certificate certificate) throws GeneralSecurityException {
    if (!key.getAlgorithm().equals(certificate.getPublicKey().getAlgorithm())) {
      return false;
    }
    String algorithm = switch (key.getAlgorithm()) {
      case "RSA" -> "SHA256withRSA";
      case "EC" -> "SHA256withECDSA";
      default -> key.getAlgorithm();
    };
    byte[] proof = "wadi".getBytes(StandardCharsets.US_ASCII);
    Signature signature = Signature.getInstance(algorithm);
    signature.initSign(key);
    signature.update(proof);
    byte[] signed = signature.sign();
    signature.initVerify(certificate.getPublicKey());
    signature.update(proof);
    return signature.verify(signed);
  }

  /** Differs when one of them was replaced. */
  String stamp() {
    try {
      return stamp(certificate) + " " + stamp(key);
    } catch (IOException e) {
      return "one cannot be read: " + e.getMessage();
    }
  }

  private static String stamp(Path file) throws IOException {
    return file.toRealPath() + "@" + Files.getLastModifiedTime(file) + "/" + Files.size(file);
  }

  private static String text(Path file, String property) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (NoSuchFileException e) {
      throw wrong(property, file, "there is no such file");
    } catch (IOException e) {
      throw wrong(property, file, e instanceof java.nio.file.AccessDeniedException ? "it may not be read by Wadi's user" : e.getMessage());
    }
  }

  private static StartupException wrong(String property, Path file, String why) {
    return new StartupException("The file %s (property %s) cannot be used: %s.".formatted(file, property, why));
  }
}
