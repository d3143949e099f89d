// Sets the page of one score: the reading first, then the sum, the charts, the evidence.
import { css } from 'lit';

export const score = css`
  .back {
    display: inline-flex;
    align-items: center;
    min-height: 2.75rem;
  }

  .reading .plain {
    margin-left: -0.5rem;
  }

  .reading {
    display: grid;
    grid-template-columns: minmax(0, auto) minmax(0, 1fr);
    gap: calc(var(--step) * 2) calc(var(--step) * 6);
    align-items: start;
  }

  .sum dt {
    color: var(--ink-soft);
  }

  .sum dd {
    color: var(--mark);
    font-size: 2.75rem;
    font-weight: 600;
    line-height: 1.15;
    letter-spacing: -0.01em;
  }

  .sum button {
    margin-left: -0.5rem;
    font-size: var(--size-1);
  }

  .sentences {
    display: grid;
    gap: var(--step);
    font-size: var(--size-3);
  }

  .age {
    display: flex;
    flex-wrap: wrap;
    gap: var(--step) calc(var(--step) * 2);
    align-items: center;
  }

  .age input {
    width: 5rem;
    min-height: 2.75rem;
    font: inherit;
    font-variant-numeric: tabular-nums;
  }

  .age select {
    width: auto;
    max-width: 100%;
    min-height: 2.75rem;
    font: inherit;
  }

  .age span {
    flex-basis: 100%;
  }

  .finding {
    max-width: 36rem;
    font-size: 1.625rem;
    font-weight: 600;
    line-height: 1.25;
    letter-spacing: -0.005em;
    text-wrap: balance;
  }

  section + .reading {
    padding-top: calc(var(--step) * 4);
    border-top: 1px solid var(--line);
  }

  .quiet .sum dd {
    color: inherit;
    font-size: var(--size-5);
  }

  .withheld,
  .comparing {
    display: grid;
    gap: var(--step);
    max-width: 45rem;
    padding: calc(var(--step) * 2) calc(var(--step) * 3);
    border: 1px solid var(--line);
    border-left: 4px solid var(--line-strong);
    border-radius: var(--round);
    background: var(--sheet);
  }

  .terms {
    padding-left: calc(var(--step) * 2);
    border-left: 4px solid var(--mark);
  }

  .stack {
    gap: var(--step);
    align-content: start;
  }

  .stack li + li {
    margin-top: calc(var(--step) / 2);
  }

  section {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: calc(var(--step) * 2);
  }

  section + section {
    padding-top: calc(var(--step) * 4);
    border-top: 1px solid var(--line);
  }

  .pair {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 28rem), 1fr));
    gap: calc(var(--step) * 6);
    align-items: start;
  }

  ul {
    padding-left: 1.25rem;
  }

  .missing {
    width: 100%;
    max-width: 48rem;
  }

  .missing th[scope='row'] {
    white-space: nowrap;
  }

  .missing .reason {
    display: none;
    color: var(--ink-soft);
    font-size: var(--size-1);
  }

  .missing .why {
    min-width: 12rem;
    padding-left: 1.5rem;
  }

  .coverage {
    max-width: 34rem;
  }

  .facts ul {
    padding-left: 0;
    list-style: none;
  }

  .header td {
    overflow-wrap: anywhere;
    font-size: var(--size-1);
  }

  .header th {
    font-size: var(--size-1);
  }

  @media (max-width: 46rem) {
    .missing .on {
      display: none;
    }

    .missing td.why,
    .missing th.why {
      display: none;
    }

    .missing .reason {
      display: block;
      max-width: 11rem;
      white-space: normal;
    }

    .reading {
      grid-template-columns: minmax(0, 1fr);
    }

    .sum dd {
      font-size: 2.25rem;
    }

    .finding {
      font-size: 1.375rem;
    }

    .page {
      gap: calc(var(--step) * 4);
    }
  }

  @media print {
    /* A grid that breaks between pages may lay its rows over each other. */
    .page,
    section {
      display: block;
    }

    .page > * + * {
      margin-top: 1.25rem;
    }

    section > * + * {
      margin-top: 0.75rem;
    }

    section + section {
      padding-top: 1rem;
    }

    .pair {
      display: flex;
      gap: 2rem;
      break-inside: avoid;
    }

    .pair > * {
      flex: 1 1 0;
      min-width: 0;
    }

    /* Side by side their letters would be too small; so both stand on one page. */
    .pair:has(ta-figure) {
      display: block;
    }

    .pair ta-figure {
      max-width: 30rem;
      margin-top: 1rem;
    }

    ta-worked-sum,
    ta-figure,
    .stack,
    .facts,
    .reading,
    [aria-labelledby='card'] {
      break-inside: avoid;
    }

    .back,
    .age {
      display: none;
    }

    .sum dd {
      color: inherit;
      font-size: 1.75rem;
    }

    .finding {
      font-size: 1.375rem;
    }

    .withheld {
      break-inside: avoid;
    }
  }
`;
