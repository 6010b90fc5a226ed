"""`python -m bot.cli`, where the script `kasuhara` is not on the path."""

import sys

from bot.cli import main

sys.exit(main())
