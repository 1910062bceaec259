"""WhatsApp's marks in our own words, as the customer sees them; nothing else becomes markup."""

import pytest

from proalto.mesa.palabras import marcado


@pytest.mark.parametrize(
    ("escrito", "visto"),
    [
        ("*Laura Gómez, de ProAlto:*\nHola", "<b>Laura Gómez, de ProAlto:</b>\nHola"),
        ("_Escribe menú._", "<i>Escribe menú.</i>"),
        ("tu caso *A-7K2M9QX*, hoy", "tu caso <b>A-7K2M9QX</b>, hoy"),
        ("2 * 3 * 4 y nombre_de_archivo_largo", "2 * 3 * 4 y nombre_de_archivo_largo"),
        ("*<img src=x onerror=alert(1)>*", "<b>&lt;img src=x onerror=alert(1)&gt;</b>"),
        ("*a\nb*", "*a\nb*"),
    ],
)
def test_solo_las_marcas_de_whatsapp(escrito, visto):
    assert str(marcado(escrito)) == visto
