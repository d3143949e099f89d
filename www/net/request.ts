// Makes the page's requests, and is the only place that can: GET or HEAD, no body, allowed hosts, all in the ledger.
import { ScorerError } from '../shared/scorer-error.ts';
import { hosts } from './hosts.ts';
import type { Ledger, RunningEntry } from './ledger.ts';

export type Wanted = {
  readonly url: string;
  readonly purpose: string;
  readonly ledger: Ledger;
  readonly method?: 'GET' | 'HEAD';
  readonly signal?: AbortSignal | undefined;
  /** First byte wanted, when the first ones are here already. */
  readonly fromByte?: number;
};

export type Received = { readonly response: Response; readonly entry: RunningEntry };

function isAllowed(url: URL): boolean {
  return [globalThis.location?.origin, ...Object.values(hosts).map((base) => new URL(base).origin)].includes(
    url.origin,
  );
}

/** Answers with a response of status 200 or 206; the caller reads it, tells the entry what came, and ends the entry. */
export async function request({
  url,
  purpose,
  ledger,
  method = 'GET',
  signal,
  fromByte = 0,
}: Wanted): Promise<Received> {
  if (!isAllowed(new URL(url)))
    throw new ScorerError('host-not-allowed', {}, `This page does not read from ${new URL(url).host}.`);
  const entry = ledger.begin({ method, url, purpose });
  try {
    const response = await fetch(url, {
      method,
      headers: fromByte > 0 ? { Range: `bytes=${fromByte}-` } : {},
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
      redirect: 'follow',
      signal: signal ?? null,
    });
    if (response.ok) return { response, entry };
    entry.end({ status: response.status, state: 'failed' });
    throw new ScorerError(
      'download-refused',
      {},
      `${new URL(url).host} answered ${response.status}. Try again later, or choose another.`,
    );
  } catch (error) {
    if (error instanceof ScorerError) throw error;
    entry.end({ state: signal?.aborted ? 'cancelled' : 'failed' });
    throw asError(error, url, signal);
  }
}

/** What a failed read of the network is called. */
export function asError(error: unknown, url: string, signal: AbortSignal | undefined): ScorerError {
  if (error instanceof ScorerError) return error;
  if (signal?.aborted) return new ScorerError('cancelled', {}, 'Stopped as asked.');
  return new ScorerError(
    'network',
    {},
    `${new URL(url).host} could not be reached. Check the connection and try again.`,
  );
}
