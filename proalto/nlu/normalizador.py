"""Chat Spanish made regular before it is classified: accents, stretched letters, the abbreviations of WhatsApp."""

from __future__ import annotations

import re

from proalto.formats.texto import normalizar

_ALARGADA = re.compile(r"([a-z])\1{2,}")  # "holaaaa": Spanish doubles letters, but never writes three
_PALABRA = re.compile(r"[a-z]+|\d+|[^\sa-z\d]")
_NUMERO = re.compile(r"\d+")
ABREVIATURAS = {
    "q": "que", "k": "que", "ke": "que", "qe": "que", "xq": "por que", "pq": "por que", "porq": "por que", "xk": "por que",
    "x": "por", "d": "de", "dl": "del", "pa": "para", "pal": "para el", "tb": "tambien", "tmb": "tambien", "tbn": "tambien",
    "tambn": "tambien", "bn": "bien", "grax": "gracias", "gcs": "gracias", "grcs": "gracias", "pls": "por favor",
    "plis": "por favor", "porfa": "por favor", "porfis": "por favor", "xfa": "por favor", "xfavor": "por favor",
    "pfv": "por favor", "info": "informacion", "cel": "celular", "tel": "telefono", "num": "numero", "nro": "numero",
    "msj": "mensaje", "msg": "mensaje", "mjs": "mensaje", "sms": "mensaje", "wpp": "whatsapp", "wsp": "whatsapp",
    "cc": "cedula", "hab": "hablar", "toy": "estoy", "ta": "esta", "tan": "estan", "ntp": "no te preocupes",
    "salu2": "saludos", "bdias": "buenos dias", "bns": "buenas", "ud": "usted", "uds": "ustedes", "sr": "senor",
    "sra": "senora", "srta": "senorita", "dr": "doctor", "doc": "documento", "docs": "documentos", "cred": "credito",
    "solic": "solicitud", "renov": "renovacion", "asesr": "asesor", "kiero": "quiero", "kero": "quiero", "qiero": "quiero",
    "cdo": "cuando", "cnd": "cuando", "cndo": "cuando", "cto": "cuanto", "cnto": "cuanto", "dnd": "donde", "aki": "aqui",
    "tons": "entonces", "entons": "entonces", "ps": "pues", "pos": "pues", "mk": "marica", "hp": "hijueputa",
    "hpta": "hijueputa", "jueputa": "hijueputa", "s": "si", "n": "no",
}  # fmt: skip


def palabras(texto: str) -> list[str]:
    """Return the words of a message, regular: `["cuanto", "debo", "0"]`; every number becomes `0`."""
    regular = _ALARGADA.sub(r"\1", normalizar(texto))
    sueltas = (ABREVIATURAS.get(palabra, palabra) for palabra in _PALABRA.findall(regular))
    return [_NUMERO.sub("0", palabra) for suelta in sueltas for palabra in suelta.split()]
