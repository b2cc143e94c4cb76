"""The WSGI application that gunicorn serves."""

import gc
import logging
import os
import threading

from django.core.wsgi import get_wsgi_application

from council.logs import log_uncaught_of_thread

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "council.settings")
logging.captureWarnings(True)
application = get_wsgi_application()
threading.excepthook = log_uncaught_of_thread
# What is loaded before gunicorn forks stays shared: the collector does not touch it.
gc.collect()
gc.freeze()
