"""Jobs whose worker died begin again: every job is written so that doing it twice does nothing twice."""

from procrastinate.contrib.django import app


@app.periodic(cron="* * * * *")
@app.task(name="begin_again", queueing_lock="begin_again")
async def begin_again(timestamp: int) -> None:  # noqa: ARG001 -- the minute it belongs to, which every periodic job is told
    """A worker that has not been heard of for half a minute is dead."""
    for job in await app.job_manager.get_stalled_jobs():
        await app.job_manager.retry_job(job)
