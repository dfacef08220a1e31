"""The command line: python -m fund."""

import gc

# importing makes hundreds of thousands of objects that stay: looking for rubbish among them after
# every 700, as Python does, is a seventh of what a command costs
gc.set_threshold(100_000, 20, 20)

from fund.cli.app import main  # noqa: E402

main()
