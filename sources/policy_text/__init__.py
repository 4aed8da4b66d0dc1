"""Policy events out of text: dated sentences in, typed events out.

The package knows the language and is handed the taxonomy; it reads no
configuration and no clock.
"""
