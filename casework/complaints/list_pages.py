"""A list of cases as a page: which list, narrowed by which filters and words, and the addresses that lead on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from flask import render_template, request, url_for
from flask_login import current_user
from werkzeug.datastructures import MultiDict

from casework.accounts.roles import Need
from casework.complaints import pages, search, worklist
from casework.complaints.kinds import STANDING_OPEN
from casework.complaints.list_models import CaseList
from casework.complaints.terms import calendar_of
from casework.complaints.worklist import EMPTY, TAB_WORDS, Tab
from casework.findings import filters
from casework.findings.filters import Facet
from casework.kit import clock, words

NO_WORDS = "No complaints match. Try fewer words."


@dataclass(frozen=True)
class View:
    """A list somebody looks at. `kept` is the search or saved list it comes from; its words are in no address."""

    tab: Tab
    picked: Mapping[str, Sequence[str]]
    facets: Sequence[Facet]
    kept: CaseList | None = None
    endpoint: str = "complaints.list_"
    args: Mapping[str, Any] = field(default_factory=dict)

    @property
    def words(self) -> str | None:
        """What is looked for."""
        return self.kept.words if self.kept else None

    def address(self, **more: Any) -> str:
        """The page itself with its filters."""
        return filters.address(self.endpoint, self.picked, list=self.tab.value, **self.args, **more)

    def elsewhere(self, endpoint: str) -> str:
        """Another page about the same list: a file of it, or keeping it."""
        source = {"from": self.kept.token} if self.kept and self.kept.owner_id == current_user.id else {}
        if self.kept and not source:
            source = {"saved": str(self.kept.id)}
        return filters.address(endpoint, self.picked, list=self.tab.value, **source)


def asked(kept: CaseList | None = None, endpoint: str = "complaints.list_", **args: Any) -> View:
    """The list that the address asks for; what it does not say is as it was kept."""
    tabs = worklist.tabs_for(current_user)
    facets = worklist.facets_for(current_user)
    is_said = kept is None or "list" in request.args
    chosen = request.args.get("list", "") if is_said else kept.tab if kept else ""
    fallback = Tab.ALL if kept else tabs[0]
    tab = Tab(chosen) if chosen in set(tabs) else fallback
    given = request.args if is_said or kept is None else as_args(kept)
    return View(tab, filters.read(facets, given), facets, kept, endpoint, args)


def as_args(kept: CaseList) -> MultiDict[str, str]:
    """The filters of a kept list as an address would say them."""
    return MultiDict([(name, value) for name, values in kept.picked.items() for value in values])


def page(view: View, *, heading: str = "Complaints", **shown: Any) -> str:
    """The page of the list."""
    today = clock.today()
    tabs = worklist.tabs_for(current_user)
    counts = worklist.count_tabs(tabs, seen_by=current_user, today=today)
    found = _found(view, today, counts)
    calendar = calendar_of(current_user.organisation_id)
    manages = current_user.may(Need.MANAGE_COMPLAINTS)
    return render_template(
        "complaints/list.html",
        heading=heading,
        view=view,
        tabs=[_tab(one, one == view.tab and view.kept is None, counts.get(one)) for one in tabs],
        tab=view.tab,
        rows=[pages.list_row(case, current_user, today=today, calendar=calendar) for case in found.rows],
        may_give={case.id for case in found.rows if manages and case.status in STANDING_OPEN},
        total=found.total,
        most=worklist.MOST_COUNTED,
        empty_words=NO_WORDS if view.words else EMPTY[view.tab],
        facets=view.facets,
        picked=view.picked,
        chips=_chips(view),
        clear=url_for("complaints.list_", list=view.tab.value),
        download=view.elsewhere("complaints.download"),
        save=view.elsewhere("complaints.save_list"),
        first_page=view.address() if "after" in request.args else None,
        next_page=view.address(after=found.next_cursor) if found.next_cursor else None,
        may_log=current_user.may(Need.LOG_COMPLAINTS),
        **shown,
    )


def _found(view: View, today: date, counts: Mapping[Tab, int]) -> worklist.Page:
    """The page of rows. What a search holds is counted first: how many there are decides how a page of them is read."""
    seen_by, after = current_user, request.args.get("after")
    if not view.words:
        known = counts.get(view.tab) if not any(view.picked.values()) else None
        return worklist.page_of(view.tab, view.picked, seen_by=seen_by, today=today, after=after, known=known)
    wanted = worklist.wanted_of(view.tab, view.picked, seen_by=seen_by, today=today)
    total = search.count(view.words, wanted, seen_by=seen_by)
    only = search.holds(view.words, seen_by=seen_by, is_common=total is None)
    return worklist.page_of(
        *(view.tab, view.picked), seen_by=seen_by, today=today, after=after, only=only, known=total, is_counted=True
    )


def _chips(view: View) -> list[tuple[str, str]]:
    chips = filters.chips(view.facets, view.picked, view.endpoint, list=view.tab.value, **view.args)
    if not view.words:
        return chips
    without = filters.address("complaints.list_", view.picked, list=view.tab.value)
    return [(f"Words: {view.words}", without), *chips]


def _tab(tab: Tab, current: bool, count: int | None) -> dict[str, object]:
    return {
        "text": TAB_WORDS[tab],
        "href": url_for("complaints.list_", list=tab.value),
        "current": current,
        "count": count,
        "counted": None if count is None else words.plural(count, "case"),
    }
