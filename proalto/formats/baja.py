"""Whether a customer asks for no more messages, by rules alone: each word must be known, and all of them be an order.

Each word gets a letter, and the letters must spell an order ("no me manden más mensajes": NVMO). One word that is none
of these ("no me llegan mensajes", "no más quiero saber mi saldo") and it is no order: a person who asks for something
must get it. Ley 2300 de 2023 art. 5 par. 2: an agile way out, at any moment.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from proalto.formats.parecido import parecidas
from proalto.formats.sonido import suena
from proalto.formats.texto import plegar

LARGO = 160  # letters of the longest message that is looked at
_CORTESIA, _GRAMATICA, _AJENA = "-", "_", "?"
_LETRAS = {
    _CORTESIA: "hola buenas buenos buen dia dias tardes noches por favor porfavor porfa xfa please gracias "
         "muchas senor senora senores senorita proalto ya le les ruego agradezco amablemente "
         "cordialmente",
    _GRAMATICA: "que q me m nos a mi mis el la los las lo de del en este esta ese esa esos esas eso al numero "
         "celular telefono chat linea aqui aca tan tanto tanta tantos tantas su sus ustedes usted y o "
         "se con un una para ser informacion tipo medio whatsapp parte",
    "H": "como hago hacer",  # whoever asks how wants it
    "N": "no nunca jamas ni ningun ninguna",
    "M": "mas",
    "Q": "quiero quisiera deseo necesito interesa interesan",
    "A": "autorizo acepto",  # by itself it is about the data, or about an offer
    "P": "solicito pido exijo",
    "W": "sigan siga sigas seguir vuelvan vuelva vuelvas volver",
    "V": "escriban manden envien molesten contacten lleguen avisen notifiquen ofrezcan llamen jodan "
         "busquen mandes envies escribas molestes escribiendo mandando enviando molestando llamando "
         "contactando contactado contactada",
    "v": "escriba mande envie moleste contacte llegue avise notifique",  # "no envié el mensaje" is one, too: with "me"
    "I": "escribirme escribir mandarme mandar enviarme enviar molestarme molestar contactarme "
         "contactar recibir avisarme notificarme llamarme joder recibiendo llegar",
    "D": "dejen deje deja dejenme dejar paren pare parenle parele eviten evite cesen abstenerse "
         "abstenganse abstengase",
    "d": "basta",
    "O": "mensaje mensajes mensajito mensajitos msj msjs sms publicidad propaganda aviso avisos "
         "notificacion notificaciones spam comunicaciones comercial comerciales correos llamadas "
         "recordatorios whatsapps alertas envio envios",
    "T": "ofertas promociones promos",
    "!": "oferta promocion",  # one may be declined, without asking for no more of them
    "o": "nada",
    "S": "suscripcion suscripciones",
    "B": "baja",
    "G": "darme dar dame denme deme den dan doy dese darse",
    "L": "lista listado difusion grupo",
    "X": "saquenme saqueme sacame quitenme quiteme quitame borrenme borreme borrame eliminenme "
         "elimineme retirenme retireme remuevanme remuevame",
    "C": "cancelar cancelen cancele cancela desactivar desactiven desactive quitar quiten quite apagar "
         "apaguen suspender suspendan suspenda parar detener detengan detenga anular anulen eliminar "
         "eliminen silenciar silencien bloquear bloqueen",
    "U": "desuscribirme desuscribir desuscribanme desuscribame desuscribo unsubscribe desubscribir "
         "desubscribirme",
    "Z": "stop",
    "E": "salir salirme salgo sacarme quitarme borrarme",
}  # fmt: skip
_QUE_SE_RECIBE = "(?:N?[OT])"
_RECHAZOS = (
    "N?MN?Q?W?[Vv]M?[oOT]*",  # nunca más me manden...
    rf"NM?Q?W?[Vv](?:N?M)?o?M?{_QUE_SE_RECIBE}*(?:N?M)?",  # no (quiero que) me manden (más) (mensajes)
    rf"NM?Q?(?:W[IV]|I)(?:(?:N?M)?o?M?{_QUE_SE_RECIBE}+|o?M|o)(?:N?M)?",  # no quiero recibir (más) mensajes
    r"N[QW]*WI(?:N?M)?",  # no me vuelvan a escribir
    rf"NQ?M{_QUE_SE_RECIBE}+",  # no (quiero) más mensajes
    "NQ[OT]+|NA[VI]?M?O+",  # no quiero publicidad, no autorizo publicidad
    "NOM",  # ni un mensaje más
    rf"[Dd](?:W?I)M?o?{_QUE_SE_RECIBE}*",  # dejen de escribirme
    f"[Dd]{_QUE_SE_RECIBE}+",  # basta de publicidad
    "[QPH]*G?B[OTL]+|[QPH]+G?B|G+B",  # quiero darme de baja
    "[QPH]*X[OTL]+",  # sáquenme de la lista
    "[QP]*E[OL]+",  # quiero salir de la lista
    "[QPH]*C[OTS]+",  # cancelar notificaciones
    "[QPH]*U[OTLS]*",
    "Z[OT]+",
)
_ORDEN = re.compile(rf"(?:NM)?(?:{'|'.join(_RECHAZOS)})+")
# Alone, or with courtesies: "eso no más", "la baja" and "pare" are something else, and "no más, gracias" is
# what somebody says who was asked whether there was anything else.
_SOLA = re.compile(r"NM|B|Z|D")
_A_SOLAS = frozenset(("paren", "stop", "baja", "no", "mas"))
_DESPEDIDA = "grasias"
_SUELTO = re.compile(r"[^\w]+")
# "No envié el mensaje": it happened, and nobody asks for it. Without its accent, "envie" asks only with "me".
_YA_PASO = re.compile(r"\b(?:envi|mand|avis|contact|molest|notifiqu|recib|escrib|llam)[éí]\b")
MINIMO_PARECIDO = 6


_LETRA_DE = {suena(plegar(palabra)): letra for letra, palabras in _LETRAS.items() for palabra in palabras.split()}
_NOMBRES = tuple(palabra for letra in "OT" for palabra in _LETRAS[letra].split() if len(palabra) > MINIMO_PARECIDO)
_TAMBIEN = {"nomas": ("no", "mas"), "estop": ("stop",)}


def pide_baja(texto: str) -> bool:
    """Tell whether this is an order to stop writing, and nothing else."""
    if len(texto) > LARGO or _YA_PASO.search(texto.lower()):
        return False
    escritas = _SUELTO.sub(" ", plegar(texto)).split()
    palabras = [parte for escrita in escritas for parte in _TAMBIEN.get(escrita, (escrita,))]
    letras = [_letra(palabra) for palabra in palabras]
    return bool(letras) and _es_orden([suena(palabra) for palabra in palabras], letras)


def _es_orden(palabras: Sequence[str], letras: Sequence[str]) -> bool:
    if "v" in letras and not {"me", "m", "nos"} & set(palabras):
        return False
    sin_cortesia = "".join(letra for letra in letras if letra != _CORTESIA)
    if _SOLA.fullmatch(sin_cortesia):
        propias = {palabra for palabra, letra in zip(palabras, letras) if letra != _CORTESIA}
        return propias <= _A_SOLAS and not (sin_cortesia == "NM" and _DESPEDIDA in palabras)
    return _ORDEN.fullmatch(sin_cortesia.replace(_GRAMATICA, "")) is not None


def _letra(palabra: str) -> str:
    """Return what a word is: known by its sound, or a noun with a slip in it; "?" when it is none of ours."""
    letra = _LETRA_DE.get(suena(palabra))
    if letra is not None or len(palabra) < MINIMO_PARECIDO:
        return letra or _AJENA
    parecidas_a_ella = parecidas(palabra, _NOMBRES)
    return _LETRA_DE[suena(parecidas_a_ella[0])] if parecidas_a_ella else _AJENA
