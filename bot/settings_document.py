"""The settings in force as the document they could be imported from."""

from collections.abc import Mapping
from datetime import time
from typing import Any

from flows.company import Branch, Company
from flows.schedule import WEEKDAYS


def settings_document(company: Company) -> dict[str, Any]:
    """Return a document that `company_from_document` reads back to the same company.

    What the company never said stands in it with its default, so that a reader sees what is
    in force.
    """
    thresholds, policy = company.thresholds, company.policy
    return {
        "company": _said(
            {
                "name": company.name,
                "language": company.language,
                "timezone": company.timezone,
                "managers": list(company.managers),
                "hq_channel": company.hq_channel,
                "hr_channel": company.hr_channel,
                "legal_channel": company.legal_channel,
                "digest_channel": company.digest_channel,
                "digest_at": company.digest_at,
                "internal_contact": company.internal_contact,
                "internal_contact_channel": company.internal_contact_channel,
                "shared_accounts": sorted(company.shared_accounts),
            }
        ),
        "calendar": {
            "closed": [day.isoformat() for day in sorted(company.calendar.closed)],
            "open": [day.isoformat() for day in sorted(company.calendar.open)],
        },
        "branches": [_branch(branch) for branch in company.branches],
        "thresholds": {
            "repeats_after_answer": thresholds.repeats_after_answer,
            "minutes_after_answer": thresholds.minutes_after_answer,
            "out_of_hours_calls": thresholds.out_of_hours_calls,
        },
        "policy": {
            "two_person_suspension": policy.two_person_suspension,
            "suspension_months": policy.suspension_months,
        },
    }


def _branch(branch: Branch) -> dict[str, Any]:
    hours = None if branch.hours is None else "-".join(_clock_time(end) for end in branch.hours)
    return _said(
        {
            "id": branch.id,
            "name": branch.name,
            "entity": branch.entity,
            "desk_channel": branch.desk_channel,
            "team_channel": branch.team_channel,
            "on_call": list(branch.on_call),
            "phone": branch.phone,
            "address": branch.address,
            "hours": hours,
            "closed": [WEEKDAYS[day] for day in sorted(branch.closed)],
        }
    )


def _clock_time(at: time) -> str:
    return at.isoformat("minutes") if not at.second else at.isoformat()


def _said(section: Mapping[str, Any]) -> dict[str, Any]:
    """Leave out what has no value: TOML has no word for nothing."""
    return {key: value for key, value in section.items() if value is not None}
