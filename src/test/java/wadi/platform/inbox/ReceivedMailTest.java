package wadi.platform.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ReceivedMailTest {

  @Test
  void is_plain_utf_8_text_when_it_says_nothing_about_itself() {
    assertThat(read("Subject: hi\r\n\r\ngrüezi\r\nmitenand"))
        .isEqualTo(new ReceivedMail("hi", "grüezi\nmitenand", null));
  }

  @Test
  void decodes_charsets_and_transfer_encodings() {
    assertThat(read("Content-Type: text/html; charset=iso-8859-15\nContent-Transfer-Encoding: quoted-printable\n\n=A4"))
        .isEqualTo(new ReceivedMail("", "", "€"));
    assertThat(read("Content-Type: text/plain; charset=utf-16be\nContent-Transfer-Encoding: base64\n\nIKw=").text())
        .isEqualTo("€");
  }

  @Test
  void decodes_and_unfolds_the_subject() {
    assertThat(read("Subject: =?utf-8?Q?gr=C3=BCezi?=\r\n =?iso-8859-1?B?/A==?=\r\n\r\n").subject()).isEqualTo("grüeziü");
  }

  @Test
  void shows_a_subject_in_an_unknown_charset_as_it_came() {
    assertThat(read("Subject: =?x-none?Q?abc?=\n\ntext")).isEqualTo(new ReceivedMail("=?x-none?Q?abc?=", "text", null));
  }

  @Test
  void reads_unknown_and_illegal_charsets_as_utf_8() {
    assertThat(read("Content-Type: text/plain; charset=x-none\n\nü").text()).isEqualTo("ü");
    assertThat(read("Content-Type: text/plain; charset=\"?!\"\n\nü").text()).isEqualTo("ü");
    assertThat(read("Content-Type: text/plain; charset=us-ascii\n\nü").text()).isEqualTo("ü");
  }

  @Test
  void replaces_bytes_that_are_no_text() {
    assertThat(ReceivedMail.read("Content-Type: text/plain\n\ngr\u00fcezi".getBytes(StandardCharsets.ISO_8859_1)).text())
        .isEqualTo("gr\ufffdezi");
  }

  @Test
  void shows_the_source_of_a_part_in_an_unknown_transfer_encoding() {
    assertThat(read("Content-Transfer-Encoding: rot13\n\nuryyb").text()).isEqualTo("uryyb");
  }

  @Test
  void shows_the_source_of_broken_base64() {
    assertThat(read("Content-Transfer-Encoding: base64\n\n!!!").text()).isEqualTo("!!!");
  }

  @Test
  void takes_a_part_with_a_broken_type_for_plain_text() {
    assertThat(read("Content-Type: ;;/=\n\nhello").text()).isEqualTo("hello");
    assertThat(read("Content-Type: text\n\nhello").text()).isEqualTo("hello");
  }

  @Test
  void finds_the_parts_inside_nested_multiparts() {
    assertThat(read(nested(10, "Content-Type: text/html\n\n<p>"))).isEqualTo(new ReceivedMail("", "", "<p>"));
  }

  @Test
  void shows_the_source_of_what_is_nested_too_deeply() {
    String source = nested(200, "Content-Type: text/html\n\n<p>");
    assertThat(read(source)).isEqualTo(new ReceivedMail("", source, null));
  }

  @Test
  void reads_a_multipart_that_ends_in_the_middle() {
    assertThat(read("Content-Type: multipart/mixed; boundary=b\n\n--b\n\nhalf a par").text())
        .isEqualTo("half a par");
  }

  @Test
  void shows_the_source_of_a_multipart_without_parts() {
    String source = "Subject: s\nContent-Type: multipart/mixed; boundary=b\n\nno part";
    assertThat(read(source)).isEqualTo(new ReceivedMail("s", source, null));
  }

  @Test
  void does_not_take_an_attachment_for_the_text() {
    assertThat(
            read("Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Disposition: attachment\n\nnotes\n--b\n\ntext\n--b--").text())
        .isEqualTo("text");
  }

  @Test
  void has_no_text_where_there_is_none() {
    assertThat(read("Content-Type: application/pdf\n\n%PDF")).isEqualTo(new ReceivedMail("", "", null));
    assertThat(read("")).isEqualTo(new ReceivedMail("", "", null));
  }

  @Test
  void takes_the_first_of_several_texts() {
    assertThat(read("Content-Type: multipart/mixed; boundary=b\n\n--b\n\nfirst\n--b\n\nsecond\n--b--").text())
        .isEqualTo("first");
  }

  @Test
  void shows_the_source_of_a_mail_of_countless_parts() {
    String source = "Content-Type: multipart/mixed; boundary=b\n\n" + "--b\n\n".repeat(1_000_000);
    assertThat(read(source).text()).isEqualTo(source);
  }

  @Test
  void reads_anything_without_failing() {
    String[] words = {
      "Content-Type: ", "multipart/mixed", "text/plain", "; boundary=", "b", "--b", "--",
      "\r\n", "\n", "\r", "=?utf-8?", "B?", "?=", "Subject: ",
      "Content-Transfer-Encoding: ", "base64", "uuencode",
      "quoted-printable", "=", "\0", "ü", "\"", ";", ":", "Content-Disposition: ", "attachment", "begin 644 x"
    };
    Random random = new Random(42);
    for (int i = 0; i < 5_000; i++) {
      StringBuilder source = new StringBuilder();
      for (int n = random.nextInt(40); n > 0; n--) {
        source.append(words[random.nextInt(words.length)]);
      }
      assertThat(read(source.toString())).as("%s", source).isNotNull();
    }
  }

  private static ReceivedMail read(String source) {
    return ReceivedMail.read(source.getBytes(StandardCharsets.UTF_8));
  }

  private static String nested(int depth, String inner) {
    StringBuilder source = new StringBuilder();
    for (int i = 0; i < depth; i++) {
      source.append("Content-Type: multipart/mixed; boundary=b").append(i).append("e\n\n--b").append(i).append("e\n");
    }
    return source + inner;
  }
}
