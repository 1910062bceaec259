"""Files that customers send: looked into by a child process that may do nothing else, and cleaned.

inspeccion.py and paginas.py are the doors, on the parent's side: they never decode. revisor.py is the child, and what
it imports (imagen.py, pdf.py, ...) runs nowhere else.
"""
