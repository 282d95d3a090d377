package wadi.runtime.catalog;

import static wadi.runtime.catalog.Breakages.in;
import static wadi.runtime.catalog.Breakages.of;
import static wadi.runtime.catalog.Breakages.route;

import java.util.Map;
import java.util.stream.Stream;
import wadi.camel.files.Check;

/** What can be wrong with kamelets, route templates and their uses; none is shipped, so the tests have some beside. */
final class KameletBreakages {
  private static final String TAG = "kamelets/tag-action.kamelet.yaml";
  private static final String TEMPLATE = "routes/intake/answer-word.camel.yaml";
  private static final String NEW = "routes/intake/check-more.camel.yaml";
  private static final String END = "        - stop:\n            id: end\n";

  private KameletBreakages() {}

  static Stream<Breakage> all() {
    return Stream.of(
        of(Check.KAMELET, NEW, "", route("check-more", "intake", "direct:check-more", tag("tag-acton", "word: x")),
            "uri: kamelet:tag-acton", "there is no kamelet tag-acton",
            "write: tag-action", Check.SPEC),
        of(Check.KAMELET, NEW, "", route("check-more", "intake", "direct:check-more", tag("encrypt-action", "word: x")),
            "uri: kamelet:encrypt-action", "there is no kamelet encrypt-action",
            "add kamelets/encrypt-action.kamelet.yaml, or write the name of one that is there", Check.SPEC),
        of(Check.KAMELET, NEW, "", route("check-more", "intake", "direct:check-more", "        - kamelet:\n            name: tag-acton\n"),
            "name: tag-acton", "there is no kamelet tag-acton",
            "write: tag-action", Check.SPEC),
        of(Check.KAMELET, NEW, "", route("check-more", "intake", "direct:check-more", "        - to:\n            id: x\n            uri: kamelet\n            parameters:\n              templateId: tag-action\n"),
            "uri: kamelet", "the kamelet tag-action needs word",
            "write below it: parameters: word: ...", Check.SPEC),
        of(Check.KAMELET, NEW, "", route("check-more", "intake", "direct:check-more", "        - kamelet: tag-action\n"),
            "kamelet: tag-action", "the kamelet tag-action needs word",
            "write below it: parameters: word: ...", Check.SPEC),
        of(Check.KAMELET, NEW, "", route("check-more", "intake", "direct:check-more", tag("tag-action/first?wrod=x", "times: 2")),
            "uri: kamelet:tag-action/first?wrod=x", "the kamelet tag-action has no parameter wrod",
            "write: word", Check.SPEC),
        of(Check.KAMELET, NEW, "", route("check-more", "intake", "direct:check-more", tag("tag-action", "word: x\n              times: twice")),
            "times: twice", "times is \"twice\"",
            "write a whole number", Check.SPEC),
        of(Check.KAMELET, NEW, "", route("check-more", "intake", "direct:check-more", tag("tag-action", "word: x\n              style: shrill")),
            "style: shrill", "style cannot be \"shrill\"",
            "write one of loud, quiet", Check.SPEC),
        of(Check.KAMELET, NEW, "", route("check-more", "intake", "direct:check-more", tag("tag-action", "word: x\n              location: \"github:apache:camel-kamelets\"")),
            "location: \"github:apache:camel-kamelets\"", "location leads to a kamelet that is none of these files",
            "put it into kamelets/, and remove location", Check.SPEC),
        of(Check.KAMELET, NEW, "", route("check-more", "intake", "kamelet:source", END),
            "uri: kamelet:source", "a route cannot begin with a kamelet",
            "begin with the endpoint itself; a routeTemplate makes several such routes", Check.SPEC),
        of(Check.KAMELET, NEW, "", route("check-more", "intake", "direct:check-more", "        - to:\n            id: back\n            uri: kamelet:sink\n"),
            "uri: kamelet:sink", "kamelet:sink is the end of a kamelet, and this is none",
            "write the name of a kamelet, or direct:", Check.SPEC),
        of(Check.KAMELET, TAG, "uri: kamelet:source", "uri: timer:{{word}}",
            "uri: timer:{{word}}", "a kamelet begins with kamelet:source",
            "write: uri: kamelet:source", Check.COMPONENT),
        of(Check.KAMELET, TAG, "name: tag-action", "name: tagging-action",
            "name: tagging-action", "the kamelet is called tagging-action, its file tag-action",
            "write: metadata: name: tag-action"),
        of(Check.KAMELET, TAG, "      - word\n", "      - wrod\n",
            "- wrod", "wrod is required, and is none of the properties",
            "write: word"),
        of(Check.KAMELET, TAG, "        default: 1\n", "",
            "constant: \"{{times}}\"", "times may be left out, and has no default",
            "give it a default, make it required, or write {{?times}}"),
        of(Check.FORM, TAG, "kind: Kamelet", "kind: Camelet",
            "kind: Camelet", "this is no kamelet",
            "write: kind: Kamelet"),
        of(Check.FORM, TAG, "  template:\n", "  templat:\n",
            "templat:", "there is no \"templat\" in spec of a kamelet",
            "write: template"),
        of(Check.FORM, TAG, "      steps:\n        - loop", "      stebs:\n        - loop",
            "stebs:", "there is no \"stebs\" in from",
            "write: steps"),
        of(Check.FORM, "kamelets/more-action.kamelet.yaml", "", "# nothing\n",
            "# nothing", "a kamelet is an object",
            "write apiVersion, kind, metadata and spec"),
        of(Check.YAML, TAG, "kind: Kamelet", "kind: [Kamelet",
            "metadata:", "is not YAML: while parsing a flow sequence",
            "check indentation and quotes"),
        of(Check.EXPRESSION, TAG, "{{word}} ${body}", "{{word}} ${boddy}",
            "simple: \"{{word}} ${boddy} {{style}}\"", "simple cannot read {{word}} ${boddy} {{style}}: Unknown function: boddy",
            "write ${body}, ${header.name}, ${variable.name}, ${exchangeProperty.name} or another function of simple"),
        of(Check.PROPERTY, TAG, "{{word}}", "{{wort}}",
            "simple: \"{{wort}} ${body} {{style}}\"", "the property wort is not declared",
            "write: {{word}}"),
        of(Check.SECRET, TAG, "      word:\n        type: string\n", "      word:\n        type: string\n      api-key:\n        default: hunter2\n",
            "default: hunter2", "api-key stands here in full",
            "write: {{env:NAME}}, and give NAME in the environment"),
        of(Check.FILE_NAME, "kamelets/more.yaml", "", "kind: Kamelet\n",
            "", "there is a kamelet in this file, which is not loaded under this name",
            "name it kamelets/more.kamelet.yaml"),
        of(Check.FILE_NAME, "kamelets/mail/more-action.kamelet.yaml", "", "kind: Kamelet\n",
            "", "there is a kamelet in this file, which is not loaded under this name",
            "name it kamelets/more-action.kamelet.yaml"),
        of(Check.FILE_NAME, "kamelets/check-more.camel.yaml", "", route("check-more", "intake", "direct:check-more", END),
            "", "there are routes in this file, which is not loaded under this name",
            "name it routes/intake/check-more.camel.yaml"),
        of(Check.KAMELET, NEW, "", made("answer-wort", "answer-no", "      - name: word\n        value: x\n"),
            "routeTemplateRef: answer-wort", "there is no route template answer-wort",
            "write: answer-word", Check.SPEC),
        of(Check.KAMELET, NEW, "", made("answer-word", "answer-no", "      - name: wort\n        value: x\n      - name: seam\n        value: answer-no\n"),
            "- name: wort", "the route template answer-word has no parameter wort",
            "write: word"),
        of(Check.KAMELET, NEW, "", made("answer-word", "answer-no", "      - name: word\n        value: x\n"),
            "routeTemplateRef: answer-word", "the route template answer-word needs seam",
            "write below it: parameters: - name: seam, value: ..."),
        of(Check.ROUTE_ID, NEW, "", made("answer-word", "accept-alert", "      - name: word\n        value: x\n      - name: seam\n        value: answer-no\n"),
            "routeId: accept-alert", "the id accept-alert is taken by routes/alerting/accept-alert.camel.yaml:2",
            "write another id, that of the file"),
        in(TEMPLATE, Check.SEAM, NEW, "", made("answer-word", "answer-no", "      - name: word\n        value: x\n      - name: seam\n        value: check-fraud\n"),
            "uri: direct:{{seam}}", "direct:check-fraud begins two routes; the other is routes/fraud/check-fraud.camel.yaml:7",
            "keep one, and name each seam after its route"),
        of(Check.PROPERTY, TEMPLATE, "{{word}}", "{{wort}}",
            "simple: \"{{wort}} ${body}\"", "the property wort is not declared",
            "write: {{word}}"),
        of(Check.GROUP, TEMPLATE, "      group: intake\n", "      group: errors\n",
            "group: errors", "group is errors",
            "write: group: intake"));
  }

  /** Files that are not shipped, for that which no shipped file uses. */
  static Map<String, String> beside() {
    return Map.of(TAG, """
        apiVersion: camel.apache.org/v1
        kind: Kamelet
        metadata:
          name: tag-action
        spec:
          definition:
            title: Tag
            description: Puts a word before the body
            required:
              - word
            properties:
              word:
                type: string
              times:
                type: integer
                default: 1
              style:
                type: string
                enum: [loud, quiet]
                default: quiet
          template:
            from:
              uri: kamelet:source
              steps:
                - loop:
                    constant: "{{times}}"
                    steps:
                      - setBody:
                          simple: "{{word}} ${body} {{style}}"
        """, TEMPLATE, """
        - routeTemplate:
            id: answer-word
            parameters:
              - name: word
              - name: seam
            route:
              group: intake
              from:
                uri: direct:{{seam}}
                steps:
                  - setBody:
                      simple: "{{word}} ${body}"
        """, "routes/intake/answer-yes.camel.yaml", """
        - templatedRoute:
            routeTemplateRef: answer-word
            routeId: answer-yes
            parameters:
              - name: word
                value: "yes"
              - name: seam
                value: answer-yes
        """, "routes/intake/answer-yes.spec.yaml", """
        route: answer-yes
        cases: []
        """);
  }

  private static String tag(String name, String parameter) {
    return "        - to:\n            id: tag\n            uri: kamelet:%s\n            parameters:\n              %s\n".formatted(name, parameter);
  }

  private static String made(String template, String id, String parameters) {
    return "- templatedRoute:\n    routeTemplateRef: %s\n    routeId: %s\n    parameters:\n%s".formatted(template, id, parameters);
  }
}
