"""What a newer version of a form asks that the older one did not, matched by the id of the node. Pure."""

from dataclasses import dataclass

from casework.assessments.outline import Node, NodeKind, Outline, Scale
from casework.kit.words import plural


@dataclass(frozen=True)
class FormChanges:
    """Names of what is new, of what is no longer asked, and of what is asked in another way so that it starts blank."""

    new: tuple[str, ...]
    gone: tuple[str, ...]
    otherwise: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.new or self.gone or self.otherwise)

    @property
    def words(self) -> str:
        """1 question is new, 2 are no longer asked."""
        parts = [
            f"{plural(len(self.new), 'question is', 'questions are')} new" if self.new else "",
            f"{plural(len(self.gone), 'question is', 'questions are')} no longer asked" if self.gone else "",
            f"{plural(len(self.otherwise), 'question is', 'questions are')} asked otherwise" if self.otherwise else "",
        ]
        return ", ".join(part for part in parts if part)


def form_changes(old: Outline, new: Outline) -> FormChanges:
    """Questions, and statements of a list, that one of the two forms has and the other has not."""
    before, after = dict(_asked(old)), dict(_asked(new))
    shared = [key for key in after if key in before]
    return FormChanges(
        tuple(after[key][0] for key in after if key not in before),
        tuple(before[key][0] for key in before if key not in after),
        tuple(after[key][0] for key in shared if after[key][1] is not before[key][1]),
    )


def _asked(outline: Outline) -> list[tuple[str, tuple[str, NodeKind]]]:
    found = []
    for node in outline.asked:
        found.append((node.id, (outline.name_of(node), node.kind)))
        found += [
            (f"{node.id} {key}", (f"{outline.name_of(node)}: {says}", node.kind)) for key, says in node.statements
        ]
    return found


def scale_key(old: Scale, new: Scale) -> str:
    """How the question about a changed scale is called: by its name, or by both when it was renamed."""
    return new.name if old.name == new.name else f"{old.name}-{new.name}"


def scales_of(old: Outline, new: Outline, node: Node) -> tuple[Scale, Scale] | None:
    """The scale of a node then and now; None where it was not there, or had or has none."""
    before = old.nodes.get(node.id)
    scales = (old.scale_of(before) if before else None, new.scale_of(node))
    return (scales[0], scales[1]) if scales[0] and scales[1] else None


def changed_scales(old: Outline, new: Outline) -> dict[str, tuple[Scale, Scale]]:
    """Scales of which the levels are no longer the same, old and new; each must be mapped once."""
    found = {}
    for node in new.asked:
        scales = scales_of(old, new, node)
        if scales and _levels(scales[0]) != _levels(scales[1]):
            found[scale_key(*scales)] = scales
    return found


def _levels(scale: Scale) -> list[tuple[int, str]]:
    return [(step.number, step.word) for step in scale.steps]
