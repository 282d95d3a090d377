package wadi.runtime;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.support.DefaultExchange;
import wadi.camel.sites.SiteBeans;
import wadi.domain.sites.DueCheck;
import wadi.domain.sites.Site;
import wadi.domain.sites.SiteCheck;
import wadi.platform.Platform;
import wadi.platform.Settings;
import wadi.platform.ops.SiteLooks;
import wadi.platform.postgres.DueSites;

/** Has sites looked at by the routes that run now, those by which they are looked at when they are due. */
final class LiveSites implements SiteLooks {
  private final Platform platform;
  private final Switchboard switchboard;

  LiveSites(Platform platform, Switchboard switchboard) {
    this.platform = platform;
    this.switchboard = switchboard;
  }

  @Override
  public List<Look> at(List<Site> sites, boolean publish) {
    Generation generation = switchboard.current().orElseThrow(() -> new IllegalStateException("Wadi has no routes at this moment"));
    Settings settings = generation.files().settings();
    ExecutorService threads = Executors.newFixedThreadPool(Math.max(1, Math.min(sites.size(), settings.number("sites.probes-at-once", 1, 10_000))));
    try (ProducerTemplate template = generation.context().createProducerTemplate()) {
      List<CompletableFuture<Look>> looks = sites.stream()
          .map(site -> CompletableFuture.supplyAsync(() -> publish ? published(site, settings, template) : seen(site, template), threads)).toList();
      return looks.stream().map(LiveSites::joined).toList();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } finally {
      threads.shutdownNow();
    }
  }

  private static Look joined(CompletableFuture<Look> look) {
    try {
      return look.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  private Look seen(Site site, ProducerTemplate template) {
    return new Look(site, Optional.of(check(site, platform.ids().next(), template).seen()), false);
  }

  /** As if it were due: the site is this process's until what was seen is written down. */
  private Look published(Site site, Settings settings, ProducerTemplate template) {
    Optional<DueCheck> due = new DueSites(platform.database(), platform.ids(), platform.instance()).claim(site.id(), SiteBeans.defaults(settings));
    return due.map(claimed -> {
      SiteCheck check = check(claimed.site(), claimed.id(), template);
      send("direct:report-site-check", check, claimed.id(), template);
      return new Look(claimed.site(), Optional.of(check.seen()), true);
    }).orElseGet(() -> new Look(site, Optional.empty(), false));
  }

  private static SiteCheck check(Site site, long id, ProducerTemplate template) {
    return send("direct:probe-site", site, id, template).getMessage().getBody(SiteCheck.class);
  }

  private static Exchange send(String seam, Object body, long id, ProducerTemplate template) {
    CamelContext context = template.getCamelContext();
    Exchange exchange = new DefaultExchange(context);
    exchange.getMessage().setBody(body);
    exchange.setVariable("checkId", id);
    exchange.setVariable("check", body);
    template.send(seam, exchange);
    if (exchange.getException() != null) {
      throw exchange.getException() instanceof RuntimeException failure ? failure : new IllegalStateException(exchange.getException());
    }
    return exchange;
  }
}
