"""The plan: what a person's diary says about today. A safe state machine, worked out anew from all entries each time.

`tables` holds every rule as data, `fold` goes through the diary by them and keeps a `state`, `check` says what cannot be written into it,
`today` says what is to be done today and why, `order` which cause comes first, `words` says it in sentences. Nothing here measures,
diagnoses or remembers anything by itself.
"""

from chairpi.programme.plan.check import check
from chairpi.programme.plan.order import ChairSaw
from chairpi.programme.plan.tables import Stage
from chairpi.programme.plan.today import Advice, Ask, Today, today

__all__ = ["Advice", "Ask", "ChairSaw", "Stage", "Today", "check", "today"]
