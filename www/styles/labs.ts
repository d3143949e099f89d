// Sets the labs: the index of cards, and a lab's claim, controls, pictures and sums.
import { css } from 'lit';

export const labs = css`
  .page {
    gap: calc(var(--step) * 5);
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

  .index {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(min(100%, 26rem), 1fr));
    gap: calc(var(--step) * 3);
    list-style: none;
  }

  .index li {
    position: relative;
    display: grid;
    align-content: start;
    gap: var(--step);
    max-width: none;
  }

  .index li:hover {
    border-color: var(--press);
  }

  .index a::after {
    content: '';
    position: absolute;
    inset: 0;
  }

  .controls {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(min(100%, 13rem), 1fr));
    gap: calc(var(--step) * 3);
    align-items: start;
  }

  .control {
    display: grid;
    gap: 0.25rem;
    align-content: start;
  }

  input[type='number'] {
    min-height: 2.75rem;
    width: 100%;
    padding: 0.375rem 0.75rem;
    border: 1px solid var(--line-strong);
    border-radius: var(--round);
    background: var(--sheet);
    color: var(--ink);
    font: inherit;
    font-size: var(--size-2);
    font-variant-numeric: tabular-nums lining-nums;
  }

  input[type='range'] {
    width: 100%;
    min-height: 1.75rem;
    margin: 0;
    accent-color: var(--press);
  }

  progress {
    width: 100%;
    max-width: 45rem;
    height: 0.5rem;
    overflow: hidden;
    border: 0;
    border-radius: 999px;
    background: var(--faint);
    color: var(--press);
    appearance: none;
  }

  progress::-webkit-progress-bar {
    background: var(--faint);
  }

  progress::-webkit-progress-value {
    background: var(--press);
  }

  progress::-moz-progress-bar {
    background: var(--press);
  }

  .hand li + li,
  .assumed li + li {
    margin-top: var(--step);
  }

  .hand,
  .assumed {
    padding-left: 1.25rem;
  }

  .hand {
    font-variant-numeric: tabular-nums lining-nums;
  }

  .source {
    font-size: var(--size-1);
  }

  .link {
    overflow-wrap: anywhere;
  }

  .scroll td,
  .scroll th {
    white-space: nowrap;
  }

  @media print {
    section {
      display: block;
    }

    section > * + * {
      margin-top: 0.5rem;
    }

    .page {
      gap: 1rem;
    }

    section + section {
      padding-top: 0.75rem;
    }

    input[type='range'],
    progress {
      display: none;
    }

    .controls {
      grid-template-columns: repeat(3, minmax(0, 1fr));
    }

    input[type='number'],
    select {
      padding: 0;
      border: 0;
    }

    ta-figure {
      break-inside: avoid;
    }
  }
`;
