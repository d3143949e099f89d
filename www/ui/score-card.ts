// Writes the card of a score: what the file says of it, and of what it should say but does not, that it does not.
import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { referenceGroup } from '../messages/en/reference-groups.ts';
import { scoreCard as words } from '../messages/en/score-card.ts';
import { formatCount } from '../shared/format-count.ts';
import { isNonCommercial } from '../shared/is-non-commercial.ts';
import type { ScoreFile, ScoreResult } from '../shared/report.ts';
import { publishedItems } from './published-items.ts';

type Item = keyof typeof words.items;

/** Header keys that authors use for what no key is agreed on. */
const found: Readonly<Partial<Record<Item, RegExp>>> = {
  mapped: /^trait_(mapped|efo)$/i,
  method: /method|algorithm/i,
  training: /train|develop|discovery|gwas/i,
  validation: /validat|evaluat|tested/i,
  accuracy: /^(auc|auroc|c_index|r2|r_squared)\b|performance|accuracy|_per_sd$/i,
  // HmPOS_date is when the catalog harmonised it.
  date: /^(?!hm)(.*_)?(date|released?)(_|$)/i,
};

/** Every item in order, with null for what the file does not state. */
export function cardItems(result: ScoreResult, file: ScoreFile | null): readonly (readonly [Item, string | null])[] {
  const keys = file?.keys ?? [];
  const search = (item: Item): string | null => {
    const some = keys.filter(([key, value]) => found[item]?.test(key) && isStated(value));
    return some.length === 0
      ? null
      : some.map(([key, value]) => (some.length === 1 ? value : `${key}: ${value}`)).join('; ');
  };
  const published = file?.validation ? publishedItems(file.validation) : null;
  const build = file === null ? null : (file.harmonised_build ?? file.genome_build);
  return [
    ['id', result.id],
    ['name', result.name],
    ['trait', result.trait],
    ['mapped', search('mapped')],
    ['variants', formatCount(result.rows)],
    ['build', build],
    ['weightType', words.weightTypes[result.weight_type] ?? null],
    ['method', search('method')],
    ['training', published?.training ?? search('training')],
    ['validation', published?.validation ?? search('validation')],
    ...(published?.isOfDisease ? ([['phenotype', published.phenotype]] as const) : []),
    ['accuracy', published?.accuracy ?? search('accuracy')],
    ...(published === null
      ? []
      : ([
          published.hasR2 ? (['elsewhere', published.elsewhere] as const) : (['byGroup', published.byGroup] as const),
          ...(published.isOfDisease ? ([['rates', published.rates]] as const) : []),
          ['test', published.test],
        ] as const)),
    ['date', published?.date ?? search('date')],
    ['citation', result.citation],
    ['license', result.license],
    ...(file === null
      ? []
      : ([
          ['file', file.input],
          [
            'groups',
            (file.calibrated ?? []).length === 0
              ? words.noGroups
              : words.groups(file.calibrated.map(referenceGroup).join(', ')),
          ],
        ] as const)),
  ];
}

export function scoreCard(result: ScoreResult, file: ScoreFile | null): TemplateResult {
  return html`<section aria-labelledby="card" data-testid="card">
    <h2 id="card">${words.title}</h2>
    <p class="soft">${words.note}</p>
    ${isNonCommercial(result.license) ? html`<p class="terms" data-testid="non-commercial">${words.nonCommercial}</p>` : nothing}
    <dl class="facts">
      ${cardItems(result, file).map(
        ([item, value]) =>
          html`<dt>${words.items[item]}</dt><dd>${value ?? html`<span class="soft">${words.notStated}</span>`}</dd>`,
      )}
    </dl>
    ${
      file === null || file.keys.length === 0
        ? nothing
        : html`<details class="no-print">
            <summary>${words.header}</summary>
            <div class="scroll" tabindex="0" role="group" aria-label=${words.header}>
              <table class="header">${file.keys.map(([name, value]) => html`<tr><th scope="row">${name}</th><td>${value}</td></tr>`)}</table>
            </div>
          </details>`
    }
  </section>`;
}

function isStated(value: string): boolean {
  return !['', 'nr', 'na', 'n/a', 'none', 'not reported'].includes(value.trim().toLowerCase());
}
