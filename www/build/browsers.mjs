// Finds an installed Chromium or Firefox, installs one where it may, and starts it for the specs and the command line.
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { run } from './run.mjs';
import { say } from './say.mjs';

const kinds = {
  chromium: {
    env: 'CHROME_PATH',
    commands: ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'],
    apps: [
      '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
      '/Applications/Chromium.app/Contents/MacOS/Chromium',
      'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
    ],
    debian: 'chromium',
    people: 'Chromium or Google Chrome',
  },
  firefox: {
    env: 'FIREFOX_PATH',
    commands: ['firefox-esr', 'firefox'],
    apps: ['/Applications/Firefox.app/Contents/MacOS/firefox', 'C:\\Program Files\\Mozilla Firefox\\firefox.exe'],
    debian: 'firefox-esr',
    people: 'Firefox',
  },
};

/** @typedef {keyof typeof kinds} BrowserName */

/** @param {BrowserName} name @returns {string | null} */
function find(name) {
  const { env, commands, apps } = kinds[name];
  const given = process.env[env];
  if (given) return given;
  const folders = (process.env.PATH ?? '').split(delimiter);
  return (
    [...commands.flatMap((command) => folders.map((folder) => join(folder, command))), ...apps].find((path) =>
      existsSync(path),
    ) ?? null
  );
}

/** The path of an installed browser; as root on Debian it is installed first. @param {BrowserName} name */
export async function browserPath(name) {
  const found = find(name);
  if (found) return found;
  const { debian, people, env } = kinds[name];
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    say(`installing ${debian} (apt-get)`);
    const quiet = { env: { DEBIAN_FRONTEND: 'noninteractive' } };
    await run('apt-get', ['update', '-qq'], quiet);
    await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', debian], quiet);
    const installed = find(name);
    if (installed) return installed;
  }
  throw new Error(
    `${people} is needed. Install it (Debian and Ubuntu, as root: apt-get install ${debian}), or say where it is with ${env}=/path/to/browser.`,
  );
}

const chromiumArgs = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** @param {BrowserName} name */
export async function launch(name) {
  const executablePath = await browserPath(name);
  const { chromium, firefox } = await import('playwright-core');
  if (name === 'firefox') return firefox.launch({ channel: 'moz-firefox', executablePath, headless: true });
  // Chromium's own sandbox refuses to run as root.
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return chromium.launch({ executablePath, headless: true, args: [...chromiumArgs, ...asRoot] });
}
