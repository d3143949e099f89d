// Starts a browser, opens pages in it, and holds each page to what must never happen on any of them.
import assert from 'node:assert/strict';
import { launch } from '../../../www/build/browsers.mjs';

/** CSP violations in the page itself; those in workers come as console errors. */
function listenForViolations() {
  const found = [];
  Object.assign(globalThis, { policyViolations: found });
  addEventListener('securitypolicyviolation', (event) => found.push(`${event.violatedDirective} ${event.blockedURI}`));
}

/** Watches what a page requests and complains of. */
function watch(page, origin, allowed) {
  const requests = [];
  const complaints = [];
  page.on('request', (request) => {
    const url = request.url();
    if (!/^https?:/.test(url)) return;
    requests.push({ method: request.method(), url, body: request.postDataBuffer()?.length ?? 0 });
  });
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  return {
    requests,
    complaints,
    /** Nothing left the origin, nothing had a body, no policy was violated, nothing was complained of. */
    async assertQuiet({ ignore = /^$/ } = {}) {
      const off = requests.filter(({ url }) => ![origin, ...allowed].includes(new URL(url).origin));
      assert.deepEqual(off, [], 'requests to other origins');
      assert.deepEqual(
        requests.filter(({ method, body }) => body > 0 || !['GET', 'HEAD'].includes(method)),
        [],
        'requests with a body',
      );
      assert.deepEqual(await page.evaluate(() => globalThis.policyViolations), [], 'violations of the policy');
      assert.deepEqual(
        complaints.filter((text) => !ignore.test(text)),
        [],
        'errors in the console',
      );
    },
  };
}

/**
 * Launches `name`, runs `work`, closes it.
 * @param {'chromium' | 'firefox'} name
 * @param {(tools: { open: (url: string, options?: { allowed?: string[], context?: object, scripts?: (() => void)[] }) => Promise<any> }) => Promise<void>} work
 *   open: a page in a context of its own, with `watched` (requests, complaints, assertQuiet) and `context`.
 */
export async function withBrowser(name, work) {
  const browser = await launch(name);
  try {
    const open = async (url, { allowed = [], context: options = {}, scripts = [] } = {}) => {
      const context = await browser.newContext(options);
      const page = await context.newPage();
      for (const script of [listenForViolations, ...scripts]) await page.addInitScript(script);
      const watched = watch(page, new URL(url).origin, allowed);
      await page.goto(url);
      return { page, context, watched };
    };
    await work({ open });
  } finally {
    await browser.close();
  }
}

/** The browsers that specs run in; TALLELE_BROWSERS=chromium takes one alone. */
export const browsers = (process.env.TALLELE_BROWSERS ?? 'chromium,firefox').split(',');
