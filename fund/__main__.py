"""The command line: python -m fund."""

from fund.cli.app import main

main()
