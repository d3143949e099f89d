// Installs what is missing, builds what has changed, serves the page on loopback and opens it on the sample person. `--port N`, `--no-open`.
import { spawn } from 'node:child_process';
import { parseArgs } from 'node:util';
import { build } from './build.mjs';
import { say } from './say.mjs';
import { serve } from './serve.mjs';

const { values } = parseArgs({
  options: { port: { type: 'string', default: '8080' }, 'no-open': { type: 'boolean', default: false } },
});
await build();
const { url } = await serve({ port: Number(values.port) }).catch((error) => {
  if (error.code !== 'EADDRINUSE') throw error;
  say(`port ${values.port} is taken, taking another`);
  return serve();
});
const onSample = new URL('?sample', url).href;
say(`the page is on ${url} (Ctrl+C ends it)`);
say(`the same on the sample person: ${onSample}`);

const opener = { darwin: 'open', win32: 'explorer' }[process.platform] ?? 'xdg-open';
const hasScreen = process.platform !== 'linux' || process.env.DISPLAY || process.env.WAYLAND_DISPLAY;
if (process.stdout.isTTY && hasScreen && !values['no-open'] && process.env.CI !== 'true') {
  spawn(opener, [onSample], { stdio: 'ignore', detached: true })
    .on('error', () => {})
    .unref();
}
