package wadi.sms;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** One protocol data unit (SMPP 3.4, 3.2), written and read without the library that Wadi uses. */
record Pdu(int command, int status, int sequence, byte[] body) {
  static final int GENERIC_NACK = 0x80000000;
  static final int BIND_RECEIVER = 1;
  static final int BIND_TRANSMITTER = 2;
  static final int SUBMIT_SM = 4;
  static final int DELIVER_SM = 5;
  static final int UNBIND = 6;
  static final int BIND_TRANSCEIVER = 9;
  static final int ENQUIRE_LINK = 0x15;
  static final int RESPONSE = 0x80000000;
  private static final int HEADER = 16;
  private static final int LONGEST = 65_536;

  static Pdu read(DataInputStream in) throws IOException {
    int length = in.readInt();
    if (length < HEADER || length > LONGEST) {
      throw new IOException("a PDU of " + length + " octets");
    }
    Pdu pdu = new Pdu(in.readInt(), in.readInt(), in.readInt(), new byte[length - HEADER]);
    in.readFully(pdu.body);
    return pdu;
  }

  void write(DataOutputStream out) throws IOException {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    DataOutputStream data = new DataOutputStream(whole);
    data.writeInt(HEADER + body.length);
    data.writeInt(command);
    data.writeInt(status);
    data.writeInt(sequence);
    data.write(body);
    synchronized (out) {
      out.write(whole.toByteArray());
      out.flush();
    }
  }

  Pdu answer(int status, byte... body) {
    return new Pdu(command | RESPONSE, status, sequence, body);
  }

  Fields fields() {
    return new Fields(body);
  }

  /** Reads a body from its beginning. */
  static final class Fields {
    private final byte[] body;
    private int at;

    Fields(byte[] body) {
      this.body = body;
    }

    String text() {
      int from = at;
      while (body[at] != 0) {
        at++;
      }
      return new String(body, from, at++ - from, StandardCharsets.ISO_8859_1);
    }

    int number() {
      return body[at++] & 0xFF;
    }

    byte[] octets(int length) {
      at += length;
      return Arrays.copyOfRange(body, at - length, at);
    }
  }

  /** Writes a body. */
  static final class Body {
    private final ByteArrayOutputStream octets = new ByteArrayOutputStream();

    Body text(String text) {
      octets.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
      return number(0);
    }

    Body number(int number) {
      octets.write(number);
      return this;
    }

    Body octets(byte... more) {
      octets.writeBytes(more);
      return this;
    }

    Body tlv(int tag, byte... value) {
      try {
        DataOutputStream data = new DataOutputStream(octets);
        data.writeShort(tag);
        data.writeShort(value.length);
        data.write(value);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return this;
    }

    byte[] done() {
      return octets.toByteArray();
    }
  }
}
