"""The WSGI application that gunicorn serves."""

import logging
import os
import threading

from django.core.wsgi import get_wsgi_application

from council.logs import log_uncaught_of_thread

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "council.settings")
logging.captureWarnings(True)
application = get_wsgi_application()
threading.excepthook = log_uncaught_of_thread
