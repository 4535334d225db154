"""Seeds of the random desks."""

ARCHETYPES = ("order_status", "password_reset", "returns", "plan_changes", "gift_cards")


def boundary_seeds() -> dict[str, list[dict]]:
    """Return seeds with launches, windows and patterns of every kind."""
    return {
        "deployments": [
            deployment("north", "2025-12-31"),
            deployment("south", "2025-12-01"),
            deployment("west", ""),
        ],
        "launches": [
            _launch("north", "returns", "2026-01-12"),
            _launch("north", "password_reset", ""),
            _launch("south", "order_status", "2025-12-15"),
        ],
        "baselines": [
            window("north", "2025-11-03", "2025-12-29"),
            window("north", "2025-11-05", "2025-12-15", archetype="order_status"),
            window("north", "2025-11-10", "2025-12-22", measure="resolution_csat"),
            window("south", "2025-11-03", "2025-12-01"),
            window("south", "2025-12-01", "2025-12-22", valid_from="2026-01-07"),
            window(
                "south",
                "2025-11-10",
                "2025-11-24",
                archetype="order_status",
                measure="repeat_contact_7d",
                valid_from="2025-12-22",
            ),
            window("west", "2025-12-01", "2025-12-02"),
        ],
        "baseline_values": [
            _figures("west", "order_status", "", "resolution_csat", "80", "100"),
            _figures("west", "order_status", "smb", "resolution_csat", "9", "10"),
            _figures("west", "", "", "repeat_contact_7d", "5", "50"),
            _figures("west", "", "smb", "resolution_csat", "33", "40"),
        ],
        "intents": [
            *({"intent": name, "archetype": name} for name in ARCHETYPES),
            {"intent": "order.*", "archetype": "returns"},
            {"intent": "order.x", "archetype": "plan_changes"},
            {"intent": "*.xy", "archetype": "gift_cards"},
        ],
        "exchange_rates": [
            {"currency": "USD", "rate": "1"},
            {"currency": "EUR", "rate": "1.1"},
        ],
    }


def deployment(deployment_id: str, launched_on: str) -> dict[str, str]:
    """Return a row of the seed deployments."""
    return {
        "deployment_id": deployment_id,
        "name": deployment_id,
        "launched_on": launched_on,
        "regulated": "false",
        "rollback_owner": "Owner",
        "rollback_contact": "owner@example.com",
        "follow_up_days": "7",
    }


def _launch(deployment_id: str, archetype: str, launched_on: str) -> dict[str, str]:
    return {
        "deployment_id": deployment_id,
        "archetype": archetype,
        "launched_on": launched_on,
    }


def window(deployment_id: str, start: str, end: str, **scope: str) -> dict[str, str]:
    """Return a row of the seed baselines."""
    return {
        "deployment_id": deployment_id,
        "archetype": "",
        "measure": "",
        "window_start": start,
        "window_end": end,
        "valid_from": "",
        "approved_by": "Owner",
        "reason": "test",
        **scope,
    }


def _figures(*values: str) -> dict[str, str]:
    names = ("deployment_id", "archetype", "segment", "measure")
    return dict(zip((*names, "numerator", "denominator"), values, strict=True))
