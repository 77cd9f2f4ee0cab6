"""What a report is: what it is for, who may read it, what must be said to make it, and who fills it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from casework.accounts.models import Organisation, Person
from casework.accounts.roles import Need
from casework.kit.documents.report import Report, Section
from casework.measures.queries import council_of
from casework.measures.readers import find_organisation_shown
from casework.reports.queries import council_for

Choices = Sequence[tuple[str, str]]  # value, words


@dataclass(frozen=True)
class Asked:
    """Who asks, for which council, when, and what was said; `seen_by` None is the command, which sees everything."""

    seen_by: Person | None
    at: datetime
    given: Mapping[str, Any]
    notice: str = ""
    base_url: str = ""

    @cached_property
    def council(self) -> Organisation:
        """The council the report is of. Raises RuleBroken when it cannot be told."""
        return council_for(self.given.get("organisation"), seen_by=self.seen_by)

    @cached_property
    def reader(self) -> Organisation | None:
        """The council whose people read it; None for the command."""
        return council_of(self.seen_by) if self.seen_by else None

    @cached_property
    def shown(self) -> Organisation:
        """The organisation whose figures are asked for: any with a figure that the reader may see.

        Raises RuleBroken when there is none, in the words for one that is not there.
        """
        code = self.given.get("organisation")
        found = find_organisation_shown(code, self.reader) if code else None
        return found or self.council

    @property
    def named_council(self) -> Organisation | None:
        """The council when one was named; None leaves it to the room whose figures these are."""
        return self.council if self.given.get("organisation") else None

    def get(self, name: str) -> Any:
        """What was said for this parameter; None when nothing was."""
        return self.given.get(name)

    def report(
        self,
        title: str,
        subtitle: str,
        sections: Sequence[Section],
        data: Mapping[str, Any],
        *,
        reference: str,
        links: Sequence[tuple[str, str]] = (),
        carries_data: bool = False,
    ) -> Report:
        """The report with everything that is the same for all of them."""
        return Report(
            title=title,
            subtitle=subtitle,
            generated_at=self.at,
            parameters=dict(self.given),
            sections=sections,
            data=data,
            reference=reference,
            notice=self.notice,
            base_url=self.base_url,
            links=links,
            carries_data=carries_data,
        )


@dataclass(frozen=True)
class Parameter:
    """Something that can be said: its name in an address and a command, its label, and the answers to choose from.

    `missing` is the sentence when a required one was not said; None for one that can be left out.
    """

    name: str
    label: str
    choices: Callable[[Asked], Choices]
    missing: str | None = None
    any_words: str = "Any"

    @property
    def is_required(self) -> bool:
        """Whether there is no report without it."""
        return self.missing is not None


@dataclass(frozen=True)
class Kind:
    """A report that can be made. `readers` says in words who it is written for; `need` decides who may open it."""

    name: str
    title: str
    group: str
    purpose: str
    readers: str
    need: Need
    build: Callable[[Asked], Report]
    parameters: Sequence[Parameter] = field(default=())

    def takes(self) -> list[str]:
        """Names of everything that can be said, the council included."""
        return [*(one.name for one in self.parameters), "organisation"]

    def required(self) -> list[Parameter]:
        """What must be said."""
        return [one for one in self.parameters if one.is_required]
