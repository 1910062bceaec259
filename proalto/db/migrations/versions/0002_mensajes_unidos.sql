-- A thought that came in several bubbles is answered once: the later ones point to the first, which has the turn.
ALTER TABLE asistente.mensajes_entrantes ADD COLUMN unido_a text REFERENCES asistente.mensajes_entrantes (wamid);
CREATE INDEX mensajes_entrantes_unidos ON asistente.mensajes_entrantes (unido_a) WHERE unido_a IS NOT NULL;
