#!/usr/bin/env bash
# Try the published schema on what report generators are written with: a strict validator and three type generators.
#
#   tools/schema_consumers/try.sh [WORK]
#
# Needs node, npm and python3. Ajv must take the schema in its default mode and every published sample with it;
# each generator must write types that compile, name each part once (no Text1, Text2), and, in Python, read a sample.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
work=${1:-$(mktemp -d)}
mkdir -p "$work"
cp "$here/package.json" "$here/validate.mjs" "$work/"
cp "$root/schema/allocation-2.json" "$work/allocation_document.json"
cd "$work"
npm install --silent --no-audit --no-fund

echo "ajv: default mode, every sample of version 2"
node validate.mjs allocation_document.json "$root"/schema/samples/2/*.json

numbered() { # a part that a generator had to name twice
  grep -E '^(export (type|interface|enum)|class) [A-Z][A-Za-z]*[0-9]+\b' "$1" && return 1 || return 0
}

echo "json-schema-to-typescript"
npx json2ts -i allocation_document.json -o json2ts.ts
numbered json2ts.ts

echo "quicktype"
npx quicktype -s schema allocation_document.json -l typescript --just-types -o quicktype.ts
numbered quicktype.ts
npx tsc --noEmit --strict json2ts.ts quicktype.ts

echo "datamodel-code-generator"
[ -x python/bin/datamodel-codegen ] || { python3 -m venv python && python/bin/pip install --quiet 'datamodel-code-generator==0.89.0'; }
python/bin/datamodel-codegen --input allocation_document.json --input-file-type jsonschema \
  --output-model-type pydantic_v2.BaseModel --formatters builtin --output models.py
numbered models.py
python/bin/python - "$root"/schema/samples/2/*.json <<'PYTHON'
import json
import pathlib
import sys

sys.path.insert(0, ".")
from models import AllocationDocument

for path in sys.argv[1:]:
    AllocationDocument.model_validate(json.loads(pathlib.Path(path).read_text(encoding="utf-8")))
PYTHON
echo "the schema is taken by all of them"
