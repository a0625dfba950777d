"""A build: it does nothing if the site in place was made from the same sources, else it runs the
stages of the pipeline.

Most builds do nothing, and a scheduler runs one every few minutes. So this module, and everything
that it imports at its top, imports neither layouts, Markdown nor YAML.
"""

from jianbao.base.cache import Cache, fingerprint
from jianbao.base.problems import Problems
from jianbao.build import in_place, last_build
from jianbao.build.last_build import LastBuild
from jianbao.build.paths import Paths
from jianbao.build.report import Progress, Report
from jianbao.content.choices import PUBLISHED, Choices


def build(
    paths: Paths,
    progress: Progress | None = None,
    record: bool = False,
    remarks: Problems | None = None,
    verify: bool = False,
    choices: Choices = PUBLISHED,
    keep_going: bool = False,
    jobs: int = 0,
    scheduler: str = "",
) -> Report:
    """Build what `choices` says of the archive at `paths`, and put the site in place. Do nothing if
    the site in place was made from the same sources, unless `verify`. With `record`, write the
    addresses of the site into the record in content/; a build writes nothing else there. With
    `keep_going`, bulletins with problems are taken as they were published, or left out, and their
    problems are in the report. Use `jobs` processes, one for each processor if it is 0, or the
    workers of the Dask `scheduler` at this address. Raise a JianbaoError with all problems of the
    first stage that found any; the old site is then unchanged."""
    sources = last_build.look(paths.content, paths.layouts, fingerprint(choices, keep_going))
    with Cache(paths.cache) as cache:
        outcome: LastBuild | None = None
        if sources and not verify and in_place.is_at_rest(paths.site):
            outcome = last_build.recall(cache, paths.site, sources, record)
        if outcome is None:
            # Imported here, since it takes many times as long as to see that nothing has changed.
            from jianbao.build import pipeline

            with pipeline.workers_of(paths, jobs, scheduler) as start:
                how = pipeline.How(start, choices, verify, keep_going)
                outcome = pipeline.build(paths, cache, progress, how, record, sources)
            cache.forget_unused()
    if remarks is not None:
        remarks.extend(outcome.remarks)
    return outcome.report
