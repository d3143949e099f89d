// The lab "Shared or separate?": what the scores that are loaded have in common, pair by pair, and what moves along.
import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import type { Chart } from '../../charts/chart.ts';
import { shareMatrix } from '../../charts/share-matrix.ts';
import { labSharing as words } from '../../messages/en/lab-sharing.ts';
import { formatCount } from '../../shared/format-count.ts';
import { formatFigure } from '../../shared/format-figure.ts';
import { formatPercent } from '../../shared/format-percent.ts';
import type { Shared, SharedPair, Sharing } from '../../shared/labs.ts';
import type { InputFile } from '../../shared/protocol.ts';
import { StateWatch } from '../state-watch.ts';
import { Lab } from './lab.ts';
import { labTable } from './lab-table.ts';
import { loadedScores } from './loaded-scores.ts';
import { movedAlong } from './moved-along.ts';

export class TaLabSharing extends Lab<never> {
  static override properties = { ...Lab.properties, found: { state: true } };

  readonly lab = 'shared-or-separate';
  readonly list = [];
  readonly texts = words;
  declare private found: Shared | null;
  #compared: readonly InputFile[] = [];

  constructor() {
    super();
    this.found = null;
    new StateWatch(this);
  }

  override updated(): void {
    const sources = this.#sources();
    const isSame = sources.length === this.#compared.length && sources.every((one, at) => one === this.#compared[at]);
    if (!isSame) this.again();
  }

  protected override async ask(signal: AbortSignal): Promise<void> {
    const files = this.#sources();
    this.#compared = files;
    this.found = null;
    if (files.length === 0) return;
    this.found = await this.app.ports.labs.ask({ kind: 'share', files }, { signal });
  }

  protected override body(): TemplateResult | typeof nothing {
    const { found } = this;
    if (this.#sources().length === 0) return this.#empty(words.empty);
    if (found === null) return html`<p class="soft" role="status">${words.working}</p>`;
    const { sharing } = found;
    if (sharing.predictors.length < 2) return html`${this.#empty(words.one)} ${this.#each(sharing)}`;
    const { independent_traits: worth, pairs, predictors } = sharing;
    const [told, text] =
      worth === null
        ? [
            words.headline.pairs(pairs.length, pairs.filter(({ variants }) => variants > 0).length),
            words.sentence.pairs,
          ]
        : [
            words.headline.traits(formatFigure(worth, 4), sharing.told.length, predictors.length),
            words.sentence.traits,
          ];
    return html`
      <h2 class="headline" data-testid="lab-headline" data-traits=${worth ?? 'none'}>${told}</h2>
      <p>${text} ${sharing.build === null ? nothing : words.build(sharing.build, sharing.blocks)}</p>
      <ta-figure .chart=${(width: number): Chart => shareMatrix('shared-or-separate', sharing, width)}></ta-figure>
      ${this.#pairs(sharing)} ${movedAlong(found)} ${this.#each(sharing)}
    `;
  }

  protected override hand(): readonly string[] {
    const { hand } = words;
    const sharing = this.found?.sharing;
    // The pair that has most to count.
    const pair = [...(sharing?.pairs ?? [])].sort((a, b) => b.variants - a.variants)[0];
    const [one, other] = [sharing?.predictors[pair?.first ?? -1], sharing?.predictors[pair?.second ?? -1]];
    if (!sharing || !pair || !one || !other) return [hand.none, hand.counting];
    const figure = (value: number): string => formatFigure(value, 4);
    const { overlap, covariance, correlation } = pair;
    const { correlations, independent_traits: worth } = sharing;
    const squares = correlations?.reduce((sum, entry) => sum + entry * entry, 0);
    return [
      hand.pair(one.id, other.id),
      ...(overlap === null
        ? []
        : [
            hand.expected(figure(one.blocks), figure(other.blocks), figure(sharing.blocks), figure(overlap.expected)),
            hand.jaccard(
              figure(overlap.shared),
              figure(one.blocks + other.blocks - overlap.shared),
              figure(overlap.jaccard),
            ),
          ]),
      ...(covariance === null || correlation === null || one.variance === null || other.variance === null
        ? []
        : [hand.correlation(figure(covariance), figure(one.variance), figure(other.variance), figure(correlation))]),
      ...(worth === null || squares === undefined
        ? []
        : [hand.traits(String(sharing.told.length), figure(squares), figure(worth))]),
      hand.counting,
    ];
  }

  #sources(): readonly InputFile[] {
    return loadedScores(this.app.state);
  }

  #empty(text: string): TemplateResult {
    const load = async (): Promise<void> => this.app.addOffers(await this.app.ports.net.samples());
    return html`<p data-testid="lab-empty">${text}</p>
      <div class="row no-print">
        <a class="button" href="#/shelf">${words.toShelf}</a>
        <button type="button" data-testid="load-samples" @click=${load}>${words.samples}</button>
      </div>`;
  }

  #pairs({ predictors, pairs }: Sharing): TemplateResult {
    const told = (value: number | null, write: (value: number) => string): string =>
      value === null ? words.unknown : write(value);
    const row = ({ first, second, variants, same_direction, overlap, variance_overlap, correlation }: SharedPair) =>
      [
        `${predictors[first]?.id} · ${predictors[second]?.id}`,
        formatCount(variants),
        variants === 0 ? '' : formatPercent(same_direction / variants),
        overlap === null ? words.unknown : formatCount(overlap.shared),
        overlap === null ? words.unknown : formatFigure(overlap.expected),
        overlap === null ? words.unknown : formatFigure(overlap.p),
        told(variance_overlap, formatPercent),
        told(correlation, (value) => value.toFixed(3).replace('-', '−')),
      ] as const;
    return labTable({ id: 'pairs', title: words.pairs, columns: words.pairColumns, rows: pairs.map(row) });
  }

  #each({ predictors }: Sharing): TemplateResult {
    const rows = predictors.map(({ id, variants, left_out, blocks, is_placed, frequencies_known }) => [
      id,
      formatCount(variants),
      formatCount(left_out),
      is_placed ? formatCount(blocks) : words.notPlaced,
      formatPercent(frequencies_known),
    ]);
    return labTable({ id: 'each', title: words.each, columns: words.eachColumns, rows });
  }
}

customElements.define('ta-lab-sharing', TaLabSharing);
