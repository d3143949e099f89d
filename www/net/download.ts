// Downloads one whole file: from the cache where it is kept, else from the network, with progress, cancel and resume.
import { ScorerError } from '../shared/scorer-error.ts';
import type { Ledger } from './ledger.ts';
import { openCache } from './open-cache.ts';
import { addPart, dropParts, type Part, readPart } from './parts.ts';
import { asError, request } from './request.ts';

export type DownloadWanted = {
  readonly url: string;
  readonly purpose: string;
  readonly ledger: Ledger;
  /** What the shelf knows of the file; a file that differs is refused. */
  readonly bytes?: number;
  readonly sha256?: string;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: (done: number, total: number | null) => void;
};

export type Downloaded = {
  readonly blob: Blob;
  readonly from: 'network' | 'cache';
  readonly verified: 'sha256' | 'length' | 'none';
};

const cacheName = 'tallele-downloads';
/** What an interruption can lose. */
const pieceBytes = 4 << 20;
const waitsMs = [500, 2000];

export async function download(wanted: DownloadWanted): Promise<Downloaded> {
  const kept = await fromCache(wanted);
  if (kept) return kept;
  for (let attempt = 0; ; attempt++) {
    try {
      const { blob, lengthKnown } = await readAll(wanted);
      const verified = (await verify(blob, wanted)) ?? (lengthKnown ? 'length' : 'none');
      await keepWhole(wanted.url, blob);
      return { blob, from: 'network', verified };
    } catch (error) {
      const wait = waitsMs[attempt];
      if (!(error instanceof ScorerError) || error.code !== 'network' || wait === undefined) throw error;
      await new Promise((done) => setTimeout(done, wait));
    }
  }
}

/** Keeps a file for the next time. A full disk, or a browser that keeps nothing, is no reason to lose what has arrived. */
async function keepWhole(url: string, blob: Blob): Promise<void> {
  try {
    const cache = await openCache(cacheName);
    await cache?.put(url, new Response(blob));
  } catch {
    // It is downloaded again then.
  }
}

async function fromCache(wanted: DownloadWanted): Promise<Downloaded | null> {
  const cache = await openCache(cacheName);
  const kept = await cache?.match(wanted.url);
  if (!kept) return null;
  const blob = await kept.blob();
  try {
    const verified = (await verify(blob, wanted)) ?? 'none';
    const entry = wanted.ledger.begin({ method: 'GET', url: wanted.url, purpose: wanted.purpose });
    entry.end({ status: 200, from: 'cache' });
    wanted.onProgress?.(blob.size, blob.size);
    return { blob, from: 'cache', verified };
  } catch {
    // The shelf has a newer one.
    await cache?.delete(wanted.url);
    return null;
  }
}

async function verify(blob: Blob, { url, bytes, sha256 }: DownloadWanted): Promise<'sha256' | 'length' | null> {
  const name = new URL(url).pathname.split('/').at(-1);
  if (bytes !== undefined && blob.size !== bytes) {
    throw new ScorerError('download-wrong-length', {}, `${name} has ${blob.size} bytes, not ${bytes}. Try again.`);
  }
  // Without a secure context there is no digest; the answer then says that only the length was looked at.
  if (sha256 === undefined || !globalThis.crypto?.subtle) return bytes === undefined ? null : 'length';
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', await blob.arrayBuffer()));
  const found = [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  if (found === sha256.toLowerCase()) return 'sha256';
  throw new ScorerError('download-wrong-hash', {}, `${name} is not the file the shelf names. Try again.`);
}

/** Where a response starts in the file, how long the file is, and its date; all of it readable across origins. */
function extentOf(response: Response): { start: number; total: number | null; stamp: string } {
  const stamp = response.headers.get('Last-Modified') ?? response.headers.get('ETag') ?? '';
  const length = response.headers.get('Content-Length');
  const range = /^bytes (\d+)-\d+\/(\d+)$/.exec(response.headers.get('Content-Range') ?? '');
  if (response.status !== 206) return { start: 0, total: length === null ? null : Number(length), stamp };
  return range ? { start: Number(range[1]), total: Number(range[2]), stamp } : { start: -1, total: null, stamp };
}

async function openAt(wanted: DownloadWanted, part: Part | null) {
  if (!part) return { ...(await request(wanted)), part: null };
  try {
    const { response, entry } = await request({ ...wanted, fromByte: part.blob.size });
    const { start, total, stamp } = extentOf(response);
    // Across origins Content-Range may be hidden: then the length of the rest has to fit.
    const rest = Number(response.headers.get('Content-Length'));
    const fits = start === part.blob.size ? total === part.total : start === -1 && part.blob.size + rest === part.total;
    if (response.status === 206 && fits && stamp !== '' && stamp === part.stamp) return { response, entry, part };
    if (response.status === 200) return { response, entry, part: null };
    entry.end({ status: response.status, state: 'cancelled' });
    await response.body?.cancel();
  } catch (error) {
    if (wanted.signal?.aborted) throw error;
  }
  // The file has changed, or the host does not serve parts: from the start.
  return { ...(await request(wanted)), part: null };
}

async function readAll(wanted: DownloadWanted): Promise<{ blob: Blob; lengthKnown: boolean }> {
  const { url, signal, onProgress } = wanted;
  const { response, entry, part } = await openAt(wanted, await readPart(url));
  if (!part) await dropParts(url);
  const extent = extentOf(response);
  const total = part ? part.total : extent.total;
  const pieces: Blob[] = part ? [part.blob] : [];
  let kept = part?.blob.size ?? 0;
  let done = kept;
  let waiting: Uint8Array<ArrayBuffer>[] = [];
  const keep = async () => {
    const blob = new Blob(waiting);
    waiting = [];
    pieces.push(blob);
    if (total !== null) await addPart(url, kept, { blob, total, stamp: extent.stamp });
    kept += blob.size;
  };
  try {
    const reader = response.body?.getReader();
    for (let read = await reader?.read(); read && !read.done; read = await reader?.read()) {
      waiting.push(read.value);
      done += read.value.byteLength;
      entry.received(read.value.byteLength);
      onProgress?.(done, total);
      if (done - kept >= pieceBytes) await keep();
    }
  } catch (error) {
    await keep();
    entry.end({ status: response.status, state: signal?.aborted ? 'cancelled' : 'failed' });
    throw asError(error, url, signal);
  }
  await keep();
  entry.end({ status: response.status });
  const blob = new Blob(pieces);
  await dropParts(url);
  // A host that sends .gz "encoded" has it unpacked on the way, and its length is not the body's.
  const unpacked = url.endsWith('.gz') && !(await isGzip(blob));
  if (total !== null && !unpacked && blob.size !== total) {
    throw new ScorerError('network', {}, `Only ${blob.size} of ${total} bytes arrived. Try again.`);
  }
  return { blob, lengthKnown: total !== null && !unpacked };
}

async function isGzip(blob: Blob): Promise<boolean> {
  const [first, second] = new Uint8Array(await blob.slice(0, 2).arrayBuffer());
  return first === 0x1f && second === 0x8b;
}
