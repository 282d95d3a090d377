package wadi.platform.oauth;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import wadi.platform.StartupException;

/**
 * The key that Google gives a program, as its file has it
 * (https://developers.google.com/identity/protocols/oauth2/service-account).
 */
public record ServiceAccount(String email, String keyId, PrivateKey key, URI tokenUri, String project) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern ADDRESS = Pattern.compile("https://.+|http://(127\\.0\\.0\\.1|localhost|\\[::1])(:.*|/.*)?");
  private static final Duration HOUR = Duration.ofHours(1);

  /** @throws StartupException says what is wrong with the file, and nothing that stands in it */
  public static ServiceAccount read(Path file) {
    try {
      JsonNode json = JSON.readTree(Files.readString(file));
      if (json == null || !"service_account".equals(json.path("type").asText())) {
        throw wrong(file, "\"type\" is not \"service_account\"");
      }
      String tokenUri = text(file, json, "token_uri");
      if (!ADDRESS.matcher(tokenUri).matches()) {
        throw wrong(file, "\"token_uri\" does not begin with https://");
      }
      return new ServiceAccount(text(file, json, "client_email"), json.path("private_key_id").asText(), key(file, text(file, json, "private_key")),
          URI.create(tokenUri), json.path("project_id").asText());
    } catch (JsonProcessingException e) {
      throw wrong(file, "it is not JSON");
    } catch (IOException e) {
      throw wrong(file, "it cannot be read (" + e.getClass().getSimpleName() + ")");
    } catch (IllegalArgumentException e) {
      throw wrong(file, "\"token_uri\" is no address");
    }
  }

  private static String text(Path file, JsonNode json, String name) {
    String text = json.path(name).asText();
    if (text.isBlank()) {
      throw wrong(file, "\"%s\" is missing".formatted(name));
    }
    return text;
  }

  private static PrivateKey key(Path file, String pem) {
    try {
      byte[] bytes = Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
      return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(bytes));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw wrong(file, "\"private_key\" is no RSA key in PEM (PKCS #8)");
    }
  }

  private static StartupException wrong(Path file, String what) {
    return new StartupException("The service account's file %s cannot be used: %s. Take the JSON file that Google made for the account.".formatted(file, what));
  }

  /** What is handed in for a token: a JWT signed with RS256 that holds for an hour (RFC 7523, 3). */
  String assertion(String scope, Instant now) {
    Map<String, Object> header = new LinkedHashMap<>(Map.of("alg", "RS256", "typ", "JWT"));
    if (!keyId.isEmpty()) {
      header.put("kid", keyId);
    }
    Map<String, Object> claims = Map.of("iss", email, "scope", scope, "aud", tokenUri.toString(), "iat", now.getEpochSecond(),
        "exp", now.plus(HOUR).getEpochSecond());
    String signed = base64(json(header)) + "." + base64(json(claims));
    try {
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(key);
      signature.update(signed.getBytes(StandardCharsets.US_ASCII));
      return signed + "." + base64(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] json(Map<String, Object> members) {
    try {
      return JSON.writeValueAsBytes(members);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  @Override
  public String toString() {
    return "ServiceAccount[" + email + "]";
  }
}
