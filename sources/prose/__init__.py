"""Reading prose: one script, sentences, figures and times, in Chinese and English.

Nothing here knows what a text is about; `sources.policy_text` and
`signals.claims` bring the words of their own subjects.
"""
