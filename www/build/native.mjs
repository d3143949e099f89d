// Builds the native command line and answers with its path: as the tests build it, or for speed.
import { join } from 'node:path';
import { root } from './paths.mjs';
import { run } from './run.mjs';

/** @param {'dev' | 'release'} [profile] @returns {Promise<string>} */
export async function native(profile = 'dev') {
  await run('cargo', ['build', '--quiet', '--locked', '--profile', profile, '--features', 'cli', '--bin', 'tallele']);
  const folder = profile === 'dev' ? 'debug' : profile;
  return join(root, 'target', folder, process.platform === 'win32' ? 'tallele.exe' : 'tallele');
}
