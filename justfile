# Short names for what is typed often; `just --list` shows them.

# lint, types and import direction
check:
    ruff format --check . && ruff check . && mypy && lint-imports

# the tests on both cores
test *args:
    pytest -n 2 {{args}}

# renew what is kept as a published result; review the diff
golden:
    for kind in strategy claims catalogue; do signals schema $kind > schema/$kind.json; done
    signals schema > schema/allocation-2.json
    signals allocate --sample --as-of 2024-02-16 --format json | python -m json.tool --no-ensure-ascii --indent 1 > schema/samples/2/allocation-2024-02-16.json
