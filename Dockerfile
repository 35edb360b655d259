# The image of the large install: web, worker and beat are the same image with different commands.
FROM python:3.13-slim-bookworm

ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PARLEY_ENV=production
WORKDIR /srv/parley
RUN useradd --system --create-home parley

COPY requirements.txt ./
RUN pip install --no-cache-dir --no-deps --require-hashes -r requirements.txt

COPY . .
# The address and the key serve only to read the settings here; neither stays in the image.
RUN PARLEY_BASE_URL=https://parley.invalid SECRET_KEY="$(python -c 'import secrets; print(secrets.token_urlsafe(60))')" \
    python manage.py collectstatic --noinput --verbosity 0

USER parley
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s \
  CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8000/livez', timeout=4)"]
CMD ["gunicorn", "-c", "python:config.gunicorn", "-b", "0.0.0.0:8000", "config.wsgi"]
