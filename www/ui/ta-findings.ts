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

export class TaFindings extends LitElement {
  static override properties = { findings: { attribute: false } };

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

  declare findings: readonly Finding[];

  override render(): TemplateResult {
    return html`${groups.map(([weight, title]) => {
      const some = this.findings.filter((finding) => finding.weight === weight);
      if (some.length === 0) return nothing;
      return html`<section class=${weight}>
        <h3>${title}</h3>
        <ul>
          ${some.map((finding) => html`<li data-code=${finding.code}>${finding.text}</li>`)}
        </ul>
      </section>`;
    })}`;
  }
}

customElements.define('ta-findings', TaFindings);
