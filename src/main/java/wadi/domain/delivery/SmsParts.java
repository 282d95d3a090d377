package wadi.domain.delivery;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One text as the messages that carry it (3GPP TS 23.040, 9.2.3.24.1): alone when it fits, otherwise in parts, each with a header from
 * which the handset puts them together again. No part ends within a character.
 *
 * @param gsm whether it is in the default alphabet, an octet for each septet; otherwise UCS-2, where an emoji takes a pair of units
 * @param parts what goes on the air, with the header where there are several
 */
public record SmsParts(boolean gsm, List<byte[]> parts) {
  private static final int SEPTETS = 160;
  private static final int SEPTETS_OF_PART = 153;
  private static final int OCTETS = 140;
  private static final int OCTETS_OF_PART = 134;
  private static final int MOST = 255;

  /**
   * Divides it.
   *
   * @param reference tells the parts of one text from those of others to the same person; its last eight bits count
   * @param gsmToo false: always UCS-2
   * @throws IllegalArgumentException when it would take more than 255 parts
   */
  public static SmsParts of(String text, long reference, boolean gsmToo) {
    boolean gsm = gsmToo && GsmAlphabet.isGsm(text);
    List<byte[]> characters = characters(text, gsm);
    int length = characters.stream().mapToInt(character -> character.length).sum();
    if (length <= (gsm ? SEPTETS : OCTETS)) {
      return new SmsParts(gsm, List.of(join(characters, new byte[0])));
    }
    List<List<byte[]>> divided = divide(characters, gsm ? SEPTETS_OF_PART : OCTETS_OF_PART);
    if (divided.size() > MOST) {
      throw new IllegalArgumentException("the text would take " + divided.size() + " messages; 255 is the most");
    }
    List<byte[]> parts = new ArrayList<>();
    for (List<byte[]> part : divided) {
      parts.add(join(part, new byte[] {5, 0, 3, (byte) reference, (byte) divided.size(), (byte) (parts.size() + 1)}));
    }
    return new SmsParts(gsm, parts);
  }

  /** Whether each part begins with a header. */
  public boolean isDivided() {
    return parts.size() > 1;
  }

  private static List<byte[]> characters(String text, boolean gsm) {
    if (gsm) {
      return text.chars().mapToObj(c -> GsmAlphabet.codes((char) c)).toList();
    }
    return text.codePoints().mapToObj(c -> units(Character.toChars(c))).toList();
  }

  private static byte[] units(char[] units) {
    byte[] octets = new byte[2 * units.length];
    for (int i = 0; i < units.length; i++) {
      octets[2 * i] = (byte) (units[i] >> Byte.SIZE);
      octets[2 * i + 1] = (byte) units[i];
    }
    return octets;
  }

  private static List<List<byte[]>> divide(List<byte[]> characters, int most) {
    List<List<byte[]>> parts = new ArrayList<>(List.of(new ArrayList<>()));
    int length = 0;
    for (byte[] character : characters) {
      if (length + character.length > most) {
        parts.add(new ArrayList<>());
        length = 0;
      }
      parts.get(parts.size() - 1).add(character);
      length += character.length;
    }
    return parts;
  }

  private static byte[] join(List<byte[]> characters, byte[] header) {
    byte[] whole = Arrays.copyOf(header, header.length + characters.stream().mapToInt(character -> character.length).sum());
    int at = header.length;
    for (byte[] character : characters) {
      System.arraycopy(character, 0, whole, at, character.length);
      at += character.length;
    }
    return whole;
  }
}
