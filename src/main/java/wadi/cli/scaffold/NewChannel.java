package wadi.cli.scaffold;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A way to reach people that is not there yet: what docs/add-a-channel.md does by hand. Its sending route is for somebody to fill in. */
public final class NewChannel {
  private static final Pattern CHANNEL = Pattern.compile("[a-z][a-z0-9]{1,29}");
  private static final Pattern PROVIDER = Pattern.compile("(?=.{1,40}$)[a-z][a-z0-9]*(-[a-z0-9]+)*");
  /** YAML reads these as something else than a text. */
  private static final Set<String> NO_TEXTS = Set.of("true", "false", "null", "yes", "no", "on", "off");
  private static final String PROPERTIES = "application.properties";
  private static final String RECIPIENTS = "routes/alerting/recipients.yaml";
  private static final String ROUTE = "routes/alerting/route-alert";
  /** Whose wording a new channel begins with. */
  private static final String WORDING = "templates/sms";

  private final Changes changes;
  private final Path home;
  private final String channel;
  private final String provider;
  private final Map<String, String> words;

  private NewChannel(Path home, String channel, String provider) {
    this.changes = new Changes(home);
    this.home = home;
    this.channel = channel;
    this.provider = provider;
    this.words = Map.of("channel", channel, "provider", provider, "TOKEN", "DELIVERY_%s_%s_TOKEN".formatted(channel, provider.replace('-', '_')).toUpperCase(Locale.ROOT));
  }

  /**
   * What there is to write.
   *
   * @param home the folder of application.properties and routes/
   * @throws Refused when it cannot be done, with the reason
   */
  public static Changes of(Path home, String channel, String provider) {
    if (!CHANNEL.matcher(channel).matches() || NO_TEXTS.contains(channel)) {
      throw new Refused("\"%s\" is no name for a channel: write 2 to 30 lower-case letters and digits, a letter first, such as whatsapp.".formatted(channel));
    }
    if (!PROVIDER.matcher(provider).matches() || NO_TEXTS.contains(provider)) {
      throw new Refused("\"%s\" is no name for a provider: write at most 40 lower-case letters, digits and dashes, a letter first, such as acme.".formatted(provider));
    }
    return new NewChannel(home, channel, provider).changes();
  }

  private Changes changes() {
    refuseTaken();
    String folder = "routes/delivery/";
    String send = folder + "send-%s-%s".formatted(channel, provider);
    changes.add(folder + "deliver-" + channel + ".camel.yaml", Blank.text("deliver.camel.yaml", words));
    changes.add(folder + "deliver-" + channel + ".spec.yaml", Blank.text("deliver.spec.yaml", words));
    changes.add(send + ".camel.yaml", Blank.text("send.camel.yaml", words));
    changes.add(send + ".spec.yaml", Blank.text("send.spec.yaml", words));
    wording();
    changes.change(PROPERTIES, text -> (text.isEmpty() || text.endsWith("\n") ? text : text + "\n") + Blank.text("channel.properties", words));
    changes.change(RECIPIENTS, text -> new YamlText(RECIPIENTS, text).withKey(channel, Blank.text("recipients.yaml", words)));
    changes.change(ROUTE + ".camel.yaml", text -> new YamlText(ROUTE + ".camel.yaml", text)
        .withItem(Blank.text("route-alert.step.yaml", words), "0", "route", "from", "steps"));
    changes.change(ROUTE + ".spec.yaml", text -> new YamlText(ROUTE + ".spec.yaml", text).withItem(Blank.text("route-alert.case.yaml", words), "cases"));
    changes.then("Fit %s.camel.yaml and its spec to what %s asks for, then take the step not-written-yet out of it.".formatted(send, provider),
        "Write the address of %s into application.properties (delivery.%s.%s.url); its token belongs into %s.".formatted(provider, channel, provider, words.get("TOKEN")),
        "Name those who get alerts over %s in %s.".formatted(channel, RECIPIENTS),
        "./wadi check says what is still wrong: until the first is done, the spec of send-%s-%s fails, and nothing goes live.".formatted(channel, provider),
        "./wadi reload, or ./wadi run. The words are in templates/%s: ./wadi preview %s/fraud shows them.".formatted(channel, channel));
    return changes;
  }

  /** A property that begins so may mean something else: delivery.http.timeout is of no channel. */
  private void refuseTaken() {
    Properties properties = new Properties();
    try {
      properties.load(new StringReader(changes.read(PROPERTIES)));
    } catch (IOException | IllegalArgumentException e) {
      throw new Refused(PROPERTIES + " cannot be read: " + e.getMessage() + ". Nothing is written.");
    }
    properties.stringPropertyNames().stream().sorted().filter(key -> key.startsWith("delivery." + channel + ".")).findFirst().ifPresent(key -> {
      throw new Refused("The name %s is taken: %s has %s. Nothing is written.".formatted(channel, PROPERTIES, key));
    });
  }

  private void wording() {
    Path folder = home.resolve(WORDING);
    if (!Files.isRegularFile(folder.resolve("default.txt.mustache"))) {
      throw new Refused("There is no %s/default.txt.mustache, with whose words a new channel begins. Nothing is written.".formatted(WORDING));
    }
    try (Stream<Path> all = Files.list(folder)) {
      List<String> names = all.map(path -> path.getFileName().toString()).filter(name -> name.endsWith(".txt.mustache")).sorted().toList();
      names.forEach(name -> changes.add("templates/%s/%s".formatted(channel, name), changes.read(WORDING + "/" + name)));
    } catch (IOException e) {
      throw new Refused("%s cannot be read: %s. Nothing is written.".formatted(WORDING, e.getClass().getSimpleName()));
    }
  }
}
