// Sets the table of many samples: names stay on the left and headings on top while the rest scrolls beneath them.
import { css } from 'lit';

export const samples = css`
  :host {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: calc(var(--step) * 2);
  }

  .controls {
    display: grid;
    grid-template-columns: minmax(0, 15rem) minmax(0, 15rem) minmax(0, 10rem) 1fr;
    gap: var(--step) calc(var(--step) * 2);
    align-items: end;
  }

  .filter {
    display: grid;
    gap: calc(var(--step) / 2);
  }

  .saves {
    grid-column-end: -1;
    display: flex;
    justify-content: flex-end;
  }

  .count {
    grid-column: 1 / -1;
  }

  .scroller {
    position: relative;
    max-height: min(72vh, 52rem);
    overflow: auto;
    border: 1px solid var(--line);
    border-radius: calc(var(--round) * 1.5);
    background: var(--sheet);
    contain: layout paint style;
  }

  .grid {
    width: var(--wide);
    min-width: 100%;
  }

  .body {
    padding: var(--above) 0 var(--below);
  }

  .heads {
    position: sticky;
    top: 0;
    z-index: 2;
    background: var(--sheet);
    box-shadow: 0 1px 0 var(--line-strong);
  }

  .line {
    display: flex;
    height: 44px;
    border-bottom: 1px solid var(--line);
  }

  .line.head {
    height: 64px;
    border: 0;
  }

  .id {
    position: sticky;
    left: 0;
    z-index: 1;
    flex: none;
    display: flex;
    align-items: center;
    gap: 0.375rem;
    width: var(--first);
    padding: 0 calc(var(--step) * 1.5);
    background: var(--sheet);
    box-shadow: 1px 0 0 var(--line);
    font-weight: 600;
  }

  .id span {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  .id + .cell {
    margin-left: var(--left);
  }

  .cell {
    flex: none;
    display: flex;
    align-items: center;
    justify-content: flex-end;
    width: var(--column);
    padding: 0 calc(var(--step) * 1.5);
  }

  .cell a {
    display: flex;
    align-items: center;
    justify-content: flex-end;
    gap: 0.25rem;
    width: 100%;
    min-height: 2.5rem;
    color: var(--ink);
    text-decoration: none;
  }

  .range,
  .withheld {
    color: var(--ink-soft);
  }

  .cell a:hover {
    color: var(--press);
    text-decoration: underline;
  }

  .mark {
    color: var(--mark);
    font-size: 0.75em;
  }

  .line:not(.head):hover,
  .line:not(.head):hover .id {
    background: var(--sunk);
  }

  .head button {
    flex: 1;
    display: flex;
    justify-content: flex-end;
    gap: 2px;
    min-width: 0;
    height: 3.5rem;
    padding: 0;
    color: var(--ink-soft);
    font-size: var(--size-1);
    line-height: 1.2;
    text-align: right;
  }

  .head .id button {
    justify-content: flex-start;
    text-align: left;
  }

  .head .words {
    display: grid;
    min-width: 0;
    font-weight: 400;
  }

  .head .title {
    display: -webkit-box;
    overflow: hidden;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 2;
    font-weight: 600;
    overflow-wrap: anywhere;
  }

  .head .small {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  .arrow {
    color: var(--ink);
  }

  .arrow:empty {
    display: none;
  }

  .grid :focus-visible {
    outline-offset: -3px;
  }

  .on-paper {
    display: none;
  }

  .none {
    padding: calc(var(--step) * 4);
    border: 1px solid var(--line);
    border-radius: calc(var(--round) * 1.5);
  }

  @media screen and (max-width: 56rem) {
    .controls {
      grid-template-columns: minmax(0, 1fr);
    }

    .saves {
      justify-content: flex-start;
    }
  }

  @media print {
    .scroller {
      max-height: none;
      overflow: visible;
      border: 0;
      contain: none;
    }

    .heads,
    .id {
      position: static;
    }

    .grid {
      width: auto;
      font-size: 9pt;
    }

    .id {
      width: 6rem;
    }

    .cell,
    .id + .cell {
      flex: 1 1 0;
      width: auto;
      min-width: 0;
      margin: 0;
      padding: 0 0.375rem;
    }

    .head button {
      display: flex !important;
      border: 0;
    }

    .line {
      height: auto;
      break-inside: avoid;
    }

    .cell a {
      min-height: 0;
    }

    .on-paper {
      display: block;
    }
  }
`;
