"""Template messages, against the approved templates if a file of them was given."""

import json
import re
from dataclasses import dataclass
from pathlib import Path

from simulator.graph.checks.fields import Json, items, obj, only, text
from simulator.graph.errors import GraphError

OTP_MAX = 15
_NUMBERED = re.compile(r"\{\{\s*(\w+)\s*\}\}")


@dataclass(frozen=True)
class Template:
    """An approved template, as Meta's message_templates edge lists it."""

    category: str
    components: tuple[Json, ...]

    def component(self, kind: str) -> Json:
        """The component of this type, empty if there is none."""
        return next((c for c in self.components if str(c.get("type", "")).lower() == kind), {})


class TemplateBook:
    """Approved templates by (name, language). An empty book approves every well-formed name."""

    def __init__(self, templates: dict[tuple[str, str], Template]) -> None:
        self._templates = templates

    def find(self, name: str, language: str) -> Template | None:
        """The template; None only in an empty book; raise 132001 if it is not approved."""
        found = self._templates.get((name, language))
        if found is None and self._templates:
            raise GraphError(132001, f"template name ({name}) does not exist in {language}")
        return found


def read_templates(path: Path | None) -> TemplateBook:
    """Read a JSON file (or a folder of them) with one template or an array of them, in Meta's own shape."""
    if path is None:
        return TemplateBook({})
    found: dict[tuple[str, str], Template] = {}
    for file in sorted(path.glob("*.json")) if path.is_dir() else [path]:
        content = json.loads(file.read_text(encoding="utf-8"))
        for item in content if isinstance(content, list) else [content]:
            found[item["name"], item["language"]] = Template(item["category"].lower(), tuple(item["components"]))
    return TemplateBook(found)


def check_template(body: Json, book: TemplateBook) -> None:
    """Name, language, parameters and, for one-time passwords, the code twice and at most 15 characters."""
    data = obj(body, "template", "message")
    only(data, ("name", "language", "components", "namespace"), "template")
    name = text(data, "name", "template", 512)
    if not re.fullmatch(r"[a-z0-9_]+", name):
        raise GraphError(132001, f"template name ({name}) does not exist")
    language = text(obj(data, "language", "template"), "code", "template.language", 10)
    components = items(data, "components", "template", 0, 20) if "components" in data else []
    for position, component in enumerate(components):
        _check_component(component, f"template.components[{position}]")
    template = book.find(name, language)
    if template is not None:
        _check_count(template, components)
    if is_otp(data, template):
        _check_code(components)


def is_otp(data: Json, template: Template | None) -> bool:
    """Is this an authentication template? Without a book: its URL button repeats the body's text."""
    if template is not None:
        return template.category == "authentication"
    body, button = _parameters(data.get("components", []), "body"), _parameters(data.get("components", []), "button")
    return bool(body and button) and body[0] == button[0]


def category(data: Json, book: TemplateBook) -> str:
    """The pricing category of a template that was checked before."""
    template = book.find(data["name"], data["language"]["code"])
    if template is not None:
        return template.category
    return "authentication" if is_otp(data, None) else "utility"


def _check_component(component: Json, path: str) -> None:
    kind = text(component, "type", path, 20).lower()
    if kind not in ("header", "body", "button", "carousel", "limited_time_offer"):
        raise GraphError(100, f"{path}.type: must be header, body or button")
    if kind == "button":
        text(component, "sub_type", path, 20)
        if str(component.get("index", "")) not in [str(n) for n in range(10)]:
            raise GraphError(131008, f"{path}.index is required, 0 to 9")
    parameters = items(component, "parameters", path, 0, 100) if "parameters" in component else []
    for position, parameter in enumerate(parameters):
        where = f"{path}.parameters[{position}]"
        if text(parameter, "type", where, 20) == "text":
            value = text(parameter, "text", where, 1024)
            if re.search(r"[\n\t]| {5,}", value):
                raise GraphError(
                    132018, f"{where}: text cannot have new-line/tab characters or more than 4 consecutive spaces"
                )
    if len({"parameter_name" in p for p in parameters}) > 1:
        raise GraphError(132012, f"{path}: named and positional parameters cannot be mixed")


def _check_count(template: Template, components: list[Json]) -> None:
    expected = len(set(_NUMBERED.findall(str(template.component("body").get("text", "")))))
    if template.category == "authentication":
        expected = 1
    given = len(_parameters(components, "body"))
    if given != expected:
        raise GraphError(
            132000,
            f"body: number of localizable_params ({given}) does not match the expected number of params ({expected})",
        )


def _check_code(components: list[Json]) -> None:
    body, button = _parameters(components, "body"), _parameters(components, "button")
    if len(body) != 1 or button != body:
        raise GraphError(132000, "authentication template: the code must be in the body and in the button")
    if len(body[0]) > OTP_MAX:
        raise GraphError(132018, f"authentication template: the code is limited to {OTP_MAX} characters")
    if re.search(r"https?://|\s", body[0]):
        raise GraphError(132018, "authentication template: the code cannot have spaces or links")


def _parameters(components: list[Json], kind: str) -> list[str]:
    return [
        str(parameter.get("text", parameter.get("coupon_code", "")))
        for component in components
        if str(component.get("type", "")).lower() == kind
        for parameter in component.get("parameters", [])
        if parameter.get("type") != "payload"
    ]
