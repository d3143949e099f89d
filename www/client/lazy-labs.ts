// Loads what runs the labs when the first is asked something: a page that opens none carries none of it.
import type { LabsAnswers, LabsRequest } from '../shared/labs-protocol.ts';
import type { LoadedFile } from '../shared/protocol.ts';
import type { LabsEngine, LabsWatch } from './labs-engine.ts';

export class LazyLabs {
  readonly #onLoaded: (files: readonly LoadedFile[]) => void;
  #engine: Promise<LabsEngine> | null = null;

  constructor(onLoaded: (files: readonly LoadedFile[]) => void) {
    this.#onLoaded = onLoaded;
  }

  async ask<Kind extends LabsRequest['kind']>(
    request: LabsRequest & { kind: Kind },
    watch?: LabsWatch,
  ): Promise<LabsAnswers[Kind]> {
    this.#engine ??= import('./labs-engine.ts').then(({ LabsEngine }) => new LabsEngine(this.#onLoaded));
    try {
      return await (await this.#engine).ask<Kind>(request, watch);
    } catch (thrown) {
      // What could not be loaded is asked for again the next time.
      if (thrown instanceof TypeError) this.#engine = null;
      throw thrown;
    }
  }

  async end(): Promise<void> {
    (await this.#engine)?.end();
  }
}
