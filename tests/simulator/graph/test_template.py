"""Templates against a file of approved ones, in Meta's own shape."""

import json
from pathlib import Path
from typing import Any

import pytest

from simulator.graph.checks.template import check_template, read_templates
from simulator.graph.errors import GraphError

APROBADAS = [
    {
        "name": "aviso_pago",
        "language": "es_CO",
        "category": "UTILITY",
        "components": [{"type": "BODY", "text": "Hola {{1}}, tu cuota es {{2}}."}],
    },
    {
        "name": "codigo_verificacion",
        "language": "es_CO",
        "category": "AUTHENTICATION",
        "components": [{"type": "BODY"}],
    },
]


def plantilla(name: str, *texts: str, language: str = "es_CO", boton: str = "") -> dict[str, Any]:
    components: list[dict[str, Any]] = [{"type": "body", "parameters": [{"type": "text", "text": t} for t in texts]}]
    if boton:
        parameters = [{"type": "text", "text": boton}]
        components.append({"type": "button", "sub_type": "url", "index": 0, "parameters": parameters})
    return {"template": {"name": name, "language": {"code": language}, "components": components}}


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (plantilla("aviso_pago", "Ana", "$ 90.000"), 0),
        (plantilla("aviso_pago", "Ana"), 132000),
        (plantilla("aviso_pago", "Ana", "90", language="en_US"), 132001),
        (plantilla("otra", "Ana"), 132001),
        (plantilla("aviso_pago", "Ana\nPérez", "90"), 132018),
        (plantilla("codigo_verificacion", "482913", boton="482913"), 0),
        (plantilla("codigo_verificacion", "482913"), 132000),
        (plantilla("codigo_verificacion", "482913", boton="111111"), 132000),
    ],
)
def test_la_plantilla_debe_estar_aprobada_y_completa(tmp_path: Path, body: dict[str, Any], code: int) -> None:
    (tmp_path / "plantillas.json").write_text(json.dumps(APROBADAS), encoding="utf-8")
    book = read_templates(tmp_path)
    if not code:
        check_template(body, book)
        return
    with pytest.raises(GraphError) as refused:
        check_template(body, book)
    assert refused.value.code == code
