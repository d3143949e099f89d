// Lists findings in words, those to fix first.
import { css, html, LitElement, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { doctor } from '../messages/en/doctor.ts';
import type { Finding } from '../shared/report.ts';
import { base } from '../styles/base.ts';

const groups = [
  ['fix', doctor.first],
  ['note', doctor.notes],
  ['info', doctor.info],
] as const;

type Told = Finding & { readonly samples?: number };
type Alike = { readonly code: string; readonly text: string; readonly inputs: string[]; samples: number };

const shown = 3;

export class TaFindings extends LitElement {
  static override properties = {
    findings: { attribute: false },
    named: { type: Boolean },
    people: { type: Number },
  };

  static override styles = [
    base,
    css`
      section + section {
        margin-top: calc(var(--step) * 2);
      }

      h3 {
        margin: 0 0 var(--step);
        font-size: var(--size-2);
        font-weight: 600;
      }

      ul {
        display: grid;
        gap: var(--step);
        padding-left: 1.25rem;
      }

      li::marker {
        color: var(--line-strong);
      }

      .fix {
        padding: calc(var(--step) * 2);
        border-left: 4px solid var(--mark);
        background: var(--sunk);
      }

      .fix h3::before {
        content: '◆ ';
        color: var(--mark);
      }
    `,
  ];

  /** Those of a run say how many samples have them. */
  declare findings: readonly Told[];
  /** Says which file or score each belongs to; those that say the same are told once. */
  declare named: boolean;
  /** How many samples there are; what only some of them have says how many. */
  declare people: number;

  override render(): TemplateResult {
    return html`${groups.map(([severity, title]) => {
      const some = alike(this.findings.filter((finding) => finding.severity === severity));
      if (some.length === 0) return nothing;
      return html`<section class=${severity}>
        <h3>${title}</h3>
        <ul>
          ${some.map(
            ({ code, text, inputs, samples }) => html`<li data-code=${code}>
              ${text}
              ${this.named && inputs.length > 0 ? html`<span class="soft small">${doctor.foundIn(inputs.slice(0, shown), inputs.length - shown)}</span>` : nothing}
              ${samples > 0 && samples < this.people ? html`<span class="soft small">(${doctor.inSamples(samples, this.people)})</span>` : nothing}
            </li>`,
          )}
        </ul>
      </section>`;
    })}`;
  }
}

/** One entry for all findings of the same words, with the inputs they belong to. */
function alike(findings: readonly Told[]): readonly Alike[] {
  const groups = new Map<string, Alike>();
  for (const { code, text, input, samples = 0 } of findings) {
    const key = `${code}\n${text}`;
    const group = groups.get(key) ?? { code, text, inputs: [], samples: 0 };
    group.samples = Math.max(group.samples, samples);
    if (input !== undefined) group.inputs.push(input);
    groups.set(key, group);
  }
  return [...groups.values()];
}

customElements.define('ta-findings', TaFindings);
