// Reads the published schema of the report, and closes it so that a test sees fields that nobody wrote down.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { www } from '../../www/build/paths.mjs';

export function reportSchema() {
  return JSON.parse(readFileSync(join(www, 'public/schema/report-1.json'), 'utf8'));
}

/** The same schema without room for fields that it does not name. Readers leave that room; a test of the writer does not. */
export function closedSchema(schema) {
  if (Array.isArray(schema)) return schema.map(closedSchema);
  if (typeof schema !== 'object' || schema === null) return schema;
  const parts = Object.entries(schema).map(([key, value]) => [key, closedSchema(value)]);
  const closed = Object.fromEntries(parts);
  return schema.type === 'object' && 'properties' in schema ? { ...closed, additionalProperties: false } : closed;
}
