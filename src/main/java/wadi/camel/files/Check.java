package wadi.camel.files;

import java.util.Locale;

/** Everything that is asked about the files people edit. An error refuses a start; style fails only our own build. */
public enum Check {
  READABLE(Severity.ERROR, "A file can be read, and is written in UTF-8"),
  YAML(Severity.ERROR, "A file is YAML that can be read: no key twice, no alias, one document"),
  FORM(Severity.ERROR, "A route has the form of Camel's YAML schema: steps, their options and the values these take"),
  FILE_NAME(Severity.ERROR, "A file with routes is called `<id>.camel.yaml`; under another name Camel would not load it"),
  COMPONENT(Severity.ERROR, "An endpoint's component exists and is part of this Wadi"),
  OPTION(Severity.ERROR, "An endpoint's options exist, have possible values, and none that is required is missing"),
  KAMELET(Severity.ERROR, "A kamelet or route template that is used is there, and is given the parameters it asks for and no others"),
  LANGUAGE(Severity.ERROR, "An expression's language exists and is part of this Wadi"),
  EXPRESSION(Severity.ERROR, "A step that needs an expression has one, and `simple` can read it"),
  SCRIPT(Severity.ERROR, "No scripts: longer logic is a bean method with a name"),
  DATA_FORMAT(Severity.ERROR, "A data format is part of this Wadi"),
  BEAN(Severity.ERROR, "A bean that a route names exists, and so does its method"),
  CLASS(Severity.ERROR, "A class that a route names exists"),
  PROPERTY(Severity.ERROR, "A property that is used is declared in application.properties, or comes from `{{env:...}}`"),
  PROPERTY_VALUE(Severity.ERROR, "A property has a value that can be used"),
  ROUTE_ID(Severity.ERROR, "A route has an id, and no other route has the same; nor have two steps"),
  SEAM(Severity.ERROR, "A `direct:` seam that is called begins a route, and only one"),
  HTTP_PATH(Severity.ERROR, "An HTTP path and method lead to one route"),
  CONFIGURATION(Severity.ERROR, "A `routeConfigurationId` names a route configuration that exists"),
  MEMORY_QUEUE(Severity.ERROR, "No `seda:`, `vm:` or `disruptor:`: what waits in memory is lost with the process"),
  SECRET(Severity.ERROR, "No password, token or key stands in a route or in a properties file"),
  WORDING(Severity.ERROR, "A template can be read, and one for HTML escapes everything"),
  MISSING_FILE(Severity.ERROR, "A file that a route names is there"),
  RULES(Severity.ERROR, "The fraud rules load"),
  RECIPIENTS(Severity.ERROR, "The recipients load: channels and severities that exist, addresses of the right form"),
  SITES(Severity.ERROR, "The sites that are watched load: URLs, times, regular expressions and recipients of the right form"),
  SPEC_RUN(Severity.ERROR, "Every route has a spec, specs name what there is, and their cases pass"),
  LOADING(Severity.ERROR, "Camel can load and connect the routes; what only a start can find out"),
  QUOTES(Severity.STYLE, "A value has the kind Camel's tools expect: `true` without quotes, a duration with them"),
  NAME(Severity.STYLE, "File, route id and `direct:` seam have one name"),
  ONE_ROUTE(Severity.STYLE, "A file holds one route"),
  VERB(Severity.STYLE, "A route's name begins with a verb from the list"),
  GROUP(Severity.STYLE, "A route's group is its folder"),
  DESCRIPTION(Severity.STYLE, "A route's description is one sentence that says what it does"),
  PREFIX(Severity.STYLE, "A route's nodePrefixId is its id and a point, because step ids are unique over all routes"),
  KEY_ORDER(Severity.STYLE, "A route's keys stand in one order"),
  STEP_ID(Severity.STYLE, "Every step of a route has an id"),
  LENGTH(Severity.STYLE, "A route file has at most 80 lines"),
  EXPRESSION_LENGTH(Severity.STYLE, "An expression has at most 80 characters and calls no Java methods"),
  LITERAL(Severity.STYLE, "Hosts, ports, queues, addresses and schedules are properties"),
  HEADERS(Severity.STYLE, "Headers are removed before a message leaves"),
  PROPERTY_NAME(Severity.STYLE, "A property's name is kebab-case: `capability.thing.option`"),
  PROPERTY_COMMENT(Severity.STYLE, "A property has a comment above, its own or that of its block"),
  PROPERTY_DEFAULT(Severity.STYLE, "A property's default stands in application.properties, not in a route"),
  PROPERTY_TWICE(Severity.STYLE, "A property stands in a file once"),
  PROPERTY_UNUSED(Severity.STYLE, "A property that is declared is used"),
  SPEC(Severity.STYLE, "A route has a spec beside it");

  /** What a finding means for a start. */
  public enum Severity {
    /** It would not load, would not route, or would leak: nothing starts on it. */
    ERROR,
    /** It works, and does not look like the rest. */
    STYLE;

    /** As it is printed. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final Severity severity;
  private final String rule;

  Check(Severity severity, String rule) {
    this.severity = severity;
    this.rule = rule;
  }

  public Severity severity() {
    return severity;
  }

  /** What is asked, as a sentence without its point. */
  public String rule() {
    return rule;
  }

  /** As people write it: {@code http-path}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
