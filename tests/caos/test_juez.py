"""The judge of `caos` must fail: each test breaks one thing in a sound run and asks to hear of it."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest

from caos.foto import Foto
from caos.juez import juzgar

Corrida = tuple[list[dict[str, Any]], Foto]
DICE = {"a": "tasa máxima", "b": "Oficina principal", "c": "en un momento recibirás un código"}


def sana() -> Corrida:
    """One customer, three messages, one of them with a code: everything as it must be."""
    eventos: list[dict[str, Any]] = [{"t": 0.0, "tipo": "inicio"}]
    foto = Foto()
    for orden, (wamid, dice) in enumerate(DICE.items(), start=1):
        eventos.append(
            {"t": orden, "tipo": "enviado", "wamid": wamid, "para": "57310", "clase": wamid, "dice": [dice],
             "efecto": "codigo" if wamid == "c" else ""}
        )  # fmt: skip
        eventos.append({"t": orden + 0.1, "tipo": "confirmado", "wamid": wamid})
        foto.entrantes.append(
            {"wamid": wamid, "contacto_id": 1, "orden": orden, "tipo": "text", "estado": "atendido", "unido_a": None,
             "intentos": 1, "reintenta_a": None}
        )  # fmt: skip
        foto.turnos.append({"contacto_id": 1, "n": orden, "wamid": wamid})
        nacer(foto, "mensajes_entrantes", wamid, "pendiente", "atendido")
        salir(eventos, foto, orden, wamid, f"La {dice}, sí", orden + 0.5)
    salir(eventos, foto, 4, "c", "123456", 3.6, clase="codigo")
    foto.efectos.append({"wamid_origen": "c", "clase": "codigo"})
    return eventos, foto


def salir(
    eventos: list[dict[str, Any]], foto: Foto, id: int, origen: str, texto: str, t: float, clase: str = "respuesta"
) -> None:
    """Add an outbound message that Meta took."""
    foto.salientes.append(
        {"id": id, "contacto_id": 1, "wamid_origen": origen, "clase": clase, "ordinal": 0, "canal": "whatsapp",
         "estado": "aceptado", "intentos": 1, "error_codigo": None, "motivo": None, "reintenta_a": None}
    )  # fmt: skip
    nacer(foto, "mensajes_salientes", str(id), "pendiente", "enviando", "aceptado")
    tomar(eventos, id, texto, t)


def tomar(eventos: list[dict[str, Any]], id: int, texto: str, t: float) -> None:
    eventos.append({"t": t, "tipo": "salida", "para": "57310", "cb": str(id), "texto": texto, "clase": "text"})


def nacer(foto: Foto, tabla: str, clave: str, *estados: str) -> None:
    for antes, despues in zip([None, *estados], estados):
        foto.transiciones.append({"id": 0, "tabla": tabla, "clave": clave, "antes": antes, "despues": despues})


def fila(filas: list[dict[str, Any]], **igual: Any) -> dict[str, Any]:
    return next(f for f in filas if all(f[clave] == valor for clave, valor in igual.items()))


def quitar(eventos: list[dict[str, Any]], **igual: Any) -> None:
    eventos.remove(fila([e for e in eventos if set(igual) <= set(e)], **igual))


def invariantes(corrida: Corrida) -> set[str]:
    return {violacion.invariante for violacion in juzgar(*corrida).violaciones}


def test_una_corrida_sana_no_tiene_violaciones() -> None:
    juicio = juzgar(*sana())
    assert juicio.cumple, juicio.violaciones
    assert (juicio.cifras["confirmados"], juicio.cifras["enviados_por_meta"]) == (3, 4)


def _perdido(eventos: list[dict[str, Any]], foto: Foto) -> None:
    foto.entrantes.remove(fila(foto.entrantes, wamid="b"))


def _pendiente(eventos: list[dict[str, Any]], foto: Foto) -> None:
    fila(foto.entrantes, wamid="b")["estado"] = "pendiente"


def _rendido(eventos: list[dict[str, Any]], foto: Foto) -> None:
    fila(foto.entrantes, wamid="b")["estado"] = "fallido"


def _en_silencio(eventos: list[dict[str, Any]], foto: Foto) -> None:
    foto.salientes.remove(fila(foto.salientes, id=2))
    quitar(eventos, tipo="salida", cb="2")


def _otra_respuesta(eventos: list[dict[str, Any]], foto: Foto) -> None:
    fila([e for e in eventos if e["tipo"] == "salida"], cb="2")["texto"] = "Escribe tu número de cédula"


def _disculpa(eventos: list[dict[str, Any]], foto: Foto) -> None:
    fila([e for e in eventos if e["tipo"] == "salida"], cb="2")["texto"] = "no pude terminar lo que pediste"


def _inventado(eventos: list[dict[str, Any]], foto: Foto) -> None:
    foto.entrantes.append(foto.entrantes[0] | {"wamid": "z", "orden": 9})


def _sin_enviar(eventos: list[dict[str, Any]], foto: Foto) -> None:
    fila(foto.salientes, id=2)["estado"] = "enviando"


def _dos_veces_sin_duda(eventos: list[dict[str, Any]], foto: Foto) -> None:
    tomar(eventos, 2, "La Oficina principal, sí", 9.0)


def _tres_veces_con_duda(eventos: list[dict[str, Any]], foto: Foto) -> None:
    nacer(foto, "mensajes_salientes", "2", "pendiente", "enviando", "incierto", "enviando", "aceptado")
    tomar(eventos, 2, "La Oficina principal, sí", 9.0)
    tomar(eventos, 2, "La Oficina principal, sí", 9.5)


def _muchas_dudas(eventos: list[dict[str, Any]], foto: Foto) -> None:
    for id, texto in ((1, "La tasa máxima, sí"), (2, "La Oficina principal, sí")):
        nacer(foto, "mensajes_salientes", str(id), "pendiente", "enviando", "incierto", "enviando", "aceptado")
        tomar(eventos, id, texto, 9.0 + id)


def _dicho_y_no_enviado(eventos: list[dict[str, Any]], foto: Foto) -> None:
    salir(eventos, foto, 5, "b", "otra cosa", 2.6)
    quitar(eventos, tipo="salida", cb="5")


def _de_dos_filas(eventos: list[dict[str, Any]], foto: Foto) -> None:
    salir(eventos, foto, 5, "b", "La Oficina principal, sí", 2.6)


def _de_ninguna_fila(eventos: list[dict[str, Any]], foto: Foto) -> None:
    tomar(eventos, 77, "¿y esto?", 2.6)


def _respuesta_muerta(eventos: list[dict[str, Any]], foto: Foto) -> None:
    _en_silencio(eventos, foto)
    foto.salientes.append(foto.salientes[0] | {"id": 2, "wamid_origen": "b", "estado": "fallido"})


def _al_reves(eventos: list[dict[str, Any]], foto: Foto) -> None:
    fila([e for e in eventos if e["tipo"] == "salida"], cb="1")["t"] = 2.9
    eventos.sort(key=lambda e: float(e["t"]))


def _guardado_al_reves(eventos: list[dict[str, Any]], foto: Foto) -> None:
    fila(foto.entrantes, wamid="a")["orden"], fila(foto.entrantes, wamid="b")["orden"] = 2, 1


def _dos_codigos(eventos: list[dict[str, Any]], foto: Foto) -> None:
    foto.efectos.append({"wamid_origen": "c", "clase": "codigo"})


def _dos_codigos_enviados(eventos: list[dict[str, Any]], foto: Foto) -> None:
    salir(eventos, foto, 5, "c", "654321", 3.7, clase="codigo")


def _ningun_codigo(eventos: list[dict[str, Any]], foto: Foto) -> None:
    foto.efectos.clear()


def _caso_que_nadie_pidio(eventos: list[dict[str, Any]], foto: Foto) -> None:
    foto.efectos.append({"wamid_origen": "b", "clase": "caso"})


def _caso_por_falla(eventos: list[dict[str, Any]], foto: Foto) -> None:
    foto.efectos.append({"wamid_origen": "b", "clase": "falla"})


def _entrante_atras(eventos: list[dict[str, Any]], foto: Foto) -> None:
    nacer(foto, "mensajes_entrantes", "b", "atendido", "pendiente")


def _saliente_atras(eventos: list[dict[str, Any]], foto: Foto) -> None:
    nacer(foto, "mensajes_salientes", "2", "leido", "entregado")


def _borrado(eventos: list[dict[str, Any]], foto: Foto) -> None:
    foto.transiciones.append({"id": 0, "tabla": "turnos", "clave": "b", "antes": "2", "despues": None})


def _sesion_reabierta(eventos: list[dict[str, Any]], foto: Foto) -> None:
    foto.transiciones.append({"id": 0, "tabla": "sesiones", "clave": "1", "antes": "2026-11-21", "despues": "-"})


def _memoria_perdida(eventos: list[dict[str, Any]], foto: Foto) -> None:
    fila(foto.turnos, wamid="c")["n"] = 1


@pytest.mark.parametrize(
    ("invariante", "romper"),
    [
        *[("I1", r) for r in (_perdido, _pendiente, _rendido, _en_silencio, _otra_respuesta, _disculpa, _inventado)],
        ("I1", _sin_enviar),
        *[("I2", r) for r in (_dos_veces_sin_duda, _tres_veces_con_duda, _muchas_dudas, _dicho_y_no_enviado)],
        *[("I2", r) for r in (_de_dos_filas, _de_ninguna_fila, _respuesta_muerta)],
        *[("I3", r) for r in (_al_reves, _guardado_al_reves)],
        *[("I4", r) for r in (_dos_codigos, _dos_codigos_enviados, _ningun_codigo, _caso_que_nadie_pidio)],
        ("I4", _caso_por_falla),
        *[("I5", r) for r in (_entrante_atras, _saliente_atras, _borrado, _sesion_reabierta, _memoria_perdida)],
    ],
)
def test_el_juez_ve_cada_falta(invariante: str, romper: Callable[[list[dict[str, Any]], Foto], None]) -> None:
    eventos, foto = deepcopy(sana())
    romper(eventos, foto)
    assert invariante in invariantes((eventos, foto))


def test_lo_que_no_se_confirmo_puede_faltar() -> None:
    eventos, foto = sana()
    eventos.append({"t": 8.0, "tipo": "enviado", "wamid": "d", "para": "57310", "clase": "d", "dice": [], "efecto": ""})
    assert juzgar(eventos, foto).cumple


def test_un_envio_incierto_puede_llegar_dos_veces_si_es_uno() -> None:
    eventos, foto = sana()
    nacer(foto, "mensajes_salientes", "2", "pendiente", "enviando", "incierto", "enviando", "aceptado")
    tomar(eventos, 2, "La Oficina principal, sí", 9.0)
    juicio = juzgar(eventos, foto)
    assert juicio.cumple, juicio.violaciones
    assert juicio.cifras["inciertos_que_llegaron_dos_veces"] == 1


def test_las_burbujas_comparten_respuesta() -> None:
    eventos, foto = sana()
    fila(foto.entrantes, wamid="b")["unido_a"] = "a"
    fila([e for e in eventos if e["tipo"] == "salida"], cb="1")["texto"] = "La tasa máxima y la Oficina principal"
    foto.salientes.remove(fila(foto.salientes, id=2))
    quitar(eventos, tipo="salida", cb="2")
    assert juzgar(eventos, foto).cumple


def test_el_menu_fijo_responde_lo_suyo_y_ofrecerlo_no_es_responder() -> None:
    eventos, foto = sana()
    fila(foto.salientes, id=2).update(clase="menu_fijo", ordinal=20)
    assert juzgar(eventos, foto).cumple
    fila(foto.salientes, id=2).update(ordinal=0)
    assert "I1" in invariantes((eventos, foto))
