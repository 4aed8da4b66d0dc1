# Short names for what is typed often; `just --list` shows them.

# lint, types and import direction
check:
    ruff format --check . && ruff check . && mypy && lint-imports

# the suite on both cores, in three minutes
test *args:
    pytest -n 2 -m "not slow" {{args}}

# what walks guides, kills processes or tries very many cases
slow *args:
    pytest -n 2 -m slow {{args}}

# renew what is kept as a published result; review the diff
golden:
    for kind in strategy claims catalogue; do signals schema $kind > schema/$kind.json; done
    signals schema > schema/allocation-2.json
    signals allocate --sample --as-of 2024-02-16 --format json | python -m json.tool --no-ensure-ascii --indent 1 > schema/samples/2/allocation-2024-02-16.json
    for strategy in hstech nasdaq; do for day in 2024-01-12 2024-02-16 2024-02-20; do signals allocate --sample --strategy $strategy --as-of $day --facts used --format json > tests/golden/$strategy-$day.json; done; done

# the suite with branch coverage
coverage:
    pytest -n 2 -m "not slow" --cov --cov-report=term:skip-covered

# the Chinese of errors and help: add what is new, drop what nobody says (then translate by hand)
messages:
    python -m tools.messages
