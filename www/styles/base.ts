// Sets what all elements share: text, links, buttons, fields, tables of numbers, cards, print.
import { css } from 'lit';

export const base = css`
  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }

  :host {
    display: block;
  }

  :host([hidden]),
  [hidden] {
    display: none !important;
  }

  h1,
  h2,
  h3,
  p,
  ul,
  ol,
  dl,
  dd,
  figure,
  fieldset {
    margin: 0;
    padding: 0;
    border: 0;
  }

  h1 {
    font-size: var(--size-5);
    font-weight: 600;
    line-height: 1.2;
    letter-spacing: -0.012em;
    text-wrap: balance;
  }

  h1:focus {
    outline: none;
  }

  h2 {
    font-size: var(--size-4);
    font-weight: 600;
    line-height: 1.3;
    letter-spacing: -0.005em;
    text-wrap: balance;
  }

  h3 {
    font-size: var(--size-3);
    font-weight: 600;
    line-height: 1.35;
    text-wrap: balance;
  }

  p,
  li,
  dd,
  dt {
    max-width: var(--words);
    overflow-wrap: break-word;
    text-wrap: pretty;
  }

  .lead {
    font-size: var(--size-3);
    color: var(--ink-soft);
  }

  .soft {
    color: var(--ink-soft);
  }

  .small {
    font-size: var(--size-1);
  }

  .number {
    font-variant-numeric: tabular-nums lining-nums;
    white-space: nowrap;
  }

  .unseen {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }

  a {
    color: var(--press);
    text-underline-offset: 0.16em;
    text-decoration-thickness: 1px;
  }

  a:hover {
    text-decoration-thickness: 2px;
  }

  :focus-visible {
    outline: 3px solid var(--press);
    outline-offset: 2px;
    border-radius: 3px;
  }

  button,
  .button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: var(--step);
    min-height: 2.75rem;
    padding: 0.375rem 1rem;
    border: 1px solid var(--line-strong);
    border-radius: var(--round);
    background: var(--sheet);
    color: var(--press);
    font: inherit;
    font-size: var(--size-2);
    font-weight: 600;
    text-decoration: none;
    text-align: center;
    cursor: pointer;
  }

  button:hover,
  .button:hover {
    border-color: var(--press);
    background: var(--press-soft);
  }

  .first {
    border-color: var(--press);
    background: var(--press);
    color: var(--press-ink);
  }

  .first:hover {
    background: color-mix(in oklab, var(--press) 88%, var(--ink));
  }

  button:disabled {
    border-color: var(--line);
    background: transparent;
    color: var(--ink-soft);
    cursor: default;
  }

  button.plain {
    min-height: 2.25rem;
    padding: 0.25rem 0.5rem;
    border-color: transparent;
    background: transparent;
  }

  button.plain:hover {
    background: var(--press-soft);
  }

  input[type='search'],
  input[type='text'],
  select {
    min-height: 2.75rem;
    width: 100%;
    padding: 0.375rem 0.75rem;
    border: 1px solid var(--line-strong);
    border-radius: var(--round);
    background: var(--sheet);
    color: var(--ink);
    font: inherit;
    font-size: var(--size-2);
  }

  label {
    font-weight: 600;
  }

  summary {
    min-height: 2.75rem;
    padding: 0.5rem 0;
    color: var(--press);
    font-weight: 600;
    cursor: pointer;
  }

  .row {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: calc(var(--step) * 1.5);
  }

  .stack {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: calc(var(--step) * 2);
  }

  .stack.wide {
    gap: calc(var(--step) * 4);
  }

  .card {
    padding: calc(var(--step) * 3);
    border: 1px solid var(--line);
    border-radius: calc(var(--round) * 1.5);
    background: var(--sheet);
  }

  .facts {
    display: grid;
    grid-template-columns: minmax(8rem, max-content) minmax(0, 1fr);
    gap: var(--step) calc(var(--step) * 3);
  }

  .facts dt {
    color: var(--ink-soft);
  }

  .scroll {
    overflow-x: auto;
  }

  table {
    border-collapse: collapse;
    font-variant-numeric: tabular-nums lining-nums;
  }

  caption {
    text-align: left;
  }

  th,
  td {
    padding: 0.375rem 1rem 0.375rem 0;
    border-bottom: 1px solid var(--line);
    text-align: left;
    vertical-align: baseline;
    font-weight: 400;
  }

  thead th {
    color: var(--ink-soft);
    font-size: var(--size-1);
  }

  td.n,
  th.n {
    padding-right: 0;
    padding-left: 1.5rem;
    text-align: right;
    white-space: nowrap;
  }

  td.n + td,
  th.n + th {
    padding-left: 1.5rem;
  }

  @media (max-width: 40rem) {
    h1 {
      font-size: 1.625rem;
    }

    .card {
      padding: calc(var(--step) * 2);
    }

    .facts {
      grid-template-columns: minmax(0, 1fr);
      gap: 0;
    }

    .facts dd {
      margin-bottom: var(--step);
    }
  }

  @media (prefers-reduced-motion: reduce) {
    *,
    *::before,
    *::after {
      transition: none !important;
      animation: none !important;
    }
  }

  @media print {
    .no-print,
    button,
    summary {
      display: none !important;
    }

    .card {
      break-inside: avoid;
      padding: 0;
      border: 0;
    }

    h2,
    h3,
    h2 + p {
      break-after: avoid;
    }

    tr {
      break-inside: avoid;
    }

    /* Once, at the end: not at the foot of every page. */
    tfoot {
      display: table-row-group;
    }

    a {
      color: inherit;
      text-decoration: none;
    }
  }
`;
