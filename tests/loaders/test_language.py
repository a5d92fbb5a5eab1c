"""What the language rules read, one example or a few for each family of rules."""

from __future__ import annotations

import pytest

from loaders.language import Language, Mention, Sentence
from loaders.passage import Passage

LANGUAGE = Language()
FORCE = ("Anyshire Police", "Anyshire", "the Constabulary")


def whole(text: str) -> Passage:
    return Passage(text, ((0, len(text)),))


def sentences(text: str) -> tuple[Sentence, ...]:
    return LANGUAGE.read_response(whole(text), FORCE)[0]


def named(text: str, kind: str) -> list[str]:
    return [one.quote for one in LANGUAGE.read_response(whole(text), FORCE)[1] if one.kind == kind]


def owners(text: str) -> list[str]:
    return [one.quote for one in LANGUAGE.read_heading(whole(text), FORCE)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Led by Det. Ch. Supt. Ann Lee. She reports monthly.", 2),
        ("Use plain words, e.g. Leaflets, cards etc. We have printed both.", 2),
        ("The form is online.the team checks it.", 2),
        ("It covers; 1. Recruits 2. Call takers 3. Sergeants. All are trained.", 2),
        ("It covers; 1. Recruits 2. Call takers Sections 1 and 2 are complete.", 2),
        ("Ask two questions: 1 - Are you safe? 2 - Are you alone? Record both.", 2),
        ("Inspectors said 'This is good.' We agree.", 2),
        ("Spending rose by 2.5 per cent. See www.police.uk for more.", 2),
    ],
)
def test_sentences_end_where_a_reader_would_end_them(text: str, expected: int) -> None:
    assert len(sentences(text)) == expected


def test_a_sentence_runs_over_a_page_break_when_its_next_piece_goes_on() -> None:
    text = "Work continues on the flag, which is\n\nAction\tResponse\n\tbeing reviewed. Next steps."
    first, second = text.index("which is") + 8, text.index("being")
    read, _ = LANGUAGE.read_response(Passage(text, ((0, first), (second, len(text)))))
    assert [one.quote for one in read] == [text[: text.index(" Next")], "Next steps."]


def test_another_cell_begins_another_sentence() -> None:
    text = "Work continues\nTraining is in place"
    read, _ = LANGUAGE.read_response(Passage(text, ((0, 14), (15, len(text)))))
    assert [one.quote for one in read] == ["Work continues", "Training is in place"]


@pytest.mark.parametrize(
    ("stage", "text"),
    [
        ("done", "The unit has completed the toolkit and it needs to be promoted."),
        ("done", "We've trained all sergeants."),
        ("done", "The guidance was published in May 2018."),
        ("done", "New pack completed and delivery checked by the central team."),
        ("ongoing", "The team reviews every case."),
        ("ongoing", "The group will continue to monitor this."),
        ("ongoing", "Compliance is being monitored."),
        ("ongoing", "In constant review."),
        ("ongoing", "Audits carried out monthly."),
        ("ongoing", "If a call is abandoned, then a second officer will be sent."),
        ("planned", "The team will review the policy and ensure updates are made."),
        ("planned", "New guidance is due to be issued."),
        ("planned", "Further scoping to be conducted."),
        ("planned", "The team to train additional trainers."),
        ("planned", "The partnership aims to widen access."),
        ("planned", "Commission an independent evaluation."),
        ("done", "Draft shared with partners."),
        ("done", "28 trained."),
        ("done", "An audit of 60 files in May 2019 found no delays."),
        ("done", "Each district now has a named lead."),
        ("ongoing", "Any change has to be agreed and the reason recorded on the log."),
        ("ongoing", "The panel zarbs each case."),
        ("ongoing", "Staff may not close a case unless a sergeant agrees."),
        ("ongoing", "A leaflet is with the printer."),
        ("planned", "The second course starts in October 2019."),
        ("planned", "Autumn 2024."),
        ("context", "One in five callers hangs up."),
        ("context", "Gender is recorded in 71% of cases."),
        ("context", "No date can be given."),
        ("context", "Staff have told us that the form is long."),
        ("finding", "HMICFRS, on its return in 2019, reported that calls were answered."),
        ("finding", "HMICFRS found that supervision was good."),
        ("context", "The biggest impact was the volume of calls."),
        ("context", "The purpose of the group is to share practice."),
        ("context", "As above."),
    ],
)
def test_a_stage_is_what_the_words_claim(stage: str, text: str) -> None:
    assert [one.stage for one in sentences(text)] == [stage]


def test_all_sentences_inside_an_assessors_quotation_are_its_conclusion() -> None:
    read = sentences(
        "The HMIC inspection found 'Calls are answered. Staff are kind.' It is recorded."
    )
    assert [one.stage for one in read] == ["finding", "finding", "ongoing"]


@pytest.mark.parametrize(
    "text",
    ["We are unable to measure this.", "Funding has not been agreed.", "Not yet started."],
)
def test_inability_is_context_and_its_rule_says_so(text: str) -> None:
    (read,) = sentences(text)
    assert read.stage == "context"
    assert read.rule.endswith("gap")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Rural Crime Team will lead.", ["Rural Crime Team"]),
        ("DCI Ann Lee will lead.", ["DCI Ann Lee"]),
        ("It is led by the Head of Public Protection.", ["Head of Public Protection"]),
        ("Reported to the Health and Wellbeing Board.", ["Health and Wellbeing Board"]),
        ("Anyshire has agreed this.", ["Anyshire"]),
        ("This applies across Anyshire and to Anyshire officers.", []),
        ("Files are submitted to the CPS for a decision.", []),
        ("The CPS require a statement.", ["CPS"]),
        ("The age group is 16 to 25.", []),
        ("Victims and their families are told.", []),
        ("Harbour Lights has amended its form.", ["Harbour Lights"]),
        ("It was written with Quiet Homes.", ["Quiet Homes"]),
        ("A paper went to the Board.", ["Board"]),
        ("Children s Services will help.", ["Children s Services"]),
        ("It was shown to three teams.", []),
    ],
)
def test_an_owner_is_somebody_who_acts(text: str, expected: list[str]) -> None:
    assert named(text, "OWNER") == expected


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("Custody - Det. Supt. Ann Lee", ["Det. Supt. Ann Lee"]),
        ("Rural Crime Team - DCI Ann Lee", ["Rural Crime Team", "DCI Ann Lee"]),
        (
            "Ann Lee Directorate of Media and Communications",
            ["Ann Lee", "Directorate of Media and Communications"],
        ),
        ("LBB / Met", ["LBB", "Met"]),
        ("DI Lee and DS Patel", ["DI Lee", "DS Patel"]),
        ("Director of Health and Social Care", ["Director of Health and Social Care"]),
        ("March 2017", []),
    ],
)
def test_an_owner_cell_is_parted_into_its_owners(heading: str, expected: list[str]) -> None:
    assert owners(heading) == expected


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        ("TRAINING", "We ran stalking awareness training for all staff.",
         ["stalking awareness training for all staff"]),
        ("TRAINING", "This training remains current.", []),
        ("TRAINING", "It will be published in due course.", []),
        ("TRAINING", "Refresher e-learning and a bite-size session are offered.",
         ["Refresher e-learning", "bite-size session"]),
        ("TRAINING", "The IRIS programme and a change programme.", ["IRIS programme"]),
        ("POLICY", "A housing strategy and a safety plan were agreed.",
         ["housing strategy", "safety plan"]),
        ("POLICY", "The policy was issued; partners are drafting guidance.",
         ["policy", "guidance"]),
        ("POLICY", "See the policy on stalking and harassment.",
         ["policy on stalking and harassment"]),
        ("POLICY", "We reviewed our policy.", []),
        ("POLICY", "The Code of Practice for Victims of Crime applies.",
         ["Code of Practice for Victims of Crime"]),
        ("SYSTEM", "A new stalking flag was added to the crime recording system.",
         ["stalking flag", "crime recording system"]),
        ("SYSTEM", "The arrest form is put on QuickCase with a scoring matrix.",
         ["arrest form", "QuickCase", "scoring matrix"]),
        ("SYSTEM", "They searched four separate systems.", []),
        ("SYSTEM", "Form 124 is sent to the PNC bureau.", ["Form 124"]),
        ("SOURCE", "Learning from domestic homicide reviews is shared.",
         ["domestic homicide reviews"]),
        ("DATE", "By the end of March 2017, then every six weeks and on a monthly basis.",
         ["By the end of March 2017", "every six weeks", "on a monthly basis"]),
        ("DATE", "Since 2011, in 2013/14 and in July/August 2014.",
         ["Since 2011", "2013/14", "July/August 2014"]),
        ("DATE", "Officers may attend Euro 2016.", []),
        ("DATE", "It ran from April to June 2018, on 25 November, last year and twice a week.",
         ["from April to June 2018", "25 November", "last year", "twice a week"]),
        ("QUANTITY", "Circa 18,000 officers and 80% of the time, within 10 seconds.",
         ["Circa 18,000 officers", "80% of the time", "10 seconds"]),
        ("QUANTITY", "9 of the 21 schools, 1 in 10 calls, 12 men, 31 a week, 4 officers and staff.",
         ["9 of the 21 schools", "1 in 10 calls", "12 men", "31 a week", "4 officers and staff"]),
        ("QUANTITY", "Module 3 starts; children under 18 come from 0700.", []),
        ("QUANTITY", "Action 87, section 2 and 999 calls.", []),
    ],
)  # fmt: skip
def test_a_mention_is_the_whole_name_and_nothing_more(
    kind: str, text: str, expected: list[str]
) -> None:
    assert named(text, kind) == expected


def test_every_mention_says_where_it_stands_and_which_rule_found_it() -> None:
    text = "Review the arrest policy."
    assert LANGUAGE.read_action(whole(text)) == (
        Mention(11, 24, "arrest policy", "POLICY", "action", "policy.named", 1, "certain"),
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Brook Housing found two flats.", ["Brook Housing"]),
        ("The contract was awarded to Tern Families in August.", ["Tern Families"]),
        ("We are consulting with the Tern Union and Astra.", ["Tern Union", "Astra"]),
        ("Finance say the money is spent.", ["Finance"]),
        ("A stalking coordinator reviews each one.", ["stalking coordinator"]),
        ("Funding was spent by Friday.", []),
        ("Recruitment has been slow.", []),
    ],
)
def test_a_name_that_no_list_holds_is_an_owner_where_it_acts(
    text: str, expected: list[str]
) -> None:
    assert named(text, "OWNER") == expected


@pytest.mark.parametrize(
    ("text", "stage"),
    [
        ("Four units are open and furnished.", "done"),
        ("29 orders are in force, up from eight.", "context"),
        ("Fleet rewired the vans.", "done"),
        ("It has been waiting for comments for five months.", "context"),
        ("The next cohort joins in September.", "planned"),
        ("Urgent cases are going to an outside provider.", "ongoing"),
        ("Rents are rising.", "context"),
        ("Still no agreement over who pays.", "context"),
        ("Partners say they have no beds and have asked for advice.", "context"),
    ],
)
def test_the_shape_of_a_clause_tells_its_stage(text: str, stage: str) -> None:
    assert [one.stage for one in sentences(text)] == [stage]


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        ("It is set for the last week of October.", "DATE", ["the last week of October"]),
        ("There were fewer in June last year.", "DATE", ["June last year"]),
        ("In July 93 per cent were seen.", "DATE", ["July"]),
        ("In July 93 per cent were seen.", "QUANTITY", ["93 per cent"]),
        ("They took 140 reports a year ago.", "QUANTITY", ["140 reports"]),
        ("They took 140 reports a year ago.", "DATE", ["a year ago"]),
        ("They take 140 reports a year.", "QUANTITY", ["140 reports a year"]),
        ("They hold 23 live cases per detective.", "QUANTITY", ["23 live cases per detective"]),
        ("Each has a plan on Meridian.", "SYSTEM", ["Meridian"]),
        ("The Abuse in the Workplace policy is out.", "POLICY", ["Abuse in the Workplace policy"]),
    ],
)
def test_times_numbers_and_products_are_whole(text: str, kind: str, expected: list[str]) -> None:
    assert named(text, kind) == expected
