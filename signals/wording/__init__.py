"""What the product says.

Calls and figures: sentences by code, one TOML a domain, both languages side by
side, read by ``signals.words``. The program itself (errors, checks, help): English
where it arises, Chinese in ``zh.po``, read by `signals.wording.messages`.
"""
