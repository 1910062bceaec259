"""What a contact wrote beyond the limit: closed without a turn, all at once, with one kind sentence."""

from __future__ import annotations

from proalto.db.database import Row, Transaction
from proalto.gateways.cipher import Cipher
from proalto.services.conversacion import frases_fijas
from proalto.services.mensajeria import bandeja_salida, limites_de_uso
from proalto.services.mensajeria.bandeja_entrada import Entrante, abrir_cuerpo
from proalto.services.mensajeria.limites_de_uso import CLASE, CONTACTO
from proalto.services.operacion import trabajos
from proalto.services.operacion.textos import partes
from proalto.whatsapp import payloads


def sobra(tx: Transaction, contacto_id: int, entrante: Entrante) -> bool:
    """Tell whether this message is beyond what its contact may write."""
    if not entrante.muchos or entrante.orden:
        return False
    antes = limites_de_uso.admitidos(tx, contacto_id, entrante.lugar)
    uno = limites_de_uso.uso(entrante.tipo, entrante.recibido_en)
    return not limites_de_uso.cabe(antes, uno, limites_de_uso.vigentes())


def cerrar(tx: Transaction, cipher: Cipher, contacto_id: int, entrante: Entrante) -> None:
    """Close this message, and what waits behind it and is beyond the limit too; ask for calm, once in a while.

    What is always done (`frases_fijas`) stays, and what was tapped, which may be one of those.
    """
    cola = tx.all("asistente.exceso.cola", contacto_id=contacto_id, desde=entrante.lugar)
    usos = [limites_de_uso.uso(row["tipo"], row["recibido_en"]) for row in cola]
    antes = limites_de_uso.admitidos(tx, contacto_id, entrante.lugar)
    sobran = limites_de_uso.sobrantes(antes, usos, limites_de_uso.vigentes())
    wamids = [row["wamid"] for row, de_mas in zip(cola, sobran) if de_mas and not _es_fija(cipher, row)]
    tx.run("asistente.exceso.limitar", wamids=[entrante.wamid, *wamids])
    if limites_de_uso.ya_avisado(tx, contacto_id):
        return
    aviso = payloads.text(partes("limite")["contacto"])
    bandeja_salida.encolar(tx, cipher, contacto_id, entrante.wamid, aviso, clase=CLASE, ordinal=CONTACTO)
    trabajos.despertar_envio(tx, contacto_id)


def _es_fija(cipher: Cipher, row: Row) -> bool:
    if row["tipo"] in limites_de_uso.ARCHIVOS:
        return False
    cuerpo = abrir_cuerpo(cipher, row["cuerpo"])
    return bool(cuerpo["opcion_id"]) or frases_fijas.pedida(cuerpo["texto"] or cuerpo["opcion_titulo"], "") is not None
