"""How gunicorn serves, unless its command line says otherwise."""

from council.environment import Environment
from council.logs import logging_config

timeout = 120  # a paper may take 45 seconds, and wait for another one

# Its own line of a request would hold the address that was asked for.
accesslog = None
control_socket_disable = True
logconfig_dict = logging_config(requests=Environment.of_this_process().logs_requests)
