// Keeps the first part of a file whose download was interrupted, so that it goes on from there, also after a reload.
import { openCache } from './open-cache.ts';

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
  const cache = await openCache(cacheName);
  if (!cache) return null;
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
  // Without a stamp nobody can tell later whether the rest belongs to it.
  if (blob.size === 0 || stamp === '') return;
  const cache = await openCache(cacheName);
  const kept = new Response(blob, { headers: { 'x-total': String(total), 'x-stamp': stamp } });
  // A full disk costs the chance to go on from here, not the download.
  await cache?.put(keyOf(url, start), kept).catch(() => {});
}

export async function dropParts(url: string): Promise<void> {
  const cache = await openCache(cacheName);
  if (!cache) return;
  const prefix = `https://parts.invalid/${encodeURIComponent(url)}/`;
  for (const { url: key } of await cache.keys()) if (key.startsWith(prefix)) await cache.delete(key);
}
