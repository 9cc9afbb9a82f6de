"""alliance-docs keeps the agreements people design together: YAML in Git becomes a site that shows what changed."""

__version__ = "0.1.0"
