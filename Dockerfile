# On Record as an image: the locked dependencies, the package, the seeds. `docker compose up` runs it with Elasticsearch;
# alone it keeps its data in SQLite, in the volume /data:
#
#   docker build -t onrecord .
#   docker run --read-only --tmpfs /tmp -p 127.0.0.1:8000:8000 -v onrecord:/data onrecord

FROM python:3.11-slim-bookworm AS build
WORKDIR /src
# Without pip in it: what runs needs none. The image's own pip fills it.
RUN python -m venv --without-pip /opt/onrecord
# Before the sources, so that a change of ours does not install the dependencies again.
COPY requirements.lock ./
RUN python -m pip --python /opt/onrecord install --no-cache-dir --require-hashes -r requirements.lock
COPY pyproject.toml README.md LICENSE ./
COPY schemas ./schemas
COPY service ./service
# The lock holds the build backend too: nothing is fetched here.
RUN python -m pip --python /opt/onrecord install --no-cache-dir --no-deps --no-build-isolation .

FROM python:3.11-slim-bookworm
# A volume that is new takes over the owner of this folder.
RUN install -d -o 10001 -g 10001 /data
COPY --from=build /opt/onrecord /opt/onrecord
COPY seeds /app/seeds
WORKDIR /app
# No byte code is written, for the root may be read-only; that of the packages was written by pip.
ENV PATH=/opt/onrecord/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    HOME=/data \
    PORT=8000 \
    ONRECORD_HOST=0.0.0.0 \
    ONRECORD_SEEDS=/app/seeds \
    ONRECORD_STORE=sqlite:////data/onrecord.db
# A number, so that an orchestrator can see that it is not root; it needs no account.
USER 10001:10001
VOLUME ["/data"]
EXPOSE 8000
# Liveness, which never asks the store: a store that is down must not make this container look broken. Not urllib,
# which would ask a proxy where the engine sets one.
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 \
    CMD ["python", "-c", "import http.client, os, sys; c = http.client.HTTPConnection('127.0.0.1', int(os.environ['PORT']), timeout=4); c.request('GET', '/healthz'); sys.exit(c.getresponse().status != 200)"]
ENTRYPOINT ["onrecord"]
CMD ["serve"]
