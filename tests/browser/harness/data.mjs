// Names the folder of real data that specs read, and skips or fails what needs it where it is absent.
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { root } from '../../../www/build/paths.mjs';

const folder = resolve(root, process.env.TALLELE_DATA ?? '../shared/data');

/** @param {string} path inside the data folder */
export const data = (path) => join(folder, path);

/** For node:test's `skip`: a reason where a file is absent; with CI=true its absence is a failure. @param {...string} paths */
export function absent(...paths) {
  const missing = paths.filter((path) => !existsSync(data(path)));
  if (missing.length === 0) return false;
  const reason = `no ${missing.join(', ')} in ${process.env.TALLELE_DATA ?? '../shared/data'} (TALLELE_DATA)`;
  if (process.env.CI === 'true') throw new Error(reason);
  return reason;
}
