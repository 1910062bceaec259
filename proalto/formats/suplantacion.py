"""Whether somebody reports that another took a credit in their name, by rules alone (Ley 2573 de 2026 art. 5.5).

Each word gets a letter, by its sound, and the letters are searched for what is said: "yo no pedí ese crédito" is
`YN1EC`. What looks like it and says something else ("aún no he pedido el crédito", "yo no pedí ese certificado") must
be left to the model: this opens a case.
"""

from __future__ import annotations

import re

from proalto.formats.parecido import parecidas
from proalto.formats.sonido import suena
from proalto.formats.texto import plegar

LARGO = 400  # letters of the longest message that is looked at
_AJENA = "_"
_LETRAS = {
    "Y": "yo",
    "N": "no nunca jamas tampoco nunk",
    "1": "pedi pedido solicite solicitado saque sacado tome tomado adquiri adquirido firme firmado autorice autorizado "
         "suscribi suscrito contrate contratado hice celebrado",
    "3": "saco pidio hizo tomo abrio solicito firmo tramito suscribio adquirio",
    "8": "sacaron pidieron hicieron tomaron abrieron solicitaron firmaron tramitaron sacaran pidieran metieron "
         "montaron inventaron clavaron enjaretaron encimaron",
    "9": "sacando pidiendo usando utilizando solicitando tramitando",
    "U": "uso usaron utilizo utilizaron",
    "F": "falsifico falsificaron falsificada falsificado falsearon falsea clonaron clono adulteraron falseo",
    "R": "robaron robo hurtaron hurto perdi perdio perdida usurparon usurpo",
    "C": "credito creditos prestamo prestamos libranza libranzas pagare deuda deudas obligacion prestada prestado",
    "S": "solicitud",
    "P": "plata platica dinero desembolso",
    "K": "firma huella foto",
    "I": "identidad",
    "D": "cedula datos documentos documento papeles nombre desprendibles",
    "m": "mi mis",
    "M": "mio mia mios mias",
    "E": "ese esa esos esas este esta dicho dicha",
    "L": "el la los las lo un una al del su",
    "h": "he han e les le se me ami mi",
    "q": "que q k quien donde cual",
    "c": "con en a de por usando para pa utilizando",
    "z": "nada",
    "Z": "ningun ninguno ninguna alguno alguna ningunos",
    "W": "alguien otro otra otros tercero terceros desconocido desconocidos delincuente delincuentes ladron ladrones "
         "tipo tipos man estafador hampon impostor familiar muchacho muchacha",
    "T": "hermano hermana hijo hija primo prima cunado cunada vecino vecina companero companera nuera yerno sobrino "
         "sobrina tio tia amigo amiga esposo esposa exesposo exesposa mama papa madre padre abuela abuelo "
         "abuelita abuelito ella",
    "$": "cobran cobrando cobraron cobrar descuentan descontando descuento descontaron descuenta aparece aparecio "
         "aparecen aparezco figura figuro sale salio reportaron reportado pagando",
    "f": "fui",
    "s": "soy sido",
    "l": "cliente",
    "d": "conozco conocia",
    "0": "es era fue sea",
    "t": "tengo tenido",
    "H": "pasar",
    "x": "sin",
    "y": "permiso autorizacion consentimiento saber supiera sepa consultarme consultarle enterarme avisarme",
    "k": "desconozco",
    "r": "reconozco",
    "V": "victima denunciar denuncio reportar reporto denuncia",
    "Q": "suplantaron suplantado suplantada suplantando suplanto usurpado usurpada",
    "i": "suplantacion usurpacion falsedad",
    "g": "fraudulento fraudulenta fantasma ajeno ajena",
    "v": "haciendose hicieron hizo hacerse haciendo",
    "n": "debo debemos",
    "u": "seguro seguros interes intereses cuota cuotas iva gastos estudio cuarenta",
    "j": "sigan siguen seguir sigue",
    "w": "ver corresponde",
}  # fmt: skip
_PRONOMBRE = "[hLYc]*"
_MIO = "(?:c*L*m[DIK]|c+[DLm]*M|cL?DM|cL?m?D)"  # a mi nombre, con mis papeles, a nombre mío
_ALGO = ".{0,3}"
_NEGADO = rf"N{_PRONOMBRE}1"
_QUE_NIEGAN = (
    rf"{_NEGADO}{_PRONOMBRE}(?:E[CSP]|c?Z{_PRONOMBRE}[CS])",  # no pedí ese crédito, no saqué ninguna libranza
    rf"{_NEGADO}(?:_c)?L?C[cL]*Z",  # no he celebrado contrato de crédito alguno
    rf"E[CPS].{{0,4}}N{_PRONOMBRE}1(?!_)",  # ese préstamo no lo saqué yo
    rf"[CPS].{{0,5}}q[YLhT]*N{_PRONOMBRE}[13]",  # un crédito que yo nunca pedí, una libranza que ella no firmó
    rf"C.{{0,8}}Y{_NEGADO}(?:[Zz]|Y|$)",  # ese crédito de dónde salió si yo no lo pedí
    rf"T{_PRONOMBRE}N{_PRONOMBRE}3EC|(?:^|_)L?N3EC",  # mi esposo no pidió ese crédito
    rf"\$[^u]{{0,7}}N{_PRONOMBRE}(?:[1t]{_PRONOMBRE}(?:[Zz]|L?C|E|$)|nz)",  # me cobran y yo nunca he pedido nada
    rf"N{_PRONOMBRE}(?:[1t]{_PRONOMBRE}(?:[Zz]|L?C)[^u]{{0,6}}|nz[^u]{{0,6}})\$",  # no tengo nada y me descuentan
    rf"{_NEGADO}z.{{0,3}}n",  # no firmé nada y resulta que debo
    rf"Nhnz.{{0,2}}{_NEGADO}",  # no les debo nada, nunca les pedí plata
    rf"{_NEGADO}LC[qLh]*\$|\$.{{0,7}}N[hsf]*l|N[hsf]+l.{{0,4}}\$",  # no suscribí la libranza que se me descuenta
)
_QUE_AFIRMAN = (
    r"[CK].{0,4}N0(?:L?M|cW)|N0L?ME?[CK]",  # ese crédito no es mío, la firma no es la mía
    r"EN0mK",  # esa no es mi firma
    r"E?C.{0,3}Nhw|NtzqwcE?L?C",  # esa deuda no me corresponde, no tengo nada que ver con ella
    r"(?:k|Nr)(?:_|c_)?(?:_)?[EL]+C(?!cm)|NdEC|[CP]qNd",  # desconozco por completo esa obligación
    r"C[hL]*(?:q?[hL]*g|N1)|\$LCcW$",  # un crédito fraudulento, la deuda de otro
    rf"W{_ALGO}[3U].{{0,4}}(?:C.{{0,4}})?{_MIO}|W{_ALGO}[3].{{0,2}}C.{{0,2}}h?m$",  # alguien pidió plata con mi cédula
    rf"[TW].{{0,4}}[3U].{{0,2}}[CP].{{0,4}}(?:{_MIO}|xm?y)|T.{{0,3}}U{_MIO}.{{0,4}}C|q3.{{0,3}}{_MIO}",
    rf"8.{{0,3}}[CP].{{0,4}}{_MIO}|U(?:m|h?L)[DIK]|[CP]_?{_MIO}.{{0,5}}(?:q.?N|x)|(?<!j)9.{{0,5}}{_MIO}|(?<!j)9m[DI]",
    r"h8LC.{0,2}x|8LC.{0,4}x.{0,4}y|C.{0,2}xmy|C.{0,2}xY?y",  # me sacaron una libranza sin yo saber
    r"h8L?C.{0,3}(?:N1|g)|h8LC$",  # me metieron un préstamo ajeno
    r"F[hLm]+[KD]|FLcL?[KD]|KL?hF|K[hL]*F",  # me falsificaron la firma
    r"R.{0,4}[DI].{0,5}(?:8|\$).{0,3}[CP]|R[chLm]+I",  # con la cédula que me robaron pidieron un crédito
    r"Q",  # me suplantaron
    r"V.{0,4}i|^[_L]{0,2}i(?:cI)?(?:_|c_){0,3}$",  # víctima de suplantación
    r"NfY(?:[cLq]+.{0,2}[C3PS]|q3)|YNfL+c?L?C|YNfq3",  # no fui yo el del crédito
    r"[C3PSK8].{0,6}(?:NfY|YNf)$|\$.{0,4}YNf$|[qL]+[3].{0,3}N[fs]Y",  # el que pidió esa plata no fui yo
    r"NsY.{0,3}3|Ns[Lq]+3|3.{0,4}NsY$",  # no soy yo quien pidió esa plata
)
_NIEGA, _AFIRMA = re.compile("|".join(_QUE_NIEGAN)), re.compile("|".join(_QUE_AFIRMAN))
_TAL_CUAL = re.compile(r"\bfirm(?:o|aron) por mi\b|\bpasa(?:r|do|n|ndo)? por mi\b(?! (?:casa|oficina|barrio|lado))")
# These say it when they are all that was written, and something else as soon as more follows: "me robaron la cédula,
# ¿sirve la contraseña?", "me llegó el código pero yo no lo pedí por correo".
_A_USTEDES = r"(?: (?:con|a|en|de) (?:ustedes|uds|proalto|esa (?:empresa|entidad)))?"
_LLEGO = (
    r"(?:(?:me|nos) (?:acaban? de (?:ll|y)egar|(?:ll|y)eg(?:o|a|aron|an)|estan? (?:ll|y)egando|h?an? (?:ll|y)egado"
    r"|mandaron|enviaron)|recibi|he recibido)"
)
_NO_PEDI = (
    r"(?:yo )?(?:no|nunca) (?:yo )?(?:l[aeo]s? )?(?:(?:h?e|habia) )?(?:pedi|solicite|pedido|solicitado)(?: yo| nada)?"
)
_UN_CODIGO = rf"(?:(?:un|unos|el|los|este|estos|ese|esos|otro) )?codigos?{_A_USTEDES}"
_CODIGO = rf"{_LLEGO} {_UN_CODIGO} (?:(?:que|q|k|y|pero) )?{_NO_PEDI}"
_SIN_FIRMA = r"(?:yo (?:no|nunca|jamas)|(?:nunca|jamas)(?: yo)?) (?:les )?(?:h?e firmado|firme) nada"
_ROBARON = r"(?:(?:me|se me|se) )?(?:h?an )?(?:robaron|robado|hurtaron|hurtado)"
_CEDULA = rf"{_ROBARON} (?:la|mi|los|mis) (?:cedula|documentos?|papeles)"
_SALUDO = r"(?:(?:hola|buen[ao]s?|dias?|tardes|noches|senor(?:a|ita|es)?) )*"
_ENTERO = re.compile(
    rf"{_SALUDO}(?:{_CODIGO}|(?:{_SIN_FIRMA}|{_CEDULA}){_A_USTEDES})(?: (?:ayuda|ayudenme|por favor|gracias|que hago))*"
)
# Whoever has not asked yet, or asks for one, denies nothing.
_AUN = re.compile(
    r"\b(?:aun|todavia|apenas|requisitos?|primera vez|me prestan|hasta ahora)\b"
    r"|\b(?:quiero|quisiera|deseo|necesito|puedo|como hago para|como puedo)\s(?:un|una|uno|el|sacar|pedir|solicitar)\b"
    r"|\bya no (?:tengo|debo|quiero)\b|\bporque\b|\bsiguen?\b"
)
# What is asked in general, or about what might be.
_EN_GENERAL = re.compile(
    r"\b(?:que es|que son|como (?:cuidan|evitan|evito|protegen|hacen)|que pasa si|si alguien|puede)\b"
    r"|\bno es que me suplant|\b(?:ser suplantad|contra (?:el|un|la|una)\b)|\b(?:significa|diferencia|quiere decir)\b"
)
_MI_EX = re.compile(r"\bmi ex\b")  # which sounds like "es"
_PALABRA = re.compile(r"\w+|\$")
MINIMO_PARECIDO, MUY_LARGA = 7, 10

_LETRA_DE = {
    suena(plegar(palabra)): letra for letra, palabras in reversed(_LETRAS.items()) for palabra in palabras.split()
}
_LARGAS = tuple(
    palabra for letra in "CFQikVIDS" for palabra in _LETRAS[letra].split() if len(palabra) >= MINIMO_PARECIDO
)


def denuncia_suplantacion(texto: str) -> bool:
    """Tell whether the words report an impersonation, somebody's own or of a person close to them."""
    if len(texto) > LARGO:
        return False
    plano = _MI_EX.sub("mi exesposo", plegar(texto))
    if _EN_GENERAL.search(plano):
        return False
    palabras = _PALABRA.findall(plano)
    letras = "".join(_letra(palabra) for palabra in palabras)
    if _TAL_CUAL.search(plano) or _ENTERO.fullmatch(" ".join(palabras)):
        return True
    return _AFIRMA.search(letras) is not None or (_NIEGA.search(letras) is not None and not _AUN.search(plano))


def _letra(palabra: str) -> str:
    letra = _LETRA_DE.get(suena(palabra))
    if letra is not None or len(palabra) < MINIMO_PARECIDO - 1:
        return letra or _AJENA
    cercanas = parecidas(palabra, _LARGAS, 2 if len(palabra) >= MUY_LARGA else 1)
    return _LETRA_DE[suena(cercanas[0])] if cercanas else _AJENA
