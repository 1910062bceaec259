"""The phrases that are attended without Rasa: all of a message, or none of it."""

import pytest

from proalto.formats.tabla import TablaInvalida
from proalto.services.conversacion import frases_fijas, menu_fijo
from proalto.services.conversacion.frases_fijas import Orden, leer, pedida


@pytest.mark.parametrize(
    "escrito, orden",
    [
        ("no fui yo", Orden.FRAUDE), ("¡¡NO FUI YO!!", Orden.FRAUDE), ("yo  no\nfui.", Orden.FRAUDE),
        ("Hola, no fui yo 😡", Orden.FRAUDE), ("suplantacion", Orden.FRAUDE), ("baja", Orden.BAJA),
        ("STOP", Orden.BAJA), ("No más mensajes, por favor", Orden.BAJA), ("salir de la lista", Orden.BAJA),
        ("asesor", Orden.ASESOR), ("*asesor*", Orden.ASESOR), ("buenas tardes, un asesor por favor", Orden.ASESOR),
        ("señorita, quiero hablar con un asesor, gracias", Orden.ASESOR), ("Política de datos", Orden.POLITICA),
    ],
)  # fmt: skip
def test_se_reconoce_sin_importar_como_se_escribe(escrito, orden):
    assert pedida(escrito, "") is orden


@pytest.mark.parametrize(
    "escrito",
    [
        "no, fui yo", "si fui yo", "no fui", "ya no fui", "fui yo", "yo no fui a la oficina",
        "no fui yo quien llamó ayer",
        "cuota más baja", "la baja", "caja", "alta", "no", "mensajes", "no más, gracias", "no estop",
        "asesores comerciales",
        "mi asesor no contesta", "¿el asesor ya sabe que no fui yo?", "la política de datos no me gusta", "por favor",
        "hola", "", "   ", "👍", "1", "yo no pedí eso", "no fui yo " * 30,
    ],
)  # fmt: skip
def test_lo_que_dice_algo_mas_no_se_reconoce(escrito):
    assert pedida(escrito, "") is None


@pytest.mark.parametrize("orden", list(Orden))
def test_el_boton_de_cualquier_menu_se_reconoce_por_su_orden(orden):
    assert pedida("", f"/{orden.value}") is orden
    assert pedida("", f"/{orden.value}_otro") is None
    assert pedida("", "/consultar_saldo") is None


def test_cada_fila_del_menu_se_puede_escribir():
    assert [pedida(fila.titulo, "") for fila in menu_fijo.filas()] == list(Orden)
    assert [pedida("", fila.payload) for fila in menu_fijo.filas()] == list(Orden)


@pytest.mark.parametrize(
    "linea, queja",
    [
        ("consultar_saldo,mi saldo", "línea 3, columna intencion"), ("reportar_fraude,", "no puede quedar vacía"),
        ("reportar_fraude,¡Baja!", "ya está, pero con otra intención"), ("reportar_fraude,no", "de 4 a 80 letras"),
        ("reportar_fraude,baja", "repite la línea 2"), ("reportar_fraude", "tiene 1 valores"),
    ],
)  # fmt: skip
def test_una_frase_mal_escrita_no_deja_arrancar(tmp_path, linea, queja):
    tabla = tmp_path / "frases_fijas.csv"
    tabla.write_text(f"intencion,frase\ndesactivar_notificaciones,baja\n{linea}\n", encoding="utf-8")
    with pytest.raises(TablaInvalida, match=queja):
        leer(tabla)


def test_si_nadie_puede_pedir_algo_lo_nombra(tmp_path):
    tabla = tmp_path / "frases_fijas.csv"
    filas = frases_fijas.TABLA.read_text(encoding="utf-8").splitlines()
    tabla.write_text("\n".join(f for f in filas if not f.startswith("reportar_fraude")), encoding="utf-8")
    with pytest.raises(TablaInvalida, match="falta una frase de reportar_fraude"):
        leer(tabla)


@pytest.mark.parametrize(
    "cambio, queja",
    [
        (("No fui yo,", "No fui yo ni nadie de mi casa,"), "debe estar en frases_fijas.csv"),
        (("No fui yo,", "Baja,"), "debe estar en frases_fijas.csv"),
        (("Alguien usó", "Alguien " * 12), "debe tener hasta 72 letras"),
        (("reportar_fraude,No fui yo,", "# "), "debe tener una fila de cada una"),
    ],
)
def test_un_menu_mal_escrito_no_deja_arrancar(tmp_path, cambio, queja):
    tabla = tmp_path / "menu_fijo.csv"
    tabla.write_text(menu_fijo.TABLA.read_text(encoding="utf-8").replace(*cambio), encoding="utf-8")
    with pytest.raises(TablaInvalida, match=queja):
        menu_fijo.leer(tabla)
