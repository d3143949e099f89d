// Remembers what is open, so that a fresh worker can be brought to where the old one was.
import type { InputFile, OptionsWritten, Request } from '../shared/protocol.ts';
import type { Absent } from '../shared/report.ts';
import type { Connection } from './connection.ts';
import type { Lost } from './lost.ts';

/** A scoring file holds several scores, and some of them may have been removed since. */
type KeptScores = { readonly file: InputFile; readonly live: boolean[] };

/** A build stated in the options holds for the files opened from then on, so each has the options of its day. */
type KeptFile = {
  readonly file: InputFile;
  readonly options: OptionsWritten;
  readonly absent: Absent | null;
  /** Files that were merged into it since. */
  readonly merged: readonly KeptFile[];
};

type KeptChain = { readonly file: InputFile; readonly sha256: string };

export class Kept {
  #files: KeptFile[] = [];
  #scores: KeptScores[] = [];
  #chains: KeptChain[] = [];
  #options: OptionsWritten = {};
  #scored = false;
  /** How people were compared since. */
  #compared: (Request & { kind: 'compare' }) | null = null;

  opened(file: InputFile): void {
    this.#files.push({ file, options: this.#options, absent: null, merged: [] });
    this.#scored = false;
  }

  answered(genotypeFile: number, absent: Absent | null): void {
    const kept = this.#files[genotypeFile];
    if (kept) this.#files[genotypeFile] = { ...kept, absent };
    this.#scored = false;
  }

  chainAdded(file: InputFile, sha256: string): void {
    if (!this.#chains.some((chain) => chain.sha256 === sha256)) this.#chains.push({ file, sha256 });
    this.#scored = false;
  }

  merged(genotypeFiles: readonly number[]): void {
    const [first = -1, ...others] = [...new Set(genotypeFiles)].sort((one, other) => one - other);
    const into = this.#files[first];
    if (!into || others.length === 0) return;
    const more = others.map((place) => this.#files[place]).filter((kept) => kept !== undefined);
    this.#files[first] = { ...into, merged: [...into.merged, ...more] };
    this.#files = this.#files.filter((_, place) => !others.includes(place));
    this.#scored = false;
  }

  closed(genotypeFile: number): void {
    this.#files.splice(genotypeFile, 1);
    this.#scored = false;
  }

  added(file: InputFile, scores: number): void {
    this.#scores.push({ file, live: Array.from({ length: scores }, () => true) });
    this.#scored = false;
  }

  removed(score: number): void {
    let left = score;
    for (const { live } of this.#scores) {
      const at = live.findIndex((alive) => alive && left-- === 0);
      if (at < 0) continue;
      live[at] = false;
      break;
    }
    this.#scores = this.#scores.filter(({ live }) => live.includes(true));
    this.#scored = false;
  }

  optionsSet(options: OptionsWritten): void {
    this.#options = options;
    this.#scored = false;
  }

  scored(): void {
    this.#scored = true;
    this.#compared = null;
  }

  compared(request: Request & { kind: 'compare' }): void {
    this.#compared = request;
  }

  /** Opens everything again in the same order; answers with the places of what can no longer be read. */
  async bringBack(connection: Connection): Promise<Lost> {
    const chains: number[] = [];
    const keptChains: KeptChain[] = [];
    for (const [place, chain] of this.#chains.entries()) {
      if (await readAgain(connection.request({ kind: 'add-chain', file: chain.file }))) keptChains.push(chain);
      else chains.push(place);
    }
    const genotypeFiles: number[] = [];
    const lostScores: number[] = [];
    const files: KeptFile[] = [];
    let set: OptionsWritten = {};
    const setOptions = async (options: OptionsWritten) => {
      if (options === set || Object.keys({ ...set, ...options }).length === 0) return;
      await connection.request({ kind: 'set-options', options });
      set = options;
    };
    const scores: KeptScores[] = [];
    /** Opens a file at this place of the engine's list, with what was merged into it; `false` leaves none of them open. */
    const open = async (kept: KeptFile, at: number): Promise<boolean> => {
      await setOptions(kept.options);
      if (!(await readAgain(connection.request({ kind: 'open', file: kept.file })))) return false;
      for (const [more, other] of kept.merged.entries()) {
        if (await open(other, at + 1 + more)) continue;
        for (let place = at + more; place >= at; place--)
          await connection.request({ kind: 'close', genotype_file: place });
        return false;
      }
      if (kept.merged.length === 0) return true;
      const all = Array.from({ length: kept.merged.length + 1 }, (_, place) => at + place);
      if (await readAgain(connection.request({ kind: 'merge', genotype_files: all }))) return true;
      for (const place of all.reverse()) await connection.request({ kind: 'close', genotype_file: place });
      return false;
    };
    for (const [place, kept] of this.#files.entries()) {
      if (!(await open(kept, files.length))) {
        genotypeFiles.push(place);
        continue;
      }
      if (kept.absent)
        await connection.request({ kind: 'set-absent', genotype_file: files.length, absent: kept.absent });
      files.push(kept);
    }
    await setOptions(this.#options);
    let next = 0;
    let place = 0;
    for (const kept of this.#scores) {
      const live = kept.live.filter(Boolean).length;
      place += live;
      if (!(await readAgain(connection.request({ kind: 'add-score', file: kept.file })))) {
        for (let at = place - live; at < place; at++) lostScores.push(at);
        continue;
      }
      scores.push(kept);
      // From the last to the first, so that the places of those still to go do not move.
      for (let at = kept.live.length - 1; at >= 0; at--)
        if (!kept.live[at]) await connection.request({ kind: 'remove-score', score: next + at });
      next += live;
    }
    this.#files = files;
    this.#scores = scores;
    this.#chains = keptChains;
    const isWhole = genotypeFiles.length + lostScores.length + chains.length === 0;
    if (this.#scored && isWhole) {
      await connection.request({ kind: 'score' });
      if (this.#compared) await connection.request(this.#compared);
    }
    return { genotypeFiles, scores: lostScores, chains };
  }
}

/** A file that has changed on the disk since is lost; a worker that has stopped again is another matter. */
async function readAgain(reading: Promise<unknown>): Promise<boolean> {
  try {
    await reading;
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'engine-stopped' || error.code === 'internal'))
      throw error;
    return false;
  }
}
