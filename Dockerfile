# Wadi as an image: docker build -t wadi .    What runs in it, and how, is in docs/install.md and docs/architectures.md.
FROM maven:3.9.9-eclipse-temurin-17 AS build
WORKDIR /wadi
# For --version; .git is not sent here: docker build --build-arg COMMIT=$(git rev-parse --short=12 HEAD) -t wadi .
ARG COMMIT=unknown
COPY pom.xml ./
COPY src src
COPY wadi application.properties application-kafka.properties application-rabbitmq.properties asyncapi.yaml LICENSE THIRD-PARTY.txt ./
COPY routes routes
COPY templates templates
COPY schemas schemas
COPY ops ops
# The same archive that people unpack. Classes are archived below, for the Java they run on.
RUN mvn -B -ntp -q -DskipTests -Dexec.skip=true -Dgit.commit.id.abbrev=$COMMIT package && mkdir /opt/wadi && tar -xzf target/wadi-*.tar.gz -C /opt/wadi --strip-components=1

FROM eclipse-temurin:17.0.15_6-jre-noble
RUN useradd --system --uid 10001 --user-group --home-dir /var/lib/wadi wadi && install -d -o wadi -g wadi -m 700 /var/lib/wadi
COPY --chown=wadi:wadi --from=build /opt/wadi /opt/wadi
COPY ops/docker/healthy /usr/local/bin/wadi-healthy
WORKDIR /opt/wadi
USER wadi
RUN ./wadi prepare

# It listens beyond the container's loopback, so it starts once there is an API key, or with HTTP_AUTH=none: docs/keys.md.
# Everything that is written, so that the rest may be read-only (and /tmp).
ENV DATA_DIR=/var/lib/wadi HTTP_HOST=0.0.0.0
VOLUME /var/lib/wadi
EXPOSE 8080 9876
# Finishes what it has taken, within reload.drain-timeout; give it longer than that: docker stop -t 45, stop_grace_period.
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=5s --timeout=5s --start-period=60s --retries=3 CMD ["wadi-healthy"]
ENTRYPOINT ["/opt/wadi/wadi"]
CMD ["run"]
