// Runs one program to its end: shows its output on stderr, fails with what was asked when it fails.
import { spawn } from 'node:child_process';
import { root } from './paths.mjs';

/**
 * @param {string} program
 * @param {string[]} args
 * @param {{ env?: Record<string, string>, cwd?: string, capture?: boolean, show?: boolean }} [options]
 *   capture: answer with stdout instead of showing it; show: let stdout through to stdout.
 * @returns {Promise<string>}
 */
export function run(program, args, { env, cwd = root, capture = false, show = false } = {}) {
  return new Promise((done, fail) => {
    const child = spawn(program, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', capture ? 'pipe' : show ? 'inherit' : 2, capture ? 'pipe' : 'inherit'],
      shell: process.platform === 'win32' && program === 'npm',
    });
    let out = '';
    let err = '';
    child.stdout?.setEncoding('utf8').on('data', (text) => {
      out += text;
    });
    child.stderr?.setEncoding('utf8').on('data', (text) => {
      err += text;
    });
    child.on('error', (cause) => fail(new Error(`${program} could not be started: ${cause.message}`, { cause })));
    child.on('close', (code, signal) => {
      if (code === 0) done(out);
      else fail(new Error(`${[program, ...args].join(' ')} ended with ${signal ?? code}\n${err}`.trim()));
    });
  });
}
