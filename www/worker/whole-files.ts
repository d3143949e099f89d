// Reads files whole where they are small enough: one read serves the engine and the hash, which the browser computes beside.
import type { StoredFile } from '../shared/engine-module.ts';

/**
 * Longer files are left to the engine, which reads and hashes them piece by piece. A shorter one costs a third of the time
 * when it is read at once, and is held in memory outside the engine's only while it is worked on.
 */
const mostBytes = 64 << 20;

export class WholeFiles {
  #hashing = new Set<Promise<void>>();

  /** Reads the file and begins to hash it: `sha256` is filled in when it is there, and stays null where it cannot be had. */
  async read(blob: Blob): Promise<StoredFile> {
    const stored: StoredFile = { bytes: null, sha256: null };
    if (blob.size > mostBytes) return stored;
    try {
      stored.bytes = new Uint8Array(await blob.arrayBuffer());
    } catch {
      // The engine tries again by itself, and says what is wrong with the file.
      return stored;
    }
    // Only there in secure contexts.
    const subtle: SubtleCrypto | undefined = globalThis.crypto?.subtle;
    if (!subtle) return stored;
    const hashing = subtle
      .digest('SHA-256', stored.bytes as Uint8Array<ArrayBuffer>)
      .then((hash) => {
        stored.sha256 = [...new Uint8Array(hash)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
      })
      .catch(() => {})
      .finally(() => this.#hashing.delete(hashing));
    this.#hashing.add(hashing);
    return stored;
  }

  /** When every hash begun is there or has been given up. */
  async hashed(): Promise<void> {
    await Promise.all(this.#hashing);
  }
}
