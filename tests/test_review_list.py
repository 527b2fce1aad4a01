"""The list of the entries of a queue: at the desk, in the terminal, on the page."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from review_desk import apparatus, desk_at, write
from test_review_browser import Room, browser, leave, room  # noqa: F401
from test_review_browser import pytestmark as page_marks
from test_review_terminal import drive, seen

from repair.review.listing import LISTED
from repair.review.messages import Act
from repair.review.queue import ORDERS, QueueQuery
from repair.review.session import Desk
from repair.review.terminal.app import Terminal


def decide(desk: Desk, number: int, decision: Any, **more: Any) -> None:
    desk.decide(Act(number, desk.cases.names[number], decision, **more))


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = desk_at(write(tmp_path, apparatus(230)))
    decide(desk, 0, "accept", choice=0)
    decide(desk, 1, "reject", note="così nell'originale")
    decide(desk, 3, "emend", text=" svegliavano")
    return desk


@pytest.mark.parametrize("show", ["open", "decided", "noted", "all"])
@pytest.mark.parametrize("order", ORDERS)
def test_the_list_has_what_the_queue_shows_in_its_order(desk: Desk, order: Any, show: Any) -> None:
    query = QueueQuery(order=order, show=show)
    queue = []
    found = desk.find(query, 0)
    while found.shown and not found.anew:
        queue.append(found.shown.number)
        found = desk.find(query, found.position, 1)
    listed, part = [], desk.listed(query)
    while part.rows:
        assert (part.first, part.length) == (len(listed), len(queue))
        listed += [row.number for row in part.rows]
        part = (
            desk.listed(query, part.first + LISTED)
            if len(listed) < len(queue)
            else desk.listed(QueueQuery(code="none"))
        )
    assert listed == queue
    if len(queue) > LISTED:
        last = desk.listed(query, around=queue[-1])
        assert last.rows[-1].number == queue[-1]


def test_what_somebody_remarked_on_is_found_again_decided_or_not(desk: Desk) -> None:
    decide(desk, 7, "note", note="chiedere in archivio")
    decide(desk, 8, "note", note="forse")
    decide(desk, 8, "note", note="")
    assert [row.number for row in desk.listed(QueueQuery(show="noted")).rows] == [1, 7]


def test_a_row_says_what_stands_at_its_entry_and_who_decided(desk: Desk) -> None:
    rows = desk.listed(QueueQuery(show="all")).rows[:4]
    told = [(row.status, row.change and row.change.put, row.kind, row.by, row.note) for row in rows]
    assert told == [
        ("accepted", " Borgo Vecchio", "reading", ["anna"], False),
        ("rejected", None, "none", ["anna"], True),
        ("open", " ", "rule", [], False),
        ("emended", " svegliavano", "emendation", ["anna"], False),
    ]
    assert rows[0].before.endswith("il sindaco di")
    assert rows[0].after.startswith(", ormai")


def test_in_the_terminal_the_list_leads_to_an_entry(tmp_path: Path) -> None:
    async def work(app: Terminal, pilot: Any) -> None:
        await pilot.press("l")
        assert "Entries 1–100 of 104" in str(app.screen.query_one("#entries").border_title)
        await pilot.press("right_square_bracket")
        assert "Entries 101–104 of 104" in str(app.screen.query_one("#entries").border_title)
        await pilot.press("right_square_bracket", "down", "down", "enter")
        assert "Entry 103 of 104" in seen(app)
        await pilot.press("l", "escape")
        assert "Entry 103 of 104" in seen(app)

    drive(write(tmp_path, apparatus(104)), work)


@page_marks[0]
@page_marks[1]
def test_on_the_page_the_list_leads_to_an_entry(room: Room, tmp_path: Path) -> None:  # noqa: F811
    page = room.open(room.serve(write(tmp_path, apparatus(104))))
    page.wait_for_selector(".card")
    page.keyboard.press("l")
    page.wait_for_selector("#list[open] tr:nth-child(100)")
    assert page.locator("#list-part").inner_text() == "Entries 1–100 of 104"
    page.keyboard.press("ArrowDown")
    assert "Roccabruna" not in page.locator(":focus").inner_text()
    page.click("#list-later")
    page.locator("#list-part", has_text="101–104").wait_for()
    page.keyboard.press("ArrowDown")
    leave(page, lambda: page.keyboard.press("Enter"))
    assert page.locator("#list").is_hidden()
    assert "Entry 102 of 104" in page.locator(".facts").inner_text()
    page.keyboard.press("l")
    page.locator("#list-part", has_text="101–104").wait_for()
    assert page.locator("#list [aria-current]").count() == 1
