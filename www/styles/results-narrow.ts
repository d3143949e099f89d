// Sets the view of results on narrow screens and on paper; it follows the usual style.
import { css } from 'lit';

export const resultsNarrow = css`
  @media screen and (max-width: 56rem) {
    .controls,
    .controls.few {
      grid-template-columns: minmax(0, 1fr);
    }

    .narrow {
      display: grid;
    }

    .saves {
      justify-content: flex-start;
    }

    [role='table'] {
      min-width: 0;
    }

    .heads {
      position: absolute;
      width: 1px;
      height: 1px;
      overflow: hidden;
      clip-path: inset(50%);
    }

    .line {
      grid-template-columns: minmax(0, 1fr) auto;
      grid-auto-rows: min-content;
      align-content: center;
      gap: 2px calc(var(--step) * 2);
      height: 112px;
      padding-top: 2px;
    }

    .cell.name {
      grid-area: 1 / 1 / span 2;
      align-self: start;
    }

    .cell.name a {
      display: -webkit-box;
      -webkit-box-orient: vertical;
      -webkit-line-clamp: 2;
      white-space: normal;
    }

    .cell.filled,
    .cell.excluded,
    .cell.unmatched {
      display: none;
    }

    .cell.observed {
      grid-area: 1 / 2;
    }

    .cell.coverage {
      grid-area: 2 / 2;
      align-self: start;
      justify-content: flex-end;
    }

    .cell.matched {
      grid-area: 3 / 1;
      font-size: var(--size-1);
      text-align: left;
    }

    .cell.flags {
      grid-area: 3 / 2;
      justify-content: flex-end;
    }

    .cell.sample {
      grid-area: 4 / 1;
      font-size: var(--size-1);
    }

    .with-percentile,
    .with-percentile.with-sample.with-filled {
      min-width: 0;
    }

    .with-percentile .line {
      height: 144px;
    }

    .with-percentile.with-sample.with-filled .coverage svg {
      display: block;
    }

    .cell.percentile {
      grid-area: 3 / 1 / auto / span 2;
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 0 var(--step);
      padding: 2px 0;
    }

    .percentile svg {
      order: -1;
    }

    .percentile .why {
      display: inline;
      margin-left: var(--step);
    }

    .with-percentile .cell.matched {
      grid-area: 4 / 1;
    }

    .with-percentile .cell.flags {
      grid-area: 4 / 2;
    }

    .with-percentile .cell.sample {
      grid-area: 5 / 1;
    }
  }

  @media print {
    .scroller {
      max-height: none;
      overflow: visible;
      border: 0;
    }

    .heads {
      position: static;
    }

    .head button {
      display: inline !important;
      border: 0;
    }

    [role='table'] {
      --columns: minmax(0, 2fr) var(--place) 5.5rem 8rem 7rem 4rem 5rem minmax(0, 1fr) !important;
      min-width: 0;
      font-size: 9pt;
    }

    .with-filled {
      --columns: minmax(0, 2fr) var(--place) 5.5rem 5.5rem 8rem 7rem 4rem 5rem minmax(0, 1fr) !important;
    }

    /* A page is too narrow for every column: the score's page has those left out. */
    .with-percentile {
      --place: 8.5rem;
      --columns: minmax(7rem, 2fr) var(--place) 5rem 3.5rem 7.5rem minmax(4.5rem, 1fr) !important;
      min-width: 0 !important;
    }

    .with-percentile.with-sample {
      --columns: minmax(7rem, 2fr) minmax(3rem, 0.7fr) var(--place) 5rem 3.5rem 7.5rem minmax(4.5rem, 1fr) !important;
    }

    .with-percentile .filled,
    .with-percentile .excluded,
    .with-percentile .unmatched,
    .with-percentile .coverage svg {
      display: none;
    }

    .with-percentile .n {
      justify-content: flex-end;
    }

    .line {
      height: auto;
      min-height: 0;
      padding: 0.25rem 0;
      break-inside: avoid;
    }

    .name a,
    .name .id,
    .flag {
      white-space: normal;
    }
  }
`;
