// Remembers what a person said of a file, by a fingerprint that says nothing of the file to anyone who has not got it.
import type { InputFile } from '../shared/protocol.ts';
import type { Absent } from '../shared/report.ts';
import type { AnswersPort } from './ports.ts';

const key = 'tallele-answers';
/** Older answers go when there are more. */
const most = 200;
const lookedAtBytes = 64 << 10;

/** A hash over length, name, beginning and end: a long file is not read for it. Null where the browser cannot hash. */
async function fingerprint({ name, blob }: InputFile): Promise<string | null> {
  // Only there in secure contexts.
  const subtle: SubtleCrypto | undefined = globalThis.crypto?.subtle;
  if (!subtle) return null;
  const parts = [`${blob.size}\n${name}\n`, blob.slice(0, lookedAtBytes), blob.slice(-lookedAtBytes)];
  const hash = await subtle.digest('SHA-256', await new Blob(parts).arrayBuffer());
  return [...new Uint8Array(hash)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

const isAnswer = (value: unknown): value is Absent => value === 'missing' || value === 'hom-ref';

function read(): [string, Absent][] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(key) ?? '[]');
    return Array.isArray(kept) ? kept.filter((one) => Array.isArray(one) && isAnswer(one[1])) : [];
  } catch {
    // No storage, or not ours.
    return [];
  }
}

export class Answers implements AnswersPort {
  async recall(file: InputFile): Promise<Absent | null> {
    const print = await fingerprint(file).catch(() => null);
    return read().find(([kept]) => kept === print)?.[1] ?? null;
  }

  async keep(file: InputFile, absent: Absent): Promise<void> {
    const print = await fingerprint(file).catch(() => null);
    if (print === null) return;
    const others = read().filter(([kept]) => kept !== print);
    try {
      localStorage.setItem(key, JSON.stringify([...others, [print, absent]].slice(-most)));
    } catch {
      // The question is asked again then.
    }
  }
}
