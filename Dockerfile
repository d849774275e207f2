# The tailwatch command line as an image: docker build --tag tailwatch:0.1.0-SNAPSHOT .
# glibc in both stages: protoc and the native libraries of Kafka do not run on musl.

FROM maven:3.9.16-eclipse-temurin-17-noble AS build
WORKDIR /src
COPY . .
RUN --mount=type=cache,target=/root/.m2 \
    mvn -q -B -ntp -pl app -am package -Dmaven.test.skip=true -Dspotless.check.skip=true

FROM eclipse-temurin:17.0.19_10-jre-noble
ARG VERSION=0.1.0-SNAPSHOT
ARG REVISION=unknown
LABEL org.opencontainers.image.title="TailWatch" \
      org.opencontainers.image.description="Streaming tail-index analytics for live SGD training" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"

# What changes seldom comes first. Nothing of it belongs to the user that runs it.
COPY --from=build /src/app/target/lib /opt/tailwatch/app/target/lib
COPY --from=build /src/tailwatch /opt/tailwatch/tailwatch
COPY --from=build /src/deploy/docker/healthcheck /opt/tailwatch/healthcheck
COPY --from=build /src/app/target/tailwatch.jar /opt/tailwatch/app/target/tailwatch.jar

# A new volume takes over owner and mode of the directory that it is mounted on.
RUN install -d -o 10001 -g 10001 -m 0750 /var/lib/tailwatch
ENV TAILWATCH_STATE_DIR=/var/lib/tailwatch

# By number, so that Kubernetes can see that it is not root.
USER 10001:10001
WORKDIR /var/lib/tailwatch
EXPOSE 8080

# Of the analyzer. Whoever runs another command turns it off.
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
    CMD ["/opt/tailwatch/healthcheck"]

# The launcher becomes the JVM (exec), which gets the signals: SIGTERM is a clean stop.
ENTRYPOINT ["/opt/tailwatch/tailwatch"]
CMD ["analyze"]
