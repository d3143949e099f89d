// Keeps the list of every request the page makes: what for, where to, how much came in. Nothing ever goes out.

export type LedgerEntry = {
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly method: 'GET' | 'HEAD';
  readonly url: string;
  /** Why, in a stable word: "catalog-card", "scoring-file", "sample", "own-file"… */
  readonly purpose: string;
  readonly status: number | null;
  readonly bytes_in: number;
  /** Bytes of request body: the page sends none, and has no code that could. */
  readonly bytes_out: 0;
  readonly from: 'network' | 'cache';
  readonly state: 'running' | 'done' | 'failed' | 'cancelled';
};

export type RunningEntry = {
  received(bytes: number): void;
  end(outcome: Partial<Pick<LedgerEntry, 'status' | 'state' | 'from'>>): void;
};

export class Ledger extends EventTarget {
  #entries: LedgerEntry[] = [];

  /** Oldest first. A "change" event tells of each new one and each change. */
  get entries(): readonly LedgerEntry[] {
    return this.#entries;
  }

  begin({ method, url, purpose }: Pick<LedgerEntry, 'method' | 'url' | 'purpose'>): RunningEntry {
    const at = this.#entries.length;
    const first: LedgerEntry = {
      time: Date.now(),
      method,
      url,
      purpose,
      status: null,
      bytes_in: 0,
      bytes_out: 0,
      from: 'network',
      state: 'running',
    };
    this.#entries.push(first);
    const change = (part: Partial<LedgerEntry>) => {
      const entry = this.#entries[at];
      if (!entry) return;
      this.#entries[at] = { ...entry, ...part };
      this.dispatchEvent(new Event('change'));
    };
    this.dispatchEvent(new Event('change'));
    return {
      received: (bytes) => change({ bytes_in: (this.#entries[at]?.bytes_in ?? 0) + bytes }),
      end: (outcome) => change({ state: 'done', ...outcome }),
    };
  }

  /** Notes a file of the page's own that something else loaded: the browser, the worker, the service worker. */
  note(url: string, bytes: number, from: 'network' | 'cache', purpose = 'own-file'): void {
    const entry = this.begin({ method: 'GET', url, purpose });
    entry.received(bytes);
    entry.end({ status: 200, from });
  }

  /** Notes what the browser itself loads for the page, from the start of the page on. */
  watchPage(): void {
    // The document itself; the browser says what it weighed only once it is whole. Under a service worker it was kept.
    this.note(location.href.replace(/#.*/, ''), 0, navigator.serviceWorker?.controller ? 'cache' : 'network');
    const observer = new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        if (!(entry instanceof PerformanceResourceTiming) || entry.initiatorType === 'fetch') continue;
        const { name, transferSize, encodedBodySize } = entry;
        this.note(name, transferSize, transferSize === 0 && encodedBodySize > 0 ? 'cache' : 'network');
      }
    });
    observer.observe({ type: 'resource', buffered: true });
  }
}
