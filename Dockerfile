# Wadi as an image: docker build -t wadi .    What runs in it, and how, is in docs/architectures.md.
FROM maven:3.9.9-eclipse-temurin-17 AS build
WORKDIR /wadi
COPY pom.xml ./
COPY src src
# The launcher would archive classes here for a Java that is not the one they run on: that is done below.
RUN printf '#!/bin/sh\n' > wadi && chmod +x wadi && mvn -B -ntp -q -DskipTests package

FROM eclipse-temurin:17.0.15_6-jre-noble
RUN useradd --system --uid 10001 --home-dir /var/lib/wadi wadi && install -d -o wadi -g wadi -m 700 /var/lib/wadi && install -d -o wadi -g wadi /opt/wadi/target
WORKDIR /opt/wadi
COPY --chown=wadi:wadi --from=build /wadi/target/wadi.jar target/wadi.jar
COPY --chown=wadi:wadi --from=build /wadi/target/lib target/lib
COPY --chown=wadi:wadi wadi application.properties application-kafka.properties application-rabbitmq.properties ./
COPY --chown=wadi:wadi routes routes
COPY --chown=wadi:wadi templates templates
COPY ops/docker/healthy /usr/local/bin/wadi-healthy
USER wadi
RUN touch target/wadi.jar && ./wadi prepare

# It listens beyond the container's loopback, so it starts once there is an API key, or with HTTP_AUTH=none: docs/keys.md.
# Everything that is written, so that the rest may be read-only (and /tmp).
ENV DATA_DIR=/var/lib/wadi HTTP_HOST=0.0.0.0
VOLUME /var/lib/wadi
EXPOSE 8080 9876
# Finishes what it has taken, within reload.drain-timeout; give it longer than that.
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=5s --timeout=5s --start-period=60s --retries=3 CMD ["wadi-healthy"]
ENTRYPOINT ["/opt/wadi/wadi"]
CMD ["run"]
