package wadi.camel.notifications;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.PhoneNumberUtil.ValidationResult;
import com.google.i18n.phonenumbers.Phonenumber;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import wadi.domain.delivery.PhoneNumber;
import wadi.platform.Settings;
import wadi.platform.StartupException;

/** Named in YAML as {@code phoneNumbers}: numbers as people write them become those the world knows (ITU-T E.164). */
public final class PhoneNumbers {
  private static final String PROPERTY = "notifications.default-region";
  /** What libphonenumber calls no region at all. */
  private static final String NOWHERE = "ZZ";
  private static final Pattern WRITTEN = Pattern.compile("[+\uFF0B]?[\\p{Nd}\\p{Zs}().\\p{Pd}/]{2,64}");

  private final String region;

  /** @throws StartupException when the property is no region */
  public PhoneNumbers(Settings settings) {
    this(settings.optional(PROPERTY).map(text -> text.toUpperCase(Locale.ROOT)).orElse(NOWHERE));
  }

  /** @param region two letters (ISO 3166-1) of the country whose local numbers are meant; ZZ for none */
  public PhoneNumbers(String region) {
    if (!region.equals(NOWHERE) && !PhoneNumberUtil.getInstance().getSupportedRegions().contains(region)) {
      throw new StartupException("The property %s is \"%s\"; it must be the two letters of a country, such as KE or BR, or empty.".formatted(PROPERTY, region));
    }
    this.region = region;
  }

  /**
   * The number in international form: {@code 0700 987654} is {@code +254700987654} where the default region is KE. One that has that form
   * already stays as it is, for which numbers are given out only the providers know; empty when it cannot be a number, or is a local one without
   * a default region.
   */
  public Optional<String> international(String text) {
    if (PhoneNumber.isInternational(text)) {
      return Optional.of(text);
    }
    if (!WRITTEN.matcher(text).matches()) {
      return Optional.empty();
    }
    try {
      PhoneNumberUtil numbers = PhoneNumberUtil.getInstance();
      Phonenumber.PhoneNumber number = numbers.parse(text, region);
      return numbers.isPossibleNumberWithReason(number) == ValidationResult.IS_POSSIBLE
          ? Optional.of(numbers.format(number, PhoneNumberFormat.E164)).filter(PhoneNumber::isInternational) : Optional.empty();
    } catch (NumberParseException e) {
      return Optional.empty();
    }
  }

  /** What is wrong with a number that has no international form, and what to write instead. */
  public String fault() {
    return region.equals(NOWHERE) ? "is no telephone number: write it with plus and country code, for example +447700900123"
        : "is no telephone number, neither with plus and country code nor a local one of " + region;
  }
}
