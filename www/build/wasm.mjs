// Builds the engine twice from one source, www/pkg (one thread, SIMD) and www/pkg-threads (shared memory, SIMD), and beside it
// the labs' module, www/pkg-labs (one thread, SIMD).
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { cache, root, www } from './paths.mjs';
import { run } from './run.mjs';
import { say } from './say.mjs';
import { setup } from './setup.mjs';
import { whenChanged } from './stamp.mjs';

const target = 'wasm32-unknown-unknown';
/** Most memory a shared build may grow to. A shared memory has to state it, and phones refuse to reserve much more. */
const maxMemoryBytes = 1 << 30;
const inputs = ['src', 'Cargo.toml', 'Cargo.lock', 'rust-toolchain.toml', 'www/build/bindgen', 'www/build/wasm.mjs'];

// Functions are inlined where they are small, or say so (#[inline]): the compiler's own measure makes the engine a twentieth
// larger to download, and nothing faster that the benchmark measures.
const inlining = '-C llvm-args=--inline-threshold=60';

const variants = {
  single: {
    out: 'pkg',
    cargo: ['--features', 'wasm'],
    rustflags: ['-C target-feature=+simd128', inlining],
    env: {},
  },
  threads: {
    out: 'pkg-threads',
    // The standard library is built again with atomics; on a stable compiler that takes RUSTC_BOOTSTRAP.
    cargo: ['--features', 'threads', '-Z', 'build-std=panic_abort,std', '-Z', 'build-std-features=optimize_for_size'],
    // `+atomics` alone no longer makes the memory shared: each link argument is needed (without --max-memory it cannot grow).
    rustflags: [
      '-C target-feature=+simd128,+atomics,+bulk-memory',
      inlining,
      '-C link-arg=--shared-memory',
      '-C link-arg=--import-memory',
      `-C link-arg=--max-memory=${maxMemoryBytes}`,
      ...['__wasm_init_tls', '__tls_size', '__tls_align', '__tls_base'].map((name) => `-C link-arg=--export=${name}`),
    ],
    env: { RUSTC_BOOTSTRAP: '1' },
  },
  labs: {
    out: 'pkg-labs',
    // The same dependencies, built once.
    like: 'single',
    glue: 'labs',
    cargo: ['--features', 'labs'],
    rustflags: ['-C target-feature=+simd128', inlining],
    env: {},
  },
};

/** The engine's two with what only the bench asks for. */
for (const name of ['single', 'threads']) {
  const { cargo } = variants[name];
  variants[`measure-${name}`] = {
    ...variants[name],
    out: `../target/web/measure-${name}`,
    cargo: [...cargo, '--features', 'measure'],
  };
}

/** The glue generator, built from the lock file so that its version is the crate's. */
async function bindgen(input, out, name) {
  await run('cargo', ['build', '--quiet', '--locked', '-p', 'bindgen']);
  await run(join(root, 'target/debug', process.platform === 'win32' ? 'bindgen.exe' : 'bindgen'), [input, out, name]);
}

/** wasm-bindgen-rayon's helper imports the folder of its package, which only a package.json would resolve. */
function nameGlueInSnippets(out) {
  const snippets = join(out, 'snippets');
  if (!existsSync(snippets)) return;
  for (const folder of readdirSync(snippets)) {
    const file = join(snippets, folder, 'src/workerHelpers.js');
    if (!existsSync(file)) continue;
    const text = readFileSync(file, 'utf8');
    const named = text.replace("import('../../..')", "import('../../../engine.js')");
    if (named === text) throw new Error(`${file} no longer imports '../../..': look at wasm-bindgen-rayon's changes.`);
    writeFileSync(file, named);
  }
}

async function buildVariant(name, dev) {
  const { out, glue = 'engine', like, cargo, rustflags, env } = variants[name];
  const targetDir = join(root, 'target', `wasm-${like ?? name.replace('measure-', '')}${dev ? '-dev' : ''}`);
  say(`building ${glue === 'engine' ? 'the engine' : 'the module'}, ${name}${dev ? ', quick' : ''}`);
  await run(
    'cargo',
    [
      'build',
      '--release',
      '--locked',
      '--lib',
      '--no-default-features',
      '--target',
      target,
      '--target-dir',
      targetDir,
      ...cargo,
    ],
    {
      env: {
        ...env,
        CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS: rustflags.join(' '),
        ...(dev ? { CARGO_PROFILE_RELEASE_LTO: 'off', CARGO_PROFILE_RELEASE_CODEGEN_UNITS: '16' } : {}),
      },
    },
  );
  // Of this process alone: two scripts may build at a time.
  const fresh = join(cache, `${name}-${process.pid}`);
  rmSync(fresh, { recursive: true, force: true });
  await bindgen(join(targetDir, target, 'release/tallele.wasm'), fresh, glue);
  nameGlueInSnippets(fresh);
  // Without a feature flag wasm-opt reads the file's own target features; --all-features writes what browsers refuse.
  const wasm = join(fresh, `${glue}_bg.wasm`);
  if (!dev) await run(process.execPath, [join(root, 'node_modules/binaryen/bin/wasm-opt'), wasm, '-O3', '-o', wasm]);
  rmSync(join(www, out), { recursive: true, force: true });
  renameSync(fresh, join(www, out));
}

/** @param {{ variant?: 'single' | 'threads' | 'labs' | 'all' | 'measure', dev?: boolean }} [options] */
export async function wasm({ variant = 'all', dev = false } = {}) {
  const several = { all: ['single', 'threads', 'labs'], measure: ['measure-single', 'measure-threads'] };
  for (const name of several[variant] ?? [variant]) {
    const what = {
      inputs: [...inputs, dev ? 'dev' : 'release'],
      outputs: [`www/${variants[name].out}/${variants[name].glue ?? 'engine'}_bg.wasm`],
    };
    await whenChanged(`wasm-${name}`, what, () => buildVariant(name, dev));
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { values } = parseArgs({
    options: { variant: { type: 'string', default: 'all' }, dev: { type: 'boolean', default: false } },
  });
  const names = ['single', 'threads', 'labs', 'all'];
  if (!names.includes(values.variant)) throw new Error(`--variant is one of ${names.join(', ')}`);
  await setup();
  await wasm(values);
}
