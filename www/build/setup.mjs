// Installs what is missing: npm packages, the pinned Rust toolchain with its wasm target, the glue generator.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './paths.mjs';
import { run } from './run.mjs';
import { say } from './say.mjs';

/** Are the packages that the lock file names installed, at its versions? */
function packagesAreInstalled() {
  const installed = join(root, 'node_modules/.package-lock.json');
  if (!existsSync(installed)) return false;
  const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
  const found = JSON.parse(readFileSync(installed, 'utf8')).packages;
  return Object.entries(wanted).every(
    ([path, { version, optional }]) => path === '' || (found[path] ? found[path].version === version : optional),
  );
}

async function installPackages() {
  if (packagesAreInstalled()) return;
  say('installing npm packages (npm ci)');
  await run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error']);
}

/** Reads the few plain keys of rust-toolchain.toml. */
function pinnedToolchain() {
  const text = readFileSync(join(root, 'rust-toolchain.toml'), 'utf8');
  const list = (key) => [...(text.match(new RegExp(`^${key} = \\[(.*)\\]`, 'm'))?.[1] ?? '').matchAll(/"([^"]+)"/g)];
  return {
    channel: text.match(/^channel = "([^"]+)"/m)?.[1] ?? '',
    components: list('components').map((match) => match[1]),
    targets: list('targets').map((match) => match[1]),
  };
}

async function installToolchain() {
  const { channel, components, targets } = pinnedToolchain();
  const sysroot = await run('rustc', ['--print', 'sysroot'], { capture: true }).then(
    (text) => text.trim(),
    () => null,
  );
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const parts = [`bin/rustfmt${suffix}`, `bin/cargo-clippy${suffix}`, 'lib/rustlib/src/rust/library/std'];
  const wanted = [...parts, ...targets.map((target) => `lib/rustlib/${target}/lib`)];
  if (sysroot && wanted.every((part) => existsSync(join(sysroot, part)))) return;
  say(`installing Rust ${channel} with ${[...components, ...targets].join(', ')} (rustup)`);
  const extra = [...components.flatMap((name) => ['-c', name]), ...targets.flatMap((name) => ['-t', name])];
  try {
    await run('rustup', ['toolchain', 'install', channel, '--profile', 'minimal', '--no-self-update', ...extra]);
  } catch (cause) {
    throw new Error('Rust is needed: install rustup from https://rustup.rs, then run this again.', { cause });
  }
}

export async function setup() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19))
    throw new Error(`Node 20.19 or newer is needed, this is ${process.version}.`);
  await installPackages();
  await installToolchain();
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await setup();
