// Takes pictures of every view of the built page with the real engine: `node tests/screens/real.mjs [name…]`, after a build.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { launch } from '../../www/build/browsers.mjs';
import { startBuiltPage } from '../browser/harness/built-page.mjs';
import { startMirror } from '../browser/harness/mirror.mjs';
import { scenes, sizes, useColours } from '../browser/harness/scenes.mjs';

const out = fileURLToPath(new URL('out/real', import.meta.url));
mkdirSync(out, { recursive: true });
const wanted = process.argv.slice(2);
const mirror = await startMirror();
const site = await startBuiltPage({ hostsFile: mirror.hostsFile });
const browser = await launch(process.env.TALLELE_BROWSERS ?? 'chromium');
try {
  const page = await browser.newPage({ viewport: sizes[0] });
  await page.goto(site.url);
  for (const [name, act] of Object.entries(scenes)) {
    await page.setViewportSize(sizes[0]);
    await act(page);
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    for (const size of sizes) {
      await page.setViewportSize(size);
      for (const theme of ['dark', 'light']) {
        await useColours(page, theme);
        await page.waitForTimeout(250);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        if (wide > 0) console.log(`${name} ${size.width}: scrolls ${wide} px sideways`);
        await page.screenshot({ path: join(out, `${name}-${size.width}-${theme}.png`), fullPage: true });
      }
    }
    if (name === 'score' || name === 'results')
      writeFileSync(join(out, `${name}.pdf`), await page.pdf({ format: 'A4' }));
  }
} finally {
  await browser.close();
  await site.close();
  await mirror.close();
}
