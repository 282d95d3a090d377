package wadi.sites;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;

/** What a site does with a request. The connection is closed after it. */
public interface Behaviour {
  void answer(SiteServer.Visit visit) throws Exception;

  /** Never answers, and keeps the connection. */
  Behaviour HANGS = visit -> visit.pause(Duration.ofHours(1));
  /** Closes the connection without a word. */
  Behaviour CLOSES = visit -> { };
  /** Resets it. */
  Behaviour RESETS = visit -> {
    visit.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf");
    visit.reset();
  };
  Behaviour GARBAGE = visit -> visit.write("\u0000\u0001 this is no HTTP\r\n\r\n\r\nnot at all\r\n");
  /** 1 GiB of zeros. */
  Behaviour GIBIBYTE = visit -> {
    visit.write("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: " + (1L << 30) + "\r\n\r\n");
    byte[] block = new byte[1 << 16];
    for (int i = 0; i < 1 << 14; i++) {
      visit.write(block);
    }
  };
  /** 1 MiB of the letter a. */
  Behaviour LETTERS = page("a".repeat(1 << 20));
  /** The status and first fields, then nothing more. */
  Behaviour CUT = visit -> visit.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nonly this");
  Behaviour HUGE_HEADERS = visit -> visit.write("HTTP/1.1 200 OK\r\n" + ("X-Field: " + "y".repeat(1_000) + "\r\n").repeat(100_000) + "\r\n");
  /** To itself. */
  Behaviour CIRCLE = visit -> redirect(302, visit.path()).answer(visit);

  /** 200 with this text in UTF-8. */
  static Behaviour page(String text) {
    return said(200, "text/html; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
  }

  /** 200 with this text in a character set. */
  static Behaviour page(String text, Charset charset) {
    return said(200, "text/html; charset=" + charset.name(), text.getBytes(charset));
  }

  static Behaviour json(String text) {
    return said(200, "application/json", text.getBytes(StandardCharsets.UTF_8));
  }

  /** @param fields header fields, each {@code Name: value} */
  static Behaviour status(int status, String... fields) {
    return said(status, "text/plain", ("status " + status).getBytes(StandardCharsets.UTF_8), fields);
  }

  static Behaviour redirect(int status, String location) {
    return status(status, "Location: " + location);
  }

  static Behaviour said(int status, String type, byte[] body, String... fields) {
    return visit -> {
      visit.write("HTTP/1.1 " + status + " Said\r\nContent-Type: " + type + "\r\nContent-Length: " + body.length + "\r\nConnection: close\r\n"
          + (fields.length == 0 ? "" : String.join("\r\n", fields) + "\r\n") + "\r\n");
      visit.write(body);
    };
  }

  /** Waits before it answers like the other one. */
  static Behaviour slow(Duration pause, Behaviour then) {
    return visit -> {
      visit.pause(pause);
      then.answer(visit);
    };
  }

  /** The headers at once, then a byte each so often, without an end. */
  static Behaviour drip(Duration pause) {
    return visit -> {
      visit.write("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n");
      while (true) {
        visit.write("x");
        visit.pause(pause);
      }
    };
  }

  /** Header fields one by one, each so often, without an end. */
  static Behaviour dripHeaders(Duration pause) {
    return visit -> {
      visit.write("HTTP/1.1 200 OK\r\n");
      while (true) {
        visit.write("X");
        visit.pause(pause);
      }
    };
  }

  static Behaviour chunked(String... chunks) {
    return visit -> {
      visit.write("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n");
      for (String chunk : chunks) {
        byte[] bytes = chunk.getBytes(StandardCharsets.UTF_8);
        visit.write(Integer.toHexString(bytes.length) + "\r\n");
        visit.write(bytes);
        visit.write("\r\n");
      }
      visit.write("0\r\n\r\n");
    };
  }

  /** HTTP/1.0, whose body ends with the connection. */
  static Behaviour old(String text) {
    return visit -> visit.write("HTTP/1.0 200 OK\r\n\r\n" + text);
  }

  /** Compressed although nobody asked. */
  static Behaviour gzip(byte[] body) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(body);
    }
    return said(200, "text/plain", bytes.toByteArray(), "Content-Encoding: gzip");
  }

  /** One after the other, again and again. */
  static Behaviour inTurn(Behaviour... turns) {
    AtomicInteger next = new AtomicInteger();
    Behaviour[] all = Arrays.copyOf(turns, turns.length);
    return visit -> all[Math.floorMod(next.getAndIncrement(), all.length)].answer(visit);
  }

  /** Good, bad, good, bad. */
  static Behaviour flapping() {
    return inTurn(page("fine"), status(500));
  }
}
