"""Many independent jobs: one function over many inputs, in processes here or on a Dask cluster.

run_jobs         one function over (key, input) pairs: an `Outcome` of each, in their order
Workers          how many processes here, or the address of a cluster's scheduler
Outcome          what came of a job: its value, or the PlannerError that it ended with
WorkersUnusable  the workers asked for cannot run jobs (before any job runs)
ClusterLost      the cluster went away while jobs ran
JobLost          a job whose worker died each time; stands in its outcome
JobsStopped      whoever asked for the jobs wanted no more of them
JobCrashed       a job that raised what it should not; ends all others
"""

from __future__ import annotations

from planner.jobs.errors import ClusterLost, JobCrashed, JobLost, JobsStopped, WorkersUnusable
from planner.jobs.outcome import Outcome
from planner.jobs.run import run_jobs
from planner.jobs.workers import Workers

__all__ = [
    "ClusterLost",
    "JobCrashed",
    "JobLost",
    "JobsStopped",
    "Outcome",
    "Workers",
    "WorkersUnusable",
    "run_jobs",
]
