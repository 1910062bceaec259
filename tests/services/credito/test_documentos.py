"""Files: received once, nothing downloaded before it has an application, told together, counted on the checklist."""

from dataclasses import replace

import pytest

from proalto.services.credito import documentos, revision
from proalto.services.credito.documentos import recibir_documentos
from proalto.services.credito.requisitos import reconocer, requisitos
from proalto.services.credito.revision import Veredicto
from proalto.services.credito.tramites import abrir_tramite
from proalto.services.identificacion import otra_persona
from proalto.services.mensajeria.bandeja_entrada import recibir, siguiente, terminar
from proalto.whatsapp.message import InboundMedia
from tests.actions.ayuda import autorizar
from tests.services.mensajes import mensaje, webhook

BUENO = Veredicto("", "a" * 64, 1234, "jpg", 1, b"contenido")


@pytest.fixture
def autorizado(app, contacto):
    autorizar(app, contacto)
    return contacto


def llega(app, contacto, *llamados, tipo="image"):
    """Receive files in one breath; return the contact in the turn that answers them."""
    mensajes = []
    for indice, llamado in enumerate(llamados):
        media = InboundMedia(f"media{indice}", "image/jpeg", None, None, llamado or None, False)
        mensajes.append(replace(mensaje(contacto.address, kind=tipo), media=media))
    recibir(app.db, app.cipher, webhook(*mensajes), app.now())
    with app.db.transaction() as tx:
        for uno in mensajes[1:]:
            tx.run("asistente.bandeja_entrada.unir", wamid=mensajes[0].wamid, unidos=[uno.wamid])
    return replace(contacto, wamid=mensajes[0].wamid)


def abre(app, contacto, segmento="empleado"):
    return abrir_tramite(app.db, app.cipher, contacto, "credito_nuevo", {"segmento": segmento}, app.now())


def ids(app, contacto):
    with app.db.transaction() as tx:
        return [row["id"] for row in tx.all("asistente.documentos.grupo", grupo=contacto.wamid)]


def revisa(app, turno, *veredictos):
    for documento_id, veredicto in zip(ids(app, turno), veredictos):
        pendiente = revision.tomar(app.db, app.cipher, documento_id)
        assert pendiente is not None
        revision.concluir(app.db, app.cipher, pendiente, veredicto)


def bueno(n):
    return Veredicto("", f"{n:064d}", 100, "jpg", 1, b"contenido")


def test_sin_tramite_se_anota_y_no_se_baja(app, autorizado):
    turno = llega(app, autorizado, "mi cédula")
    recepcion = recibir_documentos(app.db, app.cipher, turno)
    assert (recepcion.cuantos, recepcion.en_espera, recepcion.tramite) == (1, 1, None)
    assert [revision.tomar(app.db, app.cipher, n) for n in ids(app, turno)] == [None]


def test_lo_que_esperaba_entra_al_tramite_que_se_abre(app, autorizado):
    turno = llega(app, autorizado, "mi cédula", "")
    recibir_documentos(app.db, app.cipher, turno)
    tramite = abre(app, autorizado)
    recepcion = recibir_documentos(app.db, app.cipher, llega(app, autorizado, "otra"))
    assert recepcion.tramite.id == tramite.id and recepcion.en_espera == 0
    pendiente = revision.tomar(app.db, app.cipher, ids(app, turno)[0])
    assert pendiente.media_id == "media0" and "cédula" in pendiente.llamado and "cédula" not in repr(pendiente)


def test_lo_que_mando_quien_se_fue_no_entra_al_tramite_de_quien_llego(app, autorizado):
    turno = llega(app, autorizado, "mi cédula")
    recibir_documentos(app.db, app.cipher, turno)
    otra_persona.empezar_de_nuevo(app.db, autorizado, app.now())
    documentos.adoptar(app.db, autorizado, abre(app, autorizado))
    assert [revision.tomar(app.db, app.cipher, n) for n in ids(app, turno)] == [None]
    assert recibir_documentos(app.db, app.cipher, llega(app, autorizado, "la mía")).en_espera == 0


def test_recibir_dos_veces_el_mismo_mensaje_es_una(app, autorizado):
    abre(app, autorizado)
    turno = llega(app, autorizado, "", "", "")
    assert recibir_documentos(app.db, app.cipher, turno).cuantos == 3
    assert recibir_documentos(app.db, app.cipher, turno).cuantos == 3
    assert len(ids(app, turno)) == 3


def test_muchos_en_una_hora_no_entran(app, autorizado, monkeypatch):
    monkeypatch.setattr(documentos, "POR_HORA", 3)
    abre(app, autorizado)
    assert not recibir_documentos(app.db, app.cipher, llega(app, autorizado, "", "")).demasiados
    turno = llega(app, autorizado, "", "")
    assert recibir_documentos(app.db, app.cipher, turno).demasiados
    assert ids(app, turno) == []


def test_el_grupo_se_dice_una_vez_cuando_todos_tienen_veredicto(app, autorizado):
    tramite = abre(app, autorizado)
    turno = llega(app, autorizado, "cedula", "colilla de septiembre", "borrosa")
    recibir_documentos(app.db, app.cipher, turno)
    with app.db.transaction() as tx:
        for row in tx.all("asistente.bandeja_entrada.cola", contacto_id=autorizado.id):
            terminar(tx, row["wamid"], "atendido")
    revisa(app, turno, bueno(1), bueno(2))
    assert siguiente(app.db, app.cipher, autorizado.id) is None
    pendiente = revision.tomar(app.db, app.cipher, ids(app, turno)[2])
    revision.concluir(app.db, app.cipher, pendiente, Veredicto("borrosa", "b" * 64, 10))
    orden = siguiente(app.db, app.cipher, autorizado.id)
    assert orden.orden == f'/documentos_revisados{{"grupo": "{turno.wamid}"}}'
    dichos = documentos.por_decir(app.db, tramite, turno.wamid)
    assert [(d.estado, d.motivo, d.titulo) for d in dichos] == [
        ("aceptado", "", "Cédula"), ("aceptado", "", "Desprendibles de pago"), ("rechazado", "borrosa", ""),
    ]  # fmt: skip


def test_sin_nombre_es_el_primero_que_falta(app, autorizado):
    tramite = abre(app, autorizado)
    turno = llega(app, autorizado, "", "", "", "")
    recibir_documentos(app.db, app.cipher, turno)
    revisa(app, turno, *(bueno(n) for n in range(4)))
    titulos = [d.titulo for d in documentos.por_decir(app.db, tramite, turno.wamid)]
    assert titulos == ["Cédula", "Desprendibles de pago", "Desprendibles de pago", "Certificado de ingresos"]
    assert all(linea.listo for linea in documentos.progreso(app.db, tramite))


def test_los_mismos_bytes_no_se_guardan_dos_veces(app, autorizado):
    tramite = abre(app, autorizado)
    turno = llega(app, autorizado, "", "")
    recibir_documentos(app.db, app.cipher, turno)
    revisa(app, turno, BUENO, BUENO)
    assert [d.estado for d in documentos.por_decir(app.db, tramite, turno.wamid)] == ["aceptado", "repetido"]


def test_reclasificar_reemplazar_y_omitir(app, autorizado):
    tramite = abre(app, autorizado)
    turno = llega(app, autorizado, "")
    recibir_documentos(app.db, app.cipher, turno)
    revisa(app, turno, bueno(1))
    (documento,) = documentos.por_decir(app.db, tramite, turno.wamid)
    assert documentos.reclasificar(app.db, tramite, documento.id, "ingresos")
    assert not documentos.reclasificar(app.db, tramite, documento.id + 999, "ingresos")
    assert [linea.listo for linea in documentos.progreso(app.db, tramite)] == [False, False, True]
    assert documentos.reemplazar(app.db, tramite, "ingresos") == 1
    documentos.omitir(app.db, app.cipher, autorizado, tramite, "cedula", "despues", app.now())
    assert [linea.listo for linea in documentos.progreso(app.db, tramite)] == [True, False, False]


def test_el_contenido_queda_cifrado(app, autorizado):
    abre(app, autorizado)
    turno = llega(app, autorizado, "")
    recibir_documentos(app.db, app.cipher, turno)
    revisa(app, turno, BUENO)
    with app.db.transaction() as tx, tx._connection.cursor() as cursor:
        cursor.execute("SELECT contenido FROM asistente.documentos WHERE grupo = %s", (turno.wamid,))
        (sellado,) = cursor.fetchone()
    assert b"contenido" not in bytes(sellado)
    assert app.cipher.decrypt(sellado, documentos.CONTENIDO) == b"contenido"


@pytest.mark.parametrize("dicho, codigo", [
    ("mi cédula", "cedula"), ("CEDULA_ambos_lados.pdf", "cedula"), ("cc", "cedula"),
    ("colilla octubre", "desprendibles"),
    ("volante de nómina.pdf", "desprendibles"), ("certificación laboral", "ingresos"), ("IMG_2031.jpg", None),
    ("cedula y colilla", None), ("", None), ("accidente", None),
])  # fmt: skip
def test_se_reconoce_por_lo_que_el_cliente_dice(dicho, codigo):
    hallado = reconocer(dicho, requisitos("credito_nuevo", "empleado"))
    assert (hallado and hallado.codigo) == codigo


def test_cada_producto_y_segmento_tiene_su_lista():
    for producto in ("credito_nuevo", "renovacion"):
        for segmento in ("empleado", "pensionado", "preferente"):
            codigos = [r.codigo for r in requisitos(producto, segmento)]
            assert codigos and len(codigos) == len(set(codigos)) <= 9
