package wadi.domain.intake;

/**
 * A card a message named, as much of it as may be kept (PCI DSS 4.0.1, 3.4.1 and 3.5.1).
 *
 * @param masked first six digits, a star for each hidden one, last four: {@code 411111******1111}
 * @param bin first six digits, which name the issuer
 * @param lastFour last four digits, which the holder knows
 * @param fingerprint keyed hash of the bare digits: equal for equal cards, useless without the key
 * @param luhn whether the check digit is right (ISO/IEC 7812-1, annex B)
 */
public record Card(String masked, String bin, String lastFour, String fingerprint, boolean luhn) {}
