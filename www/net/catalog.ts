// Reads the PGS Catalog's public REST service: the card of a score, scores by trait; and names its scoring files.
// Source: https://www.pgscatalog.org/rest/ (API 1.8); an unknown id answers 200 with an empty object, a page holds at most 250.
import type { Build } from '../shared/report.ts';
import { ScorerError } from '../shared/scorer-error.ts';
import { type Downloaded, type DownloadWanted, download } from './download.ts';
import { hosts } from './hosts.ts';
import type { Ledger } from './ledger.ts';
import { asError, request } from './request.ts';

export type CatalogTrait = {
  readonly id: string;
  readonly label: string;
  readonly description: string | null;
  readonly scores: readonly string[];
};

export type CatalogCard = {
  readonly id: string;
  readonly name: string;
  readonly trait: string;
  readonly traits: readonly { readonly id: string; readonly label: string }[];
  readonly rows: number | null;
  readonly genome_build: string | null;
  readonly weight_type: string | null;
  readonly method: string | null;
  readonly license: string | null;
  readonly released: string | null;
  readonly publication: {
    readonly title: string;
    readonly authors: string;
    readonly journal: string;
    readonly year: string;
    readonly doi: string | null;
  } | null;
};

export type Asking = { readonly signal?: AbortSignal | undefined };
type Json = Readonly<Record<string, unknown>>;

const pageSize = 50;
const idPattern = /^PGS\d{6,}$/;

export class Catalog {
  #ledger: Ledger;

  constructor(ledger: Ledger) {
    this.#ledger = ledger;
  }

  /** The id in what a person typed: "pgs 1" and "PGS000001" are the same; null for other words. */
  static idOf(text: string): string | null {
    const digits = /^\s*pgs[\s_-]*(\d{1,9})\s*$/i.exec(text)?.[1];
    return digits === undefined ? null : `PGS${digits.replace(/^0+/, '').padStart(6, '0')}`;
  }

  async card(id: string, asking: Asking = {}): Promise<CatalogCard> {
    const found = cardOf(await this.#read(`/score/${checked(id)}`, 'catalog-card', asking));
    if (!found) throw new ScorerError('catalog-no-such-score', {}, `The PGS Catalog has no score ${id}.`);
    return found;
  }

  async traits(term: string, asking: Asking = {}): Promise<readonly CatalogTrait[]> {
    const found = await this.#read(
      `/trait/search?term=${encodeURIComponent(term)}&limit=${pageSize}`,
      'catalog-search',
      asking,
    );
    return list(found['results']).flatMap((trait) => {
      const id = text(trait['id']);
      const scores = [trait['associated_pgs_ids'], trait['child_associated_pgs_ids']].flatMap((ids) =>
        Array.isArray(ids) ? ids : [],
      );
      const valid = scores.filter((score) => typeof score === 'string' && idPattern.test(score));
      return id
        ? [
            {
              id,
              label: text(trait['label']) ?? id,
              description: text(trait['description']),
              scores: [...new Set(valid)],
            },
          ]
        : [];
    });
  }

  /** One page of a trait's scores; `total` says how many there are. */
  async scoresOfTrait(
    trait: string,
    offset = 0,
    asking: Asking = {},
  ): Promise<{ readonly cards: readonly CatalogCard[]; readonly total: number }> {
    const path = `/score/search?trait_id=${encodeURIComponent(trait)}&limit=${pageSize}&offset=${offset}`;
    return page(await this.#read(path, 'catalog-search', asking));
  }

  /** Cards of several ids at once, in the catalog's order. */
  async cards(ids: readonly string[], asking: Asking = {}): Promise<readonly CatalogCard[]> {
    const cards: CatalogCard[] = [];
    for (let at = 0; at < ids.length; at += pageSize) {
      const some = ids
        .slice(at, at + pageSize)
        .map(checked)
        .join(',');
      cards.push(
        ...page(await this.#read(`/score/search?pgs_ids=${some}&limit=${pageSize}`, 'catalog-search', asking)).cards,
      );
    }
    return cards;
  }

  /** Address of the whole harmonised scoring file of a build; the catalog has GRCh37 and GRCh38. */
  scoringFile(id: string, build: Exclude<Build, 'GRCh36'>): string {
    return `${hosts.files}/${checked(id)}/ScoringFiles/Harmonized/${id}_hmPOS_${build}.txt.gz`;
  }

  /** Bytes of that file, so that they can be said before it is asked for; null where the host does not say. */
  async scoringFileBytes(id: string, build: Exclude<Build, 'GRCh36'>, { signal }: Asking = {}): Promise<number | null> {
    const url = this.scoringFile(id, build);
    const { response, entry } = await request({
      url,
      purpose: 'scoring-file-size',
      method: 'HEAD',
      ledger: this.#ledger,
      signal,
    });
    entry.end({ status: response.status });
    const length = response.headers.get('Content-Length');
    return length === null ? null : Number(length);
  }

  download(
    id: string,
    build: Exclude<Build, 'GRCh36'>,
    how: Pick<DownloadWanted, 'signal' | 'onProgress'> = {},
  ): Promise<Downloaded> {
    return download({ url: this.scoringFile(id, build), purpose: 'scoring-file', ledger: this.#ledger, ...how });
  }

  async #read(path: string, purpose: string, { signal }: Asking): Promise<Json> {
    const url = `${hosts.catalog}${path}`;
    const { response, entry } = await request({ url, purpose, ledger: this.#ledger, signal });
    try {
      const body = await response.text();
      entry.received(new TextEncoder().encode(body).byteLength);
      entry.end({ status: response.status });
      const json: unknown = JSON.parse(body);
      if (isJson(json)) return json;
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw asError(error, url, signal);
    }
    throw new ScorerError('catalog-answer', {}, 'The PGS Catalog answered in a way this page does not know.');
  }
}

function checked(id: string): string {
  if (!idPattern.test(id)) throw new ScorerError('catalog-id', {}, 'A catalog id looks like PGS000001.');
  return id;
}

const isJson = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);
const list = (value: unknown): readonly Json[] => (Array.isArray(value) ? value.filter(isJson) : []);
const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);
const number = (value: unknown): number | null => (typeof value === 'number' && Number.isFinite(value) ? value : null);

function page(json: Json): { cards: readonly CatalogCard[]; total: number } {
  const cards = list(json['results']).flatMap((one) => cardOf(one) ?? []);
  return { cards, total: number(json['count']) ?? cards.length };
}

function cardOf(json: Json): CatalogCard | null {
  const id = text(json['id']);
  if (!id || !idPattern.test(id)) return null;
  const publication = isJson(json['publication']) ? json['publication'] : null;
  return {
    id,
    name: text(json['name']) ?? id,
    trait: text(json['trait_reported']) ?? '',
    traits: list(json['trait_efo']).flatMap(({ id: trait, label }) =>
      text(trait) ? [{ id: text(trait) ?? '', label: text(label) ?? '' }] : [],
    ),
    rows: number(json['variants_number']),
    genome_build: text(json['variants_genomebuild']),
    weight_type: text(json['weight_type']),
    method: text(json['method_name']),
    license: text(json['license']),
    released: text(json['date_release']),
    publication: publication && {
      title: text(publication['title']) ?? '',
      authors: text(publication['firstauthor']) ?? '',
      journal: text(publication['journal']) ?? '',
      year: text(publication['date_publication'])?.slice(0, 4) ?? '',
      doi: text(publication['doi']),
    },
  };
}
