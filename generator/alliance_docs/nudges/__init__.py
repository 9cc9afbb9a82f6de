"""Gentle checks: questions about wordings and gaps, which never stop anything and are off on every published site.

What they mean is in `catalogue`, who asks them is `asking`. Whoever wants the one need not wait for the other: its patterns
take most of a second to make.
"""
