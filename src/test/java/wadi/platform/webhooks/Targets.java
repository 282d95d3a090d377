package wadi.platform.webhooks;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import wadi.platform.Settings;

/** URLs that somebody might hope lead Wadi inside. */
final class Targets {
  /** Each is refused without looking up a name. A %d becomes a port that somebody listens at on this machine. */
  static final String[] HOSTILE = {
      "https://127.0.0.1:%d/", "https://127.0.0.1/", "https://127.1:%d/", "https://127.0.1/", "https://127.255.255.254/", "https://0.0.0.0:%d/", "https://0/",
      "https://2130706433:%d/", "https://0x7f000001:%d/", "https://0x7f.0.0.1/", "https://0177.0.0.1:%d/", "https://017700000001/", "https://127.0.0.01/",
      "https://127.0.0.0x1/", "https://0X7F.1/", "https://127.0.0.1./", "https://256.256.256.256/", "https://1.2.3.4.5/",
      "https://localhost:%d/", "https://LOCALHOST/", "https://localhost./", "https://api.localhost/", "https://printer.local/", "https://wadi.internal/",
      "https://router.lan/", "https://intranet/", "https://metadata.google.internal/computeMetadata/v1/",
      "https://10.0.0.1/", "https://172.16.0.1/", "https://172.31.255.255/", "https://192.168.1.1/", "https://100.64.0.1/", "https://100.100.100.200/",
      "https://169.254.169.254/latest/meta-data/", "https://168.63.129.16/", "https://192.0.0.192/", "https://192.0.2.1/", "https://198.51.100.7/",
      "https://203.0.113.9/", "https://198.18.0.1/", "https://224.0.0.1/", "https://239.1.2.3/", "https://240.0.0.1/", "https://255.255.255.255/",
      "https://[::1]:%d/", "https://[0:0:0:0:0:0:0:1]/", "https://[::]/", "https://[::ffff:127.0.0.1]:%d/", "https://[::ffff:7f00:1]/", "https://[::127.0.0.1]/",
      "https://[::ffff:0:7f00:1]/", "https://[64:ff9b::7f00:1]/", "https://[64:ff9b:1::a00:1]/", "https://[2002:7f00:1::]/", "https://[2001:0:7f00:1::]/",
      "https://[fe80::1]/", "https://[fe80::1%%25eth0]/", "https://[fe80::1%%lo]/", "https://[fc00::1]/", "https://[fd00:ec2::254]/", "https://[fec0::1]/",
      "https://[ff02::1]/", "https://[2001:db8::1]/", "https://[3fff::1]/", "https://[100::1]/", "https://[::ffff:8.8.8.8]/",
      "https://hooks.example.org@127.0.0.1:%d/", "https://127.0.0.1:%d@hooks.example.org/", "https://user:pass@hooks.example.org/",
      "https://hooks.example.org#@127.0.0.1:%d/", "https://hooks.example.org/#x", "https://hooks.example.org\\@127.0.0.1/", "https:\\\\127.0.0.1\\",
      "https://127\u30020\u30020\u30021:%d/", "https://\uff11\uff12\uff17.0.0.1/", "https://\u2460\u2461\u2466.0.0.1/", "https://m\u00fcnchen.example/", "https://loc\u00adalhost/",
      "https://%%31%%32%%37.0.0.1/", "https://127.0.0.1%%2f@hooks.example.org/", "https://hooks.example.org:22/", "https://hooks.example.org:25/",
      "https://hooks.example.org:%d/", "https://hooks.example.org:0/", "https://hooks.example.org:65536/", "https://hooks.example.org:443:80/",
      "https:///etc/passwd", "https://", "https:hooks.example.org", "//hooks.example.org/", "hooks.example.org", "http://hooks.example.org/",
      "file:///etc/passwd", "gopher://127.0.0.1:%d/_x", "ftp://hooks.example.org/", "jar:https://hooks.example.org/!/", "dict://127.0.0.1/", "javascript:alert(1)",
      "https://hooks.example.org/{{env:HOME}}", "https://{{env:HOME}}/", "https://${sys:user.home}/", "https://hooks.example.org/a b",
      "https://hooks.example.org/\r\nHost: 127.0.0.1", "https://hooks.example.org/\u0000", " https://hooks.example.org/", "https://hooks.example.org/\ud83d\ude00",
      "https://hooks.example.org/100%%", "https://hooks..example.org/", "https://-hooks.example.org-/", ""};

  static final String[] GOOD = {
      "https://hooks.example.org", "https://hooks.example.org/", "HTTPS://Hooks.Example.Org/in?token=a%20b&c=d", "https://hooks.example.org:8443/x",
      "https://xn--mnchen-3ya.example/", "https://8.8.8.8/", "https://[2a00:1450:4001:81b::200e]/", "https://hooks.slack.com/services/T0/B0/xyz", "https://a_b.example.org/"};

  private Targets() {}

  static TargetCheck check(String... environment) {
    return TargetCheck.of(settings(environment));
  }

  /** The shipped properties, with pairs of variable and value. */
  static Settings settings(String... environment) {
    Map<String, String> variables = new HashMap<>();
    for (int i = 0; i < environment.length; i += 2) {
      variables.put(environment[i], environment[i + 1]);
    }
    return Settings.load(Path.of("").toAbsolutePath(), variables::get);
  }
}
