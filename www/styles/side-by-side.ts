// Sets the table of several people's results: the score's name stays in sight, and on paper the table keeps to the page.
import { css } from 'lit';

export const sideBySide = css`
  section {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: calc(var(--step) * 2);
  }

  .choose {
    display: grid;
    gap: var(--step);
    max-width: 36rem;
  }

  .choose ul {
    list-style: none;
  }

  .choose label {
    display: inline-flex;
    align-items: center;
    gap: var(--step);
    min-height: 2.75rem;
    font-weight: 400;
  }

  .choose input[type='checkbox'] {
    width: 1.25rem;
    height: 1.25rem;
    accent-color: var(--press);
  }

  .find {
    display: grid;
    gap: 0.25rem;
    max-width: 24rem;
  }

  .scroll {
    border: 1px solid var(--line);
    border-radius: calc(var(--round) * 1.5);
    background: var(--sheet);
  }

  table {
    min-width: 100%;
  }

  th,
  td {
    min-width: 9.5rem;
    padding: calc(var(--step) * 1.5) calc(var(--step) * 2);
    vertical-align: top;
  }

  tbody tr:last-child > * {
    border-bottom: 0;
  }

  thead th {
    color: var(--ink);
    font-size: var(--size-2);
    font-weight: 600;
    overflow-wrap: anywhere;
  }

  th:first-child {
    position: sticky;
    left: 0;
    z-index: 1;
    width: 16rem;
    min-width: 11rem;
    max-width: 16rem;
    background: var(--sheet);
    font-weight: 600;
    overflow-wrap: anywhere;
  }

  tbody th span {
    display: block;
    color: var(--ink-soft);
    font-size: var(--size-1);
    font-weight: 400;
  }

  .cell {
    position: relative;
    display: grid;
    gap: 0.25rem;
    justify-items: start;
  }

  .none-told .why {
    display: block;
    color: var(--ink-soft);
    font-size: var(--size-1);
  }

  .cell a {
    font-size: var(--size-1);
  }

  @media (max-width: 46rem) {
    th,
    td {
      min-width: 8.25rem;
      padding: var(--step);
    }

    th:first-child {
      width: 7.5rem;
      min-width: 7.5rem;
    }
  }

  @media print {
    section {
      display: block;
    }

    section > * + * {
      margin-top: 0.5rem;
    }

    .scroll {
      overflow: visible;
      border: 0;
    }

    th,
    td,
    th:first-child {
      position: static;
      width: auto;
      min-width: 0;
      padding: 0.25rem 0.375rem;
      font-size: 9pt;
    }

    tr {
      break-inside: avoid;
    }
  }
`;
