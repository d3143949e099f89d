// Names the folders that the build scripts share.
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
export const www = join(root, 'www');
export const dist = join(www, 'dist');
export const samples = join(www, 'public/samples');
/** What the scripts keep between runs; under cargo's own folder, so that `cargo clean` clears it. */
export const cache = join(root, 'target/web');
