package wadi.platform.http;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;

/**
 * A certificate and its key that can be replaced between two handshakes. A handshake ends with those it began with: the aliases say which.
 * (Vert.x's own {@code updateSSLOptions} drops who connects while it works.)
 */
final class RenewableKey extends X509ExtendedKeyManager {
  private static final String SIGN = "/";
  private static final int KEPT = 4;

  private final Map<Integer, X509ExtendedKeyManager> keys = new ConcurrentHashMap<>();
  private volatile int newest;

  RenewableKey(X509ExtendedKeyManager first) {
    keys.put(newest, first);
  }

  /** From the next handshake on. */
  synchronized void renew(X509ExtendedKeyManager next) {
    keys.put(newest + 1, next);
    newest++;
    keys.remove(newest - KEPT);
  }

  @Override
  public String chooseEngineServerAlias(String type, Principal[] issuers, SSLEngine engine) {
    int number = newest;
    String alias = keys.get(number).chooseEngineServerAlias(type, issuers, engine);
    return alias == null ? null : number + SIGN + alias;
  }

  @Override
  public String chooseServerAlias(String type, Principal[] issuers, Socket socket) {
    int number = newest;
    String alias = keys.get(number).chooseServerAlias(type, issuers, socket);
    return alias == null ? null : number + SIGN + alias;
  }

  @Override
  public X509Certificate[] getCertificateChain(String alias) {
    String[] parts = alias.split(SIGN, 2);
    return keys.get(Integer.valueOf(parts[0])).getCertificateChain(parts[1]);
  }

  @Override
  public PrivateKey getPrivateKey(String alias) {
    String[] parts = alias.split(SIGN, 2);
    return keys.get(Integer.valueOf(parts[0])).getPrivateKey(parts[1]);
  }

  @Override
  public String[] getServerAliases(String type, Principal[] issuers) {
    return new String[0]; // nobody asks in a handshake
  }

  @Override
  public String[] getClientAliases(String type, Principal[] issuers) {
    return new String[0];
  }

  @Override
  public String chooseClientAlias(String[] types, Principal[] issuers, Socket socket) {
    return null; // we are never the client
  }
}
