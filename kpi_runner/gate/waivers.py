"""Waivers that excuse nothing: the breach is over, or a name in them is wrong."""

from kpi_runner.engines.duckdb import DuckDBEngine

_UNUSED = """
select rule, concat_ws(' / ', deployment_id, archetype, segment), expires_on
from waivers_granted as waivers
where
    not is_expired
    and created_on <= (select as_of from publish_info)
    and deployment_id is not distinct from coalesce(?, deployment_id)
    and not exists (
        select * from gate
        where
            gate.rule = waivers.rule
            and gate.deployment_id = coalesce(waivers.deployment_id, gate.deployment_id)
            and gate.archetype = coalesce(waivers.archetype, gate.archetype)
            and gate.segment = coalesce(waivers.segment, gate.segment)
            and gate.status in ('watch', 'review', 'rollback', 'incident')
    )
order by all
"""


def unused_waivers(engine: DuckDBEngine, deployment: str | None) -> tuple[str, ...]:
    """Return a warning for each waiver in force that no breach in `gate` needs."""
    if not engine.rows("select true from waivers_granted limit 1"):
        return ()
    return tuple(
        f"the waiver of {rule}{f' for {place}' if place else ''} until {expires_on} "
        "is unused: nothing that it names is in breach."
        for rule, place, expires_on in engine.rows(_UNUSED, [deployment])
    )
