# Matinee's bot. Nothing secret and no data is baked in: settings come from the environment, and
# everything that is kept lies in the volume /data.
FROM python:3.12-slim AS build
WORKDIR /src
# What builds the wheel is locked too, and stays out of what runs.
RUN python -m venv /builder && python -m venv /venv
COPY requirements.build.lock requirements.bot.lock ./
RUN /builder/bin/pip install --no-cache-dir --require-hashes --requirement requirements.build.lock \
    && /venv/bin/pip install --no-cache-dir --require-hashes --requirement requirements.bot.lock
COPY pyproject.toml README.md LICENSE ./
COPY recsys recsys
COPY bot bot
RUN /builder/bin/pip wheel --no-cache-dir --no-deps --no-build-isolation --wheel-dir /wheel . \
    && /venv/bin/pip install --no-cache-dir --no-deps --no-index /wheel/*.whl

FROM python:3.12-slim
RUN useradd --system --uid 10001 --home-dir /data --no-create-home matinee \
    && install --directory --owner=matinee --mode=700 /data
COPY --from=build /venv /venv
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 MATINEE_DATA=/data
WORKDIR /data
VOLUME /data
USER 10001
ENTRYPOINT ["python", "-m", "bot"]
CMD ["run"]
