// Builds the native command line, in the profile that the tests use, and answers with its path.
import { join } from 'node:path';
import { root } from './paths.mjs';
import { run } from './run.mjs';

/** @param {'dev' | 'release'} [profile] @returns {Promise<string>} */
export async function native(profile = 'dev') {
  await run('cargo', ['build', '--quiet', '--locked', '--profile', profile, '--features', 'cli', '--bin', 'tallele']);
  return join(root, 'target', profile === 'dev' ? 'debug' : profile, process.platform === 'win32' ? 'tallele.exe' : 'tallele');
}
