package wadi.camel.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import wadi.platform.Settings;
import wadi.platform.StartupException;
import wadi.platform.budgets.Setup;

class BudgetSetupTest {

  @Test
  void knows_each_channel_and_who_is_told() {
    Setup setup = setup("email:desk@example.org,  sms: +447700900123,");
    assertThat(setup.channels()).extracting(Setup.Way::channel).containsExactly("callback", "dummy", "email", "push", "sms", "webhook");
    assertThat(setup.people()).containsExactly(new Setup.Person("email", "desk@example.org"), new Setup.Person("sms", "+447700900123"));
  }

  @Test
  void keeps_two_credits_of_each_channel_over_which_somebody_is_told() {
    assertThat(setup("email:desk@example.org").channels()).extracting(way -> way.lanes().get(0).plan().withheld()).containsExactly(0, 0, 2, 0, 0, 0);
    assertThat(setup("").channels()).extracting(way -> way.lanes().get(0).plan().withheld()).containsOnly(0);
  }

  @Test
  void says_what_is_wrong_with_an_address() {
    assertThatThrownBy(() -> setup("desk@example.org")).isInstanceOf(StartupException.class)
        .hasMessage("The property delivery.forecast.notify has \"desk@example.org\", which does not begin with a channel (callback, dummy, email, push, sms, webhook) and a colon; "
            + "write for example \"email:desk@example.org, sms:+447700900123\", or nothing.");
    assertThatThrownBy(() -> setup("fax:12")).hasMessageContaining("does not begin with a channel");
    assertThatThrownBy(() -> setup("sms:12")).hasMessageContaining("\"12\" is no telephone number; write it with plus");
    assertThatThrownBy(() -> setup("email:desk")).hasMessageContaining("The property delivery.forecast.notify is wrong: ");
  }

  private static Setup setup(String people) {
    return BudgetSetup.of(Settings.load(Path.of("").toAbsolutePath(), Map.of("DELIVERY_FORECAST_NOTIFY", people)::get));
  }
}
