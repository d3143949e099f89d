// Keeps the first part of a file whose download was interrupted, so that it goes on from there, also after a reload.

export type Part = {
  readonly blob: Blob;
  /** Bytes of the whole file, and when it was last changed: both must still hold for the rest to fit. */
  readonly total: number;
  readonly stamp: string;
};

const cacheName = 'tallele-parts';

/** Cache Storage wants addresses; these name no real place. */
function keyOf(url: string, start: number): string {
  return `https://parts.invalid/${encodeURIComponent(url)}/${start}`;
}

export async function readPart(url: string): Promise<Part | null> {
  if (!globalThis.caches) return null;
  const cache = await caches.open(cacheName);
  const blobs: Blob[] = [];
  let start = 0;
  let total = 0;
  let stamp = '';
  for (let piece = await cache.match(keyOf(url, 0)); piece; piece = await cache.match(keyOf(url, start))) {
    const blob = await piece.blob();
    blobs.push(blob);
    start += blob.size;
    total = Number(piece.headers.get('x-total'));
    stamp = piece.headers.get('x-stamp') ?? '';
  }
  return start > 0 && start < total ? { blob: new Blob(blobs), total, stamp } : null;
}

export async function addPart(url: string, start: number, { blob, total, stamp }: Part): Promise<void> {
  if (!globalThis.caches || blob.size === 0) return;
  const cache = await caches.open(cacheName);
  await cache.put(keyOf(url, start), new Response(blob, { headers: { 'x-total': String(total), 'x-stamp': stamp } }));
}

export async function dropParts(url: string): Promise<void> {
  if (!globalThis.caches) return;
  const cache = await caches.open(cacheName);
  const prefix = `https://parts.invalid/${encodeURIComponent(url)}/`;
  for (const { url: key } of await cache.keys()) if (key.startsWith(prefix)) await cache.delete(key);
}
