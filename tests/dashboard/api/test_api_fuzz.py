"""The whole document, held against the dashboard with requests that nobody thought of."""

from __future__ import annotations

import hypothesis
import schemathesis
from schemathesis.checks import CHECKS

from chairpi.dashboard.api.document import openapi

N_EXAMPLES = 30

CANNOT_BE_SAID = {
    # That "to" comes after "from", and by how much at most, is a matter of both: a schema cannot say it.
    "getDays": {"positive_data_acceptance"},
    "getMinutes": {"positive_data_acceptance"},
}
"""Checks of an operation that ask for more than a document can say."""

# The stream has no end; tests of its own read it.
document = schemathesis.openapi.from_dict(openapi()).exclude(operation_id="followLive")
document.config.generation.update(with_security_parameters=False)  # a cookie beside the key would make a browser of it


@document.parametrize()
@hypothesis.settings(
    max_examples=N_EXAMPLES,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=list(hypothesis.HealthCheck),
)
def test_no_request_finds_a_fault_or_an_answer_that_is_not_described(case, program):
    case.operation.schema.app = program.dashboard.app  # this test's own chair
    program.dashboard.parts.tries.clear("key")  # keys that were guessed before count no longer
    left_out = CANNOT_BE_SAID.get(case.operation.definition.raw["operationId"], set())

    case.call_and_validate(
        app=program.dashboard.app,
        headers=program.headers | {"Accept-Encoding": "identity"},
        excluded_checks=[CHECKS.get_one(name) for name in sorted(left_out)],
    )
