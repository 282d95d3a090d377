package wadi.platform.smpp;

/**
 * One short message to submit.
 *
 * @param recipient digits alone, with the country code
 * @param dataCoding SMPP 3.4, 5.2.19: 8 for UCS-2
 * @param header whether {@code octets} begin with a user data header
 */
public record SmppPart(String recipient, int dataCoding, boolean header, byte[] octets) {}
