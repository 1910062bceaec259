"""`make conversaciones`: what is wrong in the YAML that conversation designers edit, said in their words.

It reads text and the source of `actions/`; it imports neither Rasa nor the product's code, so it answers at once.
"""
