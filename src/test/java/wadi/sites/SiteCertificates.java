package wadi.sites;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.security.auth.x500.X500Principal;

/**
 * An authority of its own and what it has signed, made for this run. Written in DER here (RFC 5280), as Java's keytool takes seconds for each on a machine
 * with much to do.
 */
public final class SiteCertificates {
  /** What is right or wrong with a server's certificate. */
  public enum Kind {
    /** For localhost and 127.0.0.1, for a year. */
    GOOD("localhost", -1, 365, true),
    /** For ten days more. */
    SOON("localhost", -80, 10, true),
    EXPIRED("localhost", -40, -10, true),
    OTHER_HOST("other.example", -1, 365, true),
    /** Signed by nobody but itself. */
    UNTRUSTED("localhost", -1, 365, false);

    private final String host;
    private final int begins;
    private final int ends;
    private final boolean signed;

    Kind(String host, int begins, int ends, boolean signed) {
      this.host = host;
      this.begins = begins;
      this.ends = ends;
      this.signed = signed;
    }
  }

  private static final X500Principal AUTHORITY = new X500Principal("CN=Sites of the tests");
  private static final KeyPair AUTHORITY_KEYS = keys();
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);
  private static final byte[] ECDSA_WITH_SHA256 = der(0x30, oid(0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 2));
  private static final Map<Kind, SSLContext> MADE = new ConcurrentHashMap<>();

  private SiteCertificates() {}

  /** The authority's certificate in PEM, for {@code sites.tls.ca}. */
  public static String authority() {
    try {
      byte[] isAuthority = extension(new byte[] {0x55, 0x1d, 0x13}, der(0x30, der(0x01, new byte[] {-1})));
      X509Certificate certificate = certificate(AUTHORITY, AUTHORITY_KEYS.getPublic(), AUTHORITY, AUTHORITY_KEYS.getPrivate(), -100, 1_000, isAuthority);
      return "-----BEGIN CERTIFICATE-----\n" + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate.getEncoded()) + "\n-----END CERTIFICATE-----\n";
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  static SSLContext context(Kind kind) {
    return MADE.computeIfAbsent(kind, SiteCertificates::make);
  }

  private static SSLContext make(Kind kind) {
    try {
      KeyPair own = keys();
      X500Principal name = new X500Principal("CN=" + kind);
      byte[] names = extension(new byte[] {0x55, 0x1d, 0x11}, der(0x30, der(0x82, kind.host.getBytes(StandardCharsets.US_ASCII)), der(0x87, new byte[] {127, 0, 0, 1})));
      X509Certificate certificate = certificate(name, own.getPublic(), kind.signed ? AUTHORITY : name, kind.signed ? AUTHORITY_KEYS.getPrivate() : own.getPrivate(), kind.begins,
          kind.ends, names);
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry("server", own.getPrivate(), new char[0], new X509Certificate[] {certificate});
      KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(store, new char[0]);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), null, null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new AssertionError(e);
    }
  }

  private static KeyPair keys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static X509Certificate certificate(X500Principal subject, PublicKey key, X500Principal issuer, PrivateKey signer, int begins, int ends, byte[] extension)
      throws GeneralSecurityException {
    byte[] content = der(0x30, der(0xa0, der(0x02, new byte[] {2})), der(0x02, BigInteger.valueOf(System.nanoTime()).toByteArray()), ECDSA_WITH_SHA256, issuer.getEncoded(),
        der(0x30, time(begins), time(ends)), subject.getEncoded(), key.getEncoded(), der(0xa3, der(0x30, extension)));
    Signature signature = Signature.getInstance("SHA256withECDSA");
    signature.initSign(signer);
    signature.update(content);
    byte[] whole = der(0x30, content, ECDSA_WITH_SHA256, der(0x03, new byte[] {0}, signature.sign()));
    return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(whole));
  }

  private static byte[] extension(byte[] id, byte[] value) {
    return der(0x30, der(0x06, id), der(0x04, value));
  }

  private static byte[] time(int days) {
    return der(0x18, TIME.format(Instant.now().plus(Duration.ofDays(days))).getBytes(StandardCharsets.US_ASCII));
  }

  private static byte[] oid(int... bytes) {
    byte[] id = new byte[bytes.length];
    for (int i = 0; i < id.length; i++) {
      id[i] = (byte) bytes[i];
    }
    return der(0x06, id);
  }

  private static byte[] der(int tag, byte[]... parts) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      content.writeBytes(part);
    }
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.write(tag);
    int length = content.size();
    if (length >= 0x80) {
      all.write(length > 0xff ? 0x82 : 0x81);
    }
    if (length > 0xff) {
      all.write(length >> 8);
    }
    all.write(length);
    all.writeBytes(content.toByteArray());
    return all.toByteArray();
  }
}
