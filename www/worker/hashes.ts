// Has the browser hash files beside the engine's own work: it does so on another thread, and several times as fast as wasm.
import type { KnownHash } from '../shared/engine-module.ts';

/** The browser hashes a file only whole, in memory outside the engine's; longer ones are left to the engine, piece by piece. */
const mostBytes = 64 << 20;

export class Hashes {
  #running = new Set<Promise<void>>();

  /** Begins; the answer is filled in when the hash is there, and stays null where the browser could not give it. */
  begin(blob: Blob): KnownHash {
    const known: KnownHash = { sha256: null };
    // Only there in secure contexts.
    const subtle: SubtleCrypto | undefined = globalThis.crypto?.subtle;
    if (!subtle || blob.size > mostBytes) return known;
    const running = blob
      .arrayBuffer()
      .then((bytes) => subtle.digest('SHA-256', bytes))
      .then((hash) => {
        known.sha256 = [...new Uint8Array(hash)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
      })
      // The engine hashes it then, and says what is wrong with the file.
      .catch(() => {})
      .finally(() => this.#running.delete(running));
    this.#running.add(running);
    return known;
  }

  /** When every hash begun is there or has been given up. */
  async settled(): Promise<void> {
    await Promise.all(this.#running);
  }
}
