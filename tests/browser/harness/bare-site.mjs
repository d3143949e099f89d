// Bundles and serves the bare page of ../page.
import { mkdtempSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cache } from '../../../www/build/paths.mjs';
import { serve } from '../../../www/build/serve.mjs';
import { bundleSite } from '../../../www/build/site.mjs';

/** @param {{ isolation?: boolean, hostsFile?: string }} [options] */
export async function startBareSite({ isolation = true, hostsFile } = {}) {
  mkdirSync(cache, { recursive: true });
  const dir = mkdtempSync(join(cache, 'bare-'));
  await bundleSite({ root: fileURLToPath(new URL('../page', import.meta.url)), outDir: dir, hostsFile });
  const { url, close } = await serve({ dir, isolation, hostsFile });
  return {
    url,
    async close() {
      await close();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
