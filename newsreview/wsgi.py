"""For any WSGI server; `manage.py serve` brings its own. Refuses to start on a database that is not ready."""

import logging
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsreview.settings")
application = get_wsgi_application()

from newsreview.commands.starting import refuse_unless_ready  # noqa: E402 -- needs the settings

for warning in refuse_unless_ready():
    logging.getLogger(__name__).warning("%s", warning)
