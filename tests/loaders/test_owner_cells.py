"""An owner's cell is parted between names, and never inside one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.layout.owner_cells import owners_in
from loaders.passage import passage


def owners(cell: str) -> list[str]:
    """Return whom a cell names."""
    whole = passage(cell, (0, len(cell)))
    return [owner.folded() for owner in owners_in(whole)] if whole else []


@pytest.mark.parametrize(
    "name",
    [
        "Health and Wellbeing Board",
        "Children and Young People's Services",
        "Police and Crime Commissioner",
        "Jo Smith, Head of Safeguarding",
        "DCI Jo Ward (PVP)",
        "T/DI Ann Lee",
        "Domestic Abuse Coordinator, Westmere Police",
        "Superintendent Public Protection",
        "Media and Communications",
        "All agencies",
        "central team",
        "Acting Detective Superintendent Rhian Pugh",
        "Cllr Anne Whitby, Cabinet Member for Community Safety",
        "Norvale and Suffield NHS Foundation Trust",
        "Trust-wide",
        "DHR Panel Chair",
        "Chair, DHR Panel",
        "Head of Safeguarding (Adults and Children)",
        "Westmere Council \u2013 Housing Options Team",
        "DCI Jo Ward - PVP",
        "Assistant Director, Adult Social Care",
        "Director of Public Health, Westmere Council",
        "Force Crime and Incident Registrar",
        "MARAC Chair/Coordinator",
        "PC 4521 Harris",
        "D/Ch/Supt Ingle",
        "JW",
    ],
)
def test_one_name_stays_whole(name: str) -> None:
    assert owners(name) == [name]


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("LBB / Met", ["LBB", "Met"]),
        ("Kent Police and Medway Council", ["Kent Police", "Medway Council"]),
        ("CSP, Police, Adult Social Care", ["CSP", "Police", "Adult Social Care"]),
        ("Kent Police\nKent County Council", ["Kent Police", "Kent County Council"]),
        ("Head of Public\nProtection", ["Head of Public Protection"]),
        ("DCI Jo Ward\nHead of PVP", ["DCI Jo Ward", "Head of PVP"]),
        (
            "Detective Superintendent\nPublic Protection",
            ["Detective Superintendent Public Protection"],
        ),
        ("Det Chief\nInspector Ann\nLee", ["Det Chief Inspector Ann Lee"]),
        (
            "Strategic Housing, Westmere\nWomen's Centre",
            ["Strategic Housing", "Westmere Women's Centre"],
        ),
        ("Lead: DCI Sam Hill Support: Head of Comms", ["DCI Sam Hill", "Head of Comms"]),
        ("Mike Hall and Ann Lee", ["Mike Hall", "Ann Lee"]),
        ("Women's Aid with support from Westmere Council", ["Women's Aid", "Westmere Council"]),
        (
            "Children's Services; Education; NHS Trust",
            ["Children's Services", "Education", "NHS Trust"],
        ),
        ("T/Ch Supt Gill & T/Supt Mark Yarrow", ["T/Ch Supt Gill", "T/Supt Mark Yarrow"]),
        ("Cllr Ahmed / Cllr Jones", ["Cllr Ahmed", "Cllr Jones"]),
        ("JW, AB & KL", ["JW", "AB", "KL"]),
        ("DCI Ward (lead), DS Patel (support)", ["DCI Ward", "DS Patel"]),
        ("Jo Ward - Lead\nSam Lee - Deputy", ["Jo Ward", "Sam Lee"]),
        ("Jo Ward (Police), Sam Lee (Council)", ["Jo Ward (Police)", "Sam Lee (Council)"]),
        ("Strategic Lead: ACC Hurst\nTactical Lead: Supt Finch", ["ACC Hurst", "Supt Finch"]),
        ("1. Police\n2. Probation", ["Police", "Probation"]),
        ("Head of HR, Head of Training", ["Head of HR", "Head of Training"]),
        ("Victim Support and the OPCC", ["Victim Support", "OPCC"]),
        ("Head of Adult\nSafeguarding\nDCI Jo Ward", ["Head of Adult Safeguarding", "DCI Jo Ward"]),
        ("Business Support\nManager", ["Business Support Manager"]),
    ],
)
def test_several_are_parted(cell: str, names: list[str]) -> None:
    assert owners(cell) == names


@pytest.mark.parametrize(
    "cell", ["TBC", "N/A", "-", "To be confirmed", "none", "Vacant (formerly DI Price)"]
)
def test_a_cell_that_names_nobody_has_no_owner(cell: str) -> None:
    assert owners(cell) == []


@pytest.mark.parametrize(
    ("cell", "name"),
    [
        ("Jane Holt\njane.holt@westmere.gov.uk", "Jane Holt"),
        ("DS Karen Moss (karen.moss@westmere.police.uk)", "DS Karen Moss"),
        ("Head of Communities Tel: 01632 960 456 ext 21", "Head of Communities"),
        ("jane.holt@westmere.gov.uk", "jane.holt@westmere.gov.uk"),
    ],
)
def test_an_address_is_no_part_of_a_name_but_may_stand_for_one(cell: str, name: str) -> None:
    assert owners(cell) == [name]


@given(st.text(alphabet="AaBb ./,&\n()-;:and", max_size=80))
def test_every_owner_stands_in_its_cell(cell: str) -> None:
    whole = passage(cell, (0, len(cell)))
    for owner in owners_in(whole) if whole else ():
        for start, end in owner.spans:
            assert 0 <= start < end <= len(cell)
