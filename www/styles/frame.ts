// Sets what stands around every view: the head with its steps, the foot, the ground for drops, and both on paper.
import { css } from 'lit';

export const frame = css`
  :host {
    display: grid;
    grid-template-rows: auto 1fr auto;
    min-height: 100dvh;
  }

  .skip {
    position: absolute;
    left: -999rem;
  }

  .skip:focus {
    left: 1rem;
    top: 0.5rem;
    z-index: 3;
    padding: 0.5rem 1rem;
    background: var(--sheet);
  }

  header,
  main,
  footer {
    width: 100%;
    max-width: var(--wide);
    margin: 0 auto;
    padding: 0 calc(var(--step) * 3);
  }

  header {
    display: grid;
    grid-template-columns: auto 1fr auto;
    align-items: center;
    gap: calc(var(--step) * 2);
    padding-top: calc(var(--step) * 2);
    padding-bottom: calc(var(--step) * 2);
  }

  .name {
    display: inline-flex;
    align-items: center;
    gap: 0.625rem;
    min-height: 2.75rem;
    color: var(--ink);
    font-size: var(--size-4);
    font-weight: 600;
    letter-spacing: -0.01em;
    text-decoration: none;
  }

  .sign .cross {
    stroke: var(--mark);
  }

  ta-steps {
    justify-self: center;
  }

  .bar {
    border-bottom: 1px solid var(--line);
  }

  .bar.foot {
    border-top: 1px solid var(--line);
    border-bottom: 0;
  }

  .aside {
    display: flex;
    align-items: center;
    gap: var(--step);
  }

  .aside a {
    display: inline-flex;
    align-items: center;
    min-height: 2.75rem;
    padding: 0 var(--step);
    color: var(--ink);
    font-weight: 600;
    text-decoration: none;
  }

  .aside a:hover {
    background: var(--press-soft);
  }

  .aside a[aria-current='page'] {
    text-decoration: underline;
    text-decoration-thickness: 3px;
    text-underline-offset: 0.5em;
  }

  main {
    padding-top: calc(var(--step) * 6);
    padding-bottom: calc(var(--step) * 8);
  }

  .above {
    margin-bottom: calc(var(--step) * 4);
  }

  footer {
    display: flex;
    flex-wrap: wrap;
    justify-content: space-between;
    gap: 0 calc(var(--step) * 3);
    padding-top: calc(var(--step) * 2);
    padding-bottom: calc(var(--step) * 3);
    color: var(--ink-soft);
    font-size: var(--size-1);
  }

  .drop {
    position: fixed;
    inset: 0;
    z-index: 2;
    display: grid;
    place-content: center;
    padding: 2rem;
    border: 4px solid var(--press);
    background: color-mix(in oklab, var(--paper) 92%, transparent);
    color: var(--press);
    font-size: var(--size-5);
    font-weight: 600;
    text-align: center;
    pointer-events: none;
  }

  .printed {
    display: none;
  }

  @media (max-width: 46rem) {
    header {
      grid-template-columns: 1fr auto;
      gap: 0;
      padding-bottom: 0;
    }

    header,
    main,
    footer {
      padding-left: calc(var(--step) * 2);
      padding-right: calc(var(--step) * 2);
    }

    ta-steps {
      grid-row: 2;
      grid-column: 1 / -1;
      justify-self: stretch;
    }

    main {
      padding-top: calc(var(--step) * 4);
    }
  }

  @media print {
    :host {
      display: block;
    }

    ta-steps,
    .aside,
    .skip,
    .screen {
      display: none;
    }

    header,
    main,
    footer {
      max-width: none;
      padding: 0 0 0.5rem;
    }

    .bar {
      border: 0;
    }

    .printed {
      display: block;
      width: 100%;
      break-inside: avoid;
    }

    .bar.foot {
      break-inside: avoid;
    }

    .printed li,
    .printed p {
      max-width: none;
      list-style: none;
      overflow-wrap: anywhere;
    }
  }
`;
