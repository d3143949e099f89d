// Holds what the page knows and what it asks of the engine: one request after another, the latest wish wins.
import type { Lost } from '../client/lost.ts';
import type { OptionsWritten, Progress } from '../shared/protocol.ts';
import type { Absent, Relative, ScoreFile, StatedRelative } from '../shared/report.ts';
import type { ScorerError } from '../shared/scorer-error.ts';
import { ChainList } from './chain-list.ts';
import { Comparing } from './comparing.ts';
import { emptyState } from './empty-state.ts';
import { engineOrReport } from './engine-or-report.ts';
import { GenotypeList } from './genotype-list.ts';
import { isReportName } from './is-report-name.ts';
import type { Offer, Ports } from './ports.ts';
import { ScoreList } from './score-list.ts';
import type { State } from './state.ts';
import { Store } from './store.ts';
import { toScorerError } from './to-scorer-error.ts';

export class AppState {
  readonly ports: Ports;
  readonly #store: Store;
  readonly #genotypes: GenotypeList;
  readonly #scores: ScoreList;
  readonly #chains: ChainList;
  readonly #comparing: Comparing;
  #run: AbortController | null = null;

  constructor(ports: Ports, written: OptionsWritten = {}) {
    this.#store = new Store(emptyState(written));
    this.ports = { ...ports, engine: engineOrReport(ports.engine, () => this.state.reopened) };
    const changed = (): void => this.#changed();
    this.#chains = new ChainList(this.#store, ports, changed);
    this.#genotypes = new GenotypeList(this.#store, ports, changed, (file) => this.#chains.add(file));
    this.#scores = new ScoreList(this.#store, ports, changed);
    this.#comparing = new Comparing(this.#store, ports, () => this.#statedRelatives());
  }

  get state(): State {
    return this.#store.state;
  }

  /** Calls the listener after every change; answers with the way to stop. */
  subscribe(listener: () => void): () => void {
    return this.#store.subscribe(listener);
  }

  async start(): Promise<void> {
    try {
      const engine = await this.ports.engine.start(this.ports.threads);
      this.#store.set({ engine, engineError: null });
    } catch (thrown) {
      this.#store.set({ engineError: toScorerError(thrown) });
      return;
    }
    await this.setOptions({});
  }

  /** Files that a person chose together; chain files among them are added, and a saved report is shown. */
  async openGenotypes(chosen: readonly File[]): Promise<void> {
    const reports = chosen.filter(({ name }) => isReportName(name));
    const files = chosen.filter(({ name }) => !isReportName(name));
    await Promise.all([...reports.slice(-1).map((file) => this.openReport(file)), this.#openGenotypes(files)]);
  }

  #openGenotypes(files: readonly File[]): Promise<void> {
    return this.#genotypes.open(files.map((file) => ({ name: file.name, blob: file })));
  }

  /** The sample person or family and, where none is chosen yet, the sample scores. */
  openSample(who: 'person' | 'family' = 'person'): Promise<void> {
    return this.#genotypes.openSample(who, async () => {
      if (this.state.scores.length === 0) await this.addOffers(await this.ports.net.samples());
    });
  }

  /** Shows a saved report in the place of results, until something newer is there. */
  async openReport(file: File): Promise<void> {
    const { name } = file;
    this.closeReport();
    this.#store.set({ reopened: { step: 'reading', name } });
    // "Forget everything" and a later report end an earlier one's reading.
    const { reopened: mine } = this.state;
    try {
      const { reopenReport } = await import('./reopen-report.ts');
      const { report, overview, at } = await reopenReport(file, this.ports.commercial);
      if (this.state.reopened !== mine) return;
      this.#run?.abort();
      this.#run = null;
      this.#comparing.drop();
      const shown = { step: 'ready', name, blob: file, report } as const;
      this.#store.set({ reopened: shown, report: { step: 'ready', report: overview, at } });
    } catch (thrown) {
      if (this.state.reopened !== mine) return;
      this.#store.set({ reopened: { step: 'failed', name, error: toScorerError(thrown) } });
    }
  }

  /** Leaves a saved report; what is open is added up again. */
  closeReport(): void {
    const { step } = this.state.reopened;
    this.#store.set({ reopened: { step: 'none' } });
    if (step === 'ready') this.#changed();
  }

  closeGenotype(key: number): Promise<void> {
    return this.#genotypes.close(key);
  }

  /** Merges files of one person; files of different people stay as they are, and the state says why. */
  mergeGenotypes(keys: readonly number[]): Promise<void> {
    this.#run?.abort();
    return this.#genotypes.merge(keys);
  }

  dismissChain(key: number): void {
    this.#chains.dismiss(key);
  }

  /** Scoring files; a saved report among them is shown, as no scoring file has its name's ending. */
  async addScores(chosen: readonly File[]): Promise<void> {
    const reports = chosen.filter(({ name }) => isReportName(name));
    const files = chosen.filter(({ name }) => !isReportName(name));
    await Promise.all([...reports.slice(-1).map((file) => this.openReport(file)), this.#scores.add(files)]);
  }

  /** Fetches and reads scores of the shelf or the catalog; those already chosen stay as they are. */
  addOffers(offers: readonly Offer[]): Promise<void> {
    return this.#scores.addOffers(offers);
  }

  /** Removes scores, and cancels those on their way. */
  removeScores(keys: readonly number[]): Promise<void> {
    return this.#scores.remove(keys);
  }

  /** What the scoring file said of the score at this place of the report. */
  scoreFile(place: number): ScoreFile | null {
    // A saved report does not hold what else its scoring files said.
    return this.state.reopened.step === 'ready' ? null : this.#scores.fileAt(place);
  }

  cancelScoring(): void {
    this.#run?.abort();
    this.#run = null;
    this.#store.set({ report: { step: 'none' } });
  }

  scoreAgain(): void {
    this.#changed();
  }

  /** Compares everybody with the reference people, now and after every change from then on. */
  compare(): Promise<void> {
    if (this.state.reopened.step === 'ready') this.closeReport();
    this.#comparing.ask();
    if (this.state.report.step === 'ready' || !this.state.scores.some(({ step }) => step === 'ready')) {
      const run = this.#run ?? new AbortController();
      this.#run = run;
      return this.#store.enqueue(async () => {
        const compared = run.signal.aborted ? null : await this.#comparing.run(run.signal);
        const { report } = this.state;
        if (compared && report.step === 'ready') this.#store.set({ report: { ...report, report: compared } });
      });
    }
    // A run on its way compares by itself.
    return Promise.resolve();
  }

  /** Ends a comparison; what was added up stays, and nobody is compared before somebody asks again. */
  stopComparing(): void {
    this.#comparing.stop();
  }

  /** What the person stated of a relative of the sample at this place of the report, about the disease of a score; or null. */
  relativeOf(sample: number, score: number): Relative | null {
    const [whose, which] = [this.#genotypes.sampleNames()[sample], this.#scores.scoreNames()[score]];
    return this.state.relatives.find((one) => one.sample === whose && one.score === which)?.relative ?? null;
  }

  /** States what is known of a relative; null takes it back. */
  setRelative(sample: number, score: number, relative: Relative | null): Promise<void> {
    const [whose, which] = [this.#genotypes.sampleNames()[sample], this.#scores.scoreNames()[score]];
    if (whose === undefined || which === undefined) return Promise.resolve();
    const others = this.state.relatives.filter((one) => one.sample !== whose || one.score !== which);
    this.#store.set({
      relatives: relative === null ? others : [...others, { sample: whose, score: which, relative }],
    });
    return this.state.comparison.step === 'ready' ? this.compare() : Promise.resolve();
  }

  /** By the places that the engine has now; of those who are gone nothing is stated. */
  #statedRelatives(): readonly StatedRelative[] {
    const [samples, scores] = [this.#genotypes.sampleNames(), this.#scores.scoreNames()];
    return this.state.relatives
      .map(({ sample, score, relative }) => ({
        sample: samples.indexOf(sample),
        score: scores.indexOf(score),
        relative,
      }))
      .filter(({ sample, score }) => sample >= 0 && score >= 0);
  }

  /** Says from which age risks count; null for from birth. */
  setAge(years: number | null): Promise<void> {
    this.#store.set({ age_years: years });
    return this.state.comparison.step === 'ready' ? this.compare() : Promise.resolve();
  }

  setOptions(change: OptionsWritten): Promise<void> {
    const merged = Object.entries({ ...this.state.written, ...change });
    // An empty wish is none: the rule set decides.
    const written: OptionsWritten = Object.fromEntries(merged.filter(([, value]) => value !== ''));
    this.#store.set({ written });
    // A run under the older options ends at once, and does not hold up the newer.
    this.#run?.abort();
    return this.#store.enqueue(async () => {
      if (this.state.written !== written) return;
      try {
        const options = await this.ports.engine.setOptions(written);
        this.#store.set({ options, optionsError: null });
        await this.#genotypes.readAgain(written.build);
      } catch (thrown) {
        this.#store.set({ optionsError: toScorerError(thrown) });
      }
      this.#changed();
    });
  }

  /** Says what places count as that a file of variants alone does not list; remembered for the file. */
  answerAbsent(key: number, absent: Absent): Promise<void> {
    this.#run?.abort();
    return this.#genotypes.answerAbsent(key, absent);
  }

  /** The engine had to begin anew; `lost` is what it could not open again, by the places before. */
  restarted(why: ScorerError, lost: Lost): void {
    const failed = { step: 'failed', error: why } as const;
    const files = this.#genotypes.lose(lost.genotypeFiles);
    const scores = this.#scores.lose(lost.scores);
    const chains = this.#chains.lose(lost.chains);
    const { state } = this;
    this.#store.set({
      engine: this.ports.engine.state,
      genotypes: state.genotypes.map((item) => (files.has(item.key) ? { ...item, ...failed } : item)),
      scores: state.scores.map((item) => (scores.has(item.key) ? { ...item, ...failed } : item)),
      chains: state.chains.map((item) => (chains.has(item.key) ? { ...item, ...failed } : item)),
    });
    if (files.size + scores.size + chains.size > 0) this.#changed();
  }

  /** Ends the engine with all it holds, empties every store of the page, and leaves nothing chosen. */
  async forget(): Promise<void> {
    this.#store.abortAll();
    this.#run?.abort();
    this.#run = null;
    for (const list of [this.#genotypes, this.#scores, this.#chains]) list.clear();
    this.#comparing.forget();
    const { engine, engineError } = this.state;
    this.#store.set({ ...emptyState({}), engine, engineError });
    await this.ports.labs.end();
    await this.ports.net.forget();
    try {
      this.#store.set({ engine: await this.ports.engine.forget(), engineError: null });
    } catch (thrown) {
      this.#store.set({ engineError: toScorerError(thrown) });
      return;
    }
    await this.setOptions({});
  }

  /** Something that a report stands on is new: an older run ends, and the next begins once nothing else is on its way. */
  #changed(): void {
    this.#run?.abort();
    this.#run = null;
    this.#comparing.drop();
    const { genotypes, scores, chains, optionsError } = this.state;
    const ready = (item: { readonly step: string }): boolean => item.step === 'ready';
    const isReopened = this.state.reopened.step === 'ready';
    if (!genotypes.some(ready) || !scores.some(ready)) {
      // A saved report stays until there is something newer to show.
      if (!isReopened) this.#store.set({ report: { step: 'none' } });
      return;
    }
    if (isReopened) this.#store.set({ reopened: { step: 'none' }, report: { step: 'none' } });
    // No sum is shown under rules that are not the ones asked for.
    if (optionsError !== null) {
      this.#store.set({ report: { step: 'failed', error: optionsError } });
      return;
    }
    const { report } = this.state;
    const last = report.step === 'ready' ? report.report : 'last' in report ? report.last : null;
    const busy = [...genotypes, ...scores, ...chains].some((item) => item.step !== 'ready' && item.step !== 'failed');
    this.#store.set({ report: { step: 'waiting', last } });
    if (busy) return;
    const run = new AbortController();
    this.#run = run;
    void this.#store.enqueue(async () => {
      if (run.signal.aborted) return;
      const onProgress = (progress: Progress | null): void => {
        if (!run.signal.aborted) this.#store.set({ report: { step: 'scoring', progress, last } });
      };
      onProgress(null);
      try {
        const answer = await this.ports.engine.score({ signal: run.signal, onProgress });
        if (run.signal.aborted) return;
        this.#genotypes.take(answer.files);
        const at = new Date();
        this.#store.set({ report: { step: 'ready', report: answer, at } });
        const compared = this.#comparing.isWanted ? await this.#comparing.run(run.signal) : null;
        if (compared) this.#store.set({ report: { step: 'ready', report: compared, at } });
      } catch (thrown) {
        if (!run.signal.aborted) this.#store.set({ report: { step: 'failed', error: toScorerError(thrown) } });
      }
    });
  }
}
