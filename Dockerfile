# Styles and scripts.
FROM node:24-slim AS assets
WORKDIR /app/frontend
COPY frontend/package.json frontend/package-lock.json frontend/.npmrc ./
RUN npm ci --ignore-scripts --omit=dev --no-audit --no-fund
COPY frontend/ ./
RUN npm run build

# Python packages, from the lock.
FROM python:3.13-slim AS packages
COPY requirements/ /requirements/
RUN python -m venv /venv \
    && python -m venv /installer \
    && /installer/bin/pip install --no-cache-dir --require-hashes -r /requirements/uv.txt \
    && /installer/bin/uv pip install --no-cache --python /venv/bin/python --require-hashes -r /requirements/runtime.txt

FROM python:3.13-slim
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 DATA_DIR=/data
RUN useradd --uid 10001 --home-dir /data --create-home --shell /usr/sbin/nologin bowout
WORKDIR /app
COPY --from=packages /venv /venv
COPY . .
COPY --from=assets /app/frontend/dist ./frontend/dist
# The key is of no use after this line: the real one comes from the environment or from the data volume.
RUN SECRET_KEY=only-to-collect-the-static-files DATA_DIR=/tmp/build python manage.py collectstatic --noinput -v0 \
    && rm -rf /tmp/build
USER bowout
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s --retries=3 \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
CMD ["granian", "--interface", "wsgi", "config.wsgi:application", "--host", "0.0.0.0", "--port", "8000", "--workers", "2", "--blocking-threads", "2", "--no-ws"]
