/* The desk's own script: keys, and a page that moves under nobody's hands. Without it everything works but live updates. */
(function () {
  "use strict";
  var uno = function (selector, en) { return (en || document).querySelector(selector); };
  var todos = function (selector, en) { return Array.prototype.slice.call((en || document).querySelectorAll(selector)); };
  var CERCA = 80; // pixels from the end at which somebody is reading the newest message
  var dialogo = uno("#dialogo");

  todos(".solo-js").forEach(function (algo) { algo.hidden = false; });

  /* -- the card is open where there is room -- */
  var ficha = uno("[data-ficha]");
  if (ficha && window.matchMedia("(min-width: 960px)").matches) { ficha.open = true; }

  /* -- the conversation keeps its place -- */
  var alFinal = function () { return dialogo.scrollHeight - dialogo.scrollTop - dialogo.clientHeight < CERCA; };
  var irAlFinal = function () { dialogo.scrollTop = dialogo.scrollHeight; };
  var antes = null;
  var ultima = function () { var lineas = todos(".linea time", dialogo); return lineas.length ? lineas[lineas.length - 1].dateTime : ""; };
  if (dialogo) {
    irAlFinal();
    window.addEventListener("load", irAlFinal);
    dialogo.addEventListener("scroll", function () { if (alFinal()) { uno("[data-nuevos]").hidden = true; } });
    uno("[data-nuevos] button").addEventListener("click", irAlFinal);
  }
  document.body.addEventListener("htmx:beforeSwap", function (evento) {
    var conFoco = document.activeElement;
    antes = {
      foco: conFoco && conFoco.id,
      final: dialogo && alFinal(),
      arriba: dialogo && dialogo.scrollTop,
      alto: dialogo && dialogo.scrollHeight,
      ultima: dialogo && ultima(),
      porArriba: evento.detail.elt && evento.detail.elt.hasAttribute("data-arriba"),
      respuesta: evento.detail.target && evento.detail.target.id === "responder"
    };
  });
  document.body.addEventListener("htmx:afterSettle", function () {
    if (!antes) { return; }
    var visto = antes;
    antes = null;
    if (dialogo) {
      if (visto.porArriba) { dialogo.scrollTop = visto.arriba + dialogo.scrollHeight - visto.alto; }
      else if (visto.final) { irAlFinal(); }
      else {
        dialogo.scrollTop = visto.arriba;
        if (ultima() !== visto.ultima) { uno("[data-nuevos]").hidden = false; }
      }
    }
    var perdido = visto.foco && document.activeElement === document.body && document.getElementById(visto.foco);
    if (perdido) { perdido.focus({ preventScroll: true }); }
    if (visto.respuesta) { prepararRespuesta(true); }
  });

  /* -- the answer: what is typed is not lost, one send is one message -- */
  var guardado = function (folio) { return "borrador:" + folio; };
  function prepararRespuesta(enviada) {
    var forma = uno("[data-borrador]");
    if (!forma) { return; }
    var texto = uno("textarea", forma), cuenta = uno("[data-cuenta]", forma), clave = guardado(forma.dataset.borrador);
    var contar = function () { cuenta.textContent = texto.value.length + " de " + texto.maxLength; };
    var mal = uno("[role=alert]", forma);
    if (enviada && !mal) { sessionStorage.removeItem(clave); }
    if (!texto.value) { texto.value = sessionStorage.getItem(clave) || ""; }
    todos(".solo-js", uno("#responder")).forEach(function (algo) { algo.hidden = false; });
    texto.addEventListener("input", function () { contar(); sessionStorage.setItem(clave, texto.value); });
    texto.addEventListener("keydown", function (evento) {
      if (evento.key === "Enter" && (evento.ctrlKey || evento.metaKey) && texto.value.trim()) {
        evento.preventDefault();
        forma.requestSubmit();
      }
    });
    todos("[data-rapida]").forEach(function (boton) {
      boton.addEventListener("click", function () {
        texto.setRangeText(boton.dataset.rapida, texto.selectionStart, texto.selectionEnd, "end");
        boton.closest("details").open = false;
        contar();
        sessionStorage.setItem(clave, texto.value);
        texto.focus();
      });
    });
    contar();
    if (enviada) { texto.focus({ preventScroll: true }); irAlFinal(); }
  }
  prepararRespuesta(false);
  document.body.addEventListener("submit", function (evento) {
    var boton = evento.target.matches("[hx-post]") ? null : evento.submitter;
    if (boton && evento.target.method === "post") {
      if (evento.target.dataset.enviada) { evento.preventDefault(); return; }
      evento.target.dataset.enviada = "1";
      window.setTimeout(function () { delete evento.target.dataset.enviada; }, 5000);
    }
  });

  /* -- keys -- */
  var escribe = function (algo) { return algo && algo.matches("input, textarea, select, [contenteditable]"); };
  var ayuda = uno("[data-dialogo]");
  var abrirAyuda = function () { if (ayuda && !ayuda.open) { ayuda.showModal(); } };
  todos("[data-ayuda]").forEach(function (boton) { boton.addEventListener("click", abrirAyuda); });
  var mover = function (paso) {
    var casos = todos("[data-caso]");
    if (!casos.length) { return; }
    var donde = casos.indexOf(document.activeElement);
    var nuevo = casos[donde < 0 ? (paso > 0 ? 0 : casos.length - 1) : Math.min(casos.length - 1, Math.max(0, donde + paso))];
    nuevo.focus();
    nuevo.closest("tr").scrollIntoView({ block: "nearest" });
  };
  var TECLAS = {
    j: function () { mover(1); }, ArrowDown: function () { mover(1); },
    k: function () { mover(-1); }, ArrowUp: function () { mover(-1); },
    "/": function () { var filtro = uno("[data-filtros] select"); if (filtro) { filtro.focus(); } },
    "?": abrirAyuda
  };
  document.addEventListener("keydown", function (evento) {
    var hacer = TECLAS[evento.key];
    var deFlecha = evento.key.indexOf("Arrow") === 0;
    if (!hacer || evento.ctrlKey || evento.metaKey || evento.altKey || escribe(evento.target) || (ayuda && ayuda.open)) { return; }
    if (deFlecha && !uno("[data-caso]")) { return; } // arrows scroll a conversation
    evento.preventDefault();
    hacer();
  });
})();
