// Validate documents with Ajv in its default (strict) mode: node validate.mjs SCHEMA DOCUMENT...
import fs from "node:fs";
import Ajv2020 from "ajv/dist/2020.js";
import addFormats from "ajv-formats";

const [schema, ...documents] = process.argv.slice(2);
const ajv = new Ajv2020.default();
addFormats.default(ajv);
const validate = ajv.compile(JSON.parse(fs.readFileSync(schema, "utf8")));
for (const path of documents) {
  if (!validate(JSON.parse(fs.readFileSync(path, "utf8")))) {
    console.error(path, validate.errors.slice(0, 3));
    process.exitCode = 1;
  }
}
