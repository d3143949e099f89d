// Says what a script is doing, on stderr: stdout belongs to results.

/** @param {string} text */
export function say(text) {
  process.stderr.write(`tallele: ${text}\n`);
}
