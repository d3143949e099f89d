// Validates reports against the published schema: `node validate.mjs REPORT…`. A field that the schema does not name is a fault.
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { closedSchema, reportSchema } from './schema.mjs';
import Ajv from 'ajv/dist/2020.js';

const validate = new Ajv.default({ allErrors: true, strict: true, allowUnionTypes: true }).compile(
  closedSchema(reportSchema()),
);
let valid = 0;
for (const path of process.argv.slice(2)) {
  if (validate(JSON.parse(readFileSync(path, 'utf8')))) valid += 1;
  else
    for (const { instancePath, message, params } of validate.errors ?? [])
      console.log(`${basename(path)} ${instancePath}: ${message} ${JSON.stringify(params)}`);
}
console.log(`${valid} of ${process.argv.length - 2} are valid`);
process.exitCode = valid === process.argv.length - 2 && valid > 0 ? 0 : 1;
