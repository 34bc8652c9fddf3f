"""`python -m trueup`."""

from trueup.cli.main import main

main()
