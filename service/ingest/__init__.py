"""Articles -> pipeline -> store.

:class:`Ingester` stores one article at a time and is what the API uses; :func:`run` is the job over many,
with workers for the analysis and this process as the only writer. An article and its quotes are stored at
once, so a job that is killed leaves whole articles only, and running it again finishes it.
"""

from service.ingest.ingester import Ingester, Outcome
from service.ingest.job import Job, Report, Shard, run

__all__ = ["Ingester", "Job", "Outcome", "Report", "Shard", "run"]
