// Reads a saved report and checks it: what is shown of it has to be what was saved.
import { reopen as words } from '../messages/en/reopen.ts';
import type { Report } from '../shared/report.ts';
import { ScorerError } from '../shared/scorer-error.ts';
import type { Place } from '../shared/scorer-error.ts';
import { jsonFault } from './json-fault.ts';
import { reportShape } from './report-shape.ts';
import { Misshapen } from './shape.ts';

/** Texts end about here in browsers. */
const mostBytes = 400_000_000;
const schema = 1;

/** Throws a ScorerError: `report-corrupt` or `report-newer`, with its place. */
export async function readReport(name: string, blob: Blob): Promise<Report> {
  const corrupt = (text: string, place: Place = {}): ScorerError =>
    new ScorerError('report-corrupt', { input: name, ...place }, text);
  if (blob.size > mostBytes) throw corrupt(words.errors.tooLarge);
  const json = await blob.text();
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    throw corrupt(words.errors.notJson, jsonFault(json));
  }
  if (typeof value !== 'object' || value === null || !('tallele' in value) || !('schema' in value))
    throw corrupt(words.errors.notReport);
  if (typeof value.schema === 'number' && Number.isInteger(value.schema) && value.schema > schema)
    throw new ScorerError('report-newer', { input: name, field: 'schema' }, words.errors.newer(value.schema));
  try {
    reportShape(value, '');
  } catch (thrown) {
    if (!(thrown instanceof Misshapen)) throw thrown;
    throw corrupt(words.errors.misshapen(thrown.at), { field: thrown.at });
  }
  return value as unknown as Report;
}
