"""`python -m alliance_docs` is the command `alliance`."""

from alliance_docs.cli import main

main()
