"""How long after a kill somebody who wrote later was answered."""

from __future__ import annotations

from typing import Any

from caos import tiempos
from caos.foto import Foto


def mensaje(wamid: str, enviado: float, confirmado: float, visto: float | None) -> list[dict[str, Any]]:
    eventos: list[dict[str, Any]] = [
        {"t": enviado, "tipo": "enviado", "wamid": wamid, "para": "57300"},
        {"t": confirmado, "tipo": "confirmado", "wamid": wamid},
    ]
    return eventos + ([] if visto is None else [{"t": visto, "tipo": "visto", "wamid": wamid}])


def test_cuenta_hasta_la_primera_respuesta_a_quien_escribio_despues() -> None:
    eventos = [
        *mensaje("antes", 1.0, 1.1, 30.0),
        {"t": 10.0, "tipo": "muerte", "parte": "rasa", "pid": 1},
        *mensaje("a", 11.0, 11.2, 40.0),
        *mensaje("b", 12.0, 12.1, 35.0),
        *mensaje("c", 13.0, 13.1, None),
    ]
    rasa = tiempos.recuperaciones(sorted(eventos, key=lambda e: float(e["t"])))["rasa"]
    assert rasa["muertes"] == 1
    assert rasa["acuse_s"]["max"] == 1.2 and rasa["respuesta_s"]["max"] == 25.0


def test_una_muerte_despues_de_la_que_nadie_escribe_no_se_mide() -> None:
    assert tiempos.recuperaciones([{"t": 1.0, "tipo": "muerte", "parte": "rasa", "pid": 1}]) == {}


def test_las_esperas_y_el_menu_fijo_se_cuentan_desde_el_acuse() -> None:
    eventos = [*mensaje("a", 1.0, 2.0, 9.0), {"t": 4.5, "tipo": "salida", "cb": "8"}]
    assert tiempos.esperas(eventos)["max"] == 7.0
    foto = Foto(salientes=[{"id": 8, "clase": "menu_fijo", "ordinal": 0, "wamid_origen": "a"}])
    assert tiempos.menu_fijo(eventos, foto)["max"] == 2.5
    eventos.append({"t": 1.5, "tipo": "muerte", "parte": "worker"})  # nobody is there to offer it
    assert tiempos.menu_fijo(eventos, foto) == {"n": 0}
    assert tiempos.menu_fijo(eventos, foto, con_todo=True)["max"] == 2.5
    assert tiempos.resumen([]) == {"n": 0}


def test_el_menu_de_un_mensaje_que_estaba_detras_de_otro_no_cuenta() -> None:
    eventos = [
        *mensaje("a", 1.0, 1.1, 60.0),
        *mensaje("b", 2.0, 2.1, 61.0),
        {"t": 5.0, "tipo": "salida", "cb": "8"},
        {"t": 60.2, "tipo": "salida", "cb": "9"},
    ]
    menus = [{"id": n, "clase": "menu_fijo", "ordinal": 0, "wamid_origen": w} for n, w in ((8, "a"), (9, "b"))]
    medido = tiempos.menu_fijo(sorted(eventos, key=lambda e: float(e["t"])), Foto(salientes=menus))
    assert medido["n"] == 1 and round(medido["max"], 1) == 3.9
