"""Desks that many tests look at."""

import pytest
from desks import Desk, simulated


@pytest.fixture(scope="session")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """Return a healthy desk without dirt, a fifth of it holdout."""
    folder = tmp_path_factory.mktemp("clean")
    return simulated(folder / "desk", tickets=6000, dirt=0.0, holdout=0.2)


@pytest.fixture(scope="session")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """Return a desk with every scenario that can stand beside the others."""
    folder = tmp_path_factory.mktemp("planted")
    return simulated(
        folder / "desk",
        tickets=40_000,
        dirt=0.0,
        scenarios=(
            "csat_slip:web_chat/password_reset:1:0.2",
            "csat_gain:wallet_app/billing_disputes:1:0.1",
            "delayed_only_slip:web_chat/basic_billing:1:0.2",
            "doom_loop:web_chat/order_status:1:0.4",
            "context_loss:web_chat/returns:1:0.3",
            "invented_policy:web_chat/shipping_policy:1:0.3",
            "refund_leakage:wallet_app/billing_disputes:1:0.3",
            "handle_time_creep:web_chat/plan_comparison:1:0.5",
            "repeat_contact_rise:wallet_app/basic_billing:1:0.1",
            "silent_refusal:wallet_app/plan_comparison:1:0.95",
            "survey_outage:web_chat/billing_disputes:1:1",
            "mix_shift:wallet_app/returns:1:2",
            "model_score_drift:wallet_app/password_reset:1:0.1",
            "segment_slip:wallet_app/all:1:0.3",
        ),
    )
