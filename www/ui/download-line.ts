// Lets downloads run a few at a time, and hands them on in the order they were asked for, whichever comes first.

export class DownloadLine {
  readonly #atOnce: number;
  #running = 0;
  readonly #waiting: (() => void)[] = [];
  /** Settled once every download begun so far has been handed on or has failed. */
  #last: Promise<void> = Promise.resolve();

  constructor(atOnce: number) {
    this.#atOnce = atOnce;
  }

  /** `came` is called with what was fetched; `handOn` once those before are handed on. Fails as `work` fails. */
  async take<Fetched>(
    work: () => Promise<Fetched>,
    { came, handOn }: { readonly came: (fetched: Fetched) => void; readonly handOn: (fetched: Fetched) => void },
  ): Promise<void> {
    const before = this.#last;
    let settle = (): void => undefined;
    this.#last = new Promise((done) => {
      settle = () => void before.then(done);
    });
    try {
      const fetched = await this.#inTurn(work);
      came(fetched);
      await before;
      handOn(fetched);
    } finally {
      settle();
    }
  }

  async #inTurn<Fetched>(work: () => Promise<Fetched>): Promise<Fetched> {
    if (this.#running >= this.#atOnce) await new Promise<void>((go) => this.#waiting.push(go));
    this.#running += 1;
    try {
      return await work();
    } finally {
      this.#running -= 1;
      this.#waiting.shift()?.();
    }
  }
}
