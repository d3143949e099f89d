// Sets the table of results: columns on a desk, cards on a phone, every row on paper.
import { css } from 'lit';

export const results = css`
  .intro {
    display: grid;
    gap: calc(var(--step) * 2);
    margin-bottom: calc(var(--step) * 4);
  }

  ta-progress.card,
  .answer {
    margin-bottom: calc(var(--step) * 3);
  }

  .full {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: calc(var(--step) * 2);
  }

  .older .scroller {
    opacity: 0.72;
  }

  .controls {
    display: grid;
    grid-template-columns: minmax(0, 14rem) minmax(0, 12rem) minmax(0, 14rem) 1fr;
    gap: calc(var(--step) * 1) calc(var(--step) * 2);
    align-items: end;
  }

  .controls.few {
    grid-template-columns: minmax(0, 16rem) 1fr;
  }

  .filter {
    display: grid;
    gap: calc(var(--step) / 2);
  }

  .narrow {
    display: none;
  }

  .saves {
    grid-column-end: -1;
    display: flex;
    flex-wrap: wrap;
    justify-content: flex-end;
    gap: var(--step);
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
  }

  [role='table'] {
    /* The column of percentiles is there or not: an empty property is no column. */
    --place: ;
    --columns: minmax(13rem, 2.4fr) var(--place) 6.5rem 9rem 9rem 5.5rem 6rem minmax(6rem, 1fr);
    min-width: 62rem;
  }

  .with-sample {
    --columns: minmax(11rem, 2.4fr) minmax(5rem, 1fr) var(--place) 6.5rem 9rem 9rem 5rem 5.5rem minmax(6rem, 1fr);
  }

  .with-filled {
    --columns: minmax(11rem, 2.4fr) var(--place) 5.5rem 5.5rem 9rem 8.75rem 4.5rem 5rem minmax(5.5rem, 1fr);
  }

  .with-sample.with-filled {
    --columns: minmax(9rem, 2.4fr) minmax(3.5rem, 0.8fr) var(--place) 5.25rem 5.25rem 8.5rem 8.5rem 4.25rem 4.75rem
      minmax(5rem, 1fr);
  }

  .with-percentile {
    --place: 8.5rem;
    --columns: minmax(11rem, 2.4fr) var(--place) 6rem 8.25rem 8.75rem 4.5rem 5rem minmax(5rem, 1fr);
    min-width: 64rem;
  }

  .with-percentile.with-sample {
    --columns: minmax(9rem, 2.4fr) minmax(4rem, 1fr) var(--place) 6rem 8.25rem 8.75rem 4.5rem 5rem minmax(5rem, 1fr);
  }

  .with-percentile.with-filled {
    --columns: minmax(10.5rem, 2.4fr) var(--place) 5.25rem 5.25rem 8.25rem 8.25rem 4rem 4.75rem minmax(5rem, 1fr);
  }

  .with-percentile.with-sample.with-filled {
    --columns: minmax(9rem, 2fr) minmax(4.5rem, 1fr) var(--place) 5.25rem 5.25rem 4.25rem 7.25rem 4rem 4.75rem
      minmax(5rem, 1fr);
    min-width: 66.75rem;
  }

  .with-percentile.with-sample.with-filled .coverage svg {
    display: none;
  }

  .with-percentile .line {
    column-gap: calc(var(--step) * 1.5);
  }

  .percentile svg {
    margin-left: -6px;
  }

  .percentile .told {
    font-weight: 600;
  }

  .percentile .range,
  .percentile .why {
    color: var(--ink-soft);
    font-weight: 400;
  }

  .percentile .why {
    display: block;
    font-size: var(--size-1);
  }

  .comparing {
    display: grid;
    gap: var(--step);
    max-width: 45rem;
  }

  .heads {
    position: sticky;
    top: 0;
    z-index: 1;
    background: var(--sheet);
    box-shadow: 0 1px 0 var(--line-strong);
  }

  .line {
    display: grid;
    grid-template-columns: var(--columns);
    gap: 0 calc(var(--step) * 2);
    align-items: center;
    height: 56px;
    padding: 0 calc(var(--step) * 2);
    border-bottom: 1px solid var(--line);
  }

  .line:not(.head):hover {
    background: var(--sunk);
  }

  .cell {
    min-width: 0;
    line-height: 1.25;
  }

  .cell.n {
    text-align: right;
  }

  .head button {
    gap: 2px;
    padding: 0;
    color: var(--ink-soft);
    font-size: var(--size-1);
    white-space: nowrap;
  }

  .head .n {
    display: flex;
    justify-content: flex-end;
  }

  .arrow {
    color: var(--ink);
  }

  .name a,
  .name .id,
  .sample {
    display: block;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  /* Two lines: names of one family often differ at their ends. */
  .cell .sample,
  .cell.sample {
    display: -webkit-box;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 2;
    line-height: 1.25;
    white-space: normal;
    overflow-wrap: anywhere;
  }

  /* Two lines and the id below them fill a row's height. */
  .name a {
    display: -webkit-box;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 2;
    line-height: 1.15;
    font-weight: 600;
    white-space: normal;
    overflow-wrap: anywhere;
  }

  .name .id {
    line-height: 1.15;
  }

  .name .id,
  .of {
    color: var(--ink-soft);
    font-size: var(--size-1);
  }

  .sum {
    font-weight: 600;
  }

  .coverage {
    display: flex;
    align-items: center;
    gap: var(--step);
  }

  .coverage svg {
    flex: none;
  }

  .coverage span {
    width: 3.25rem;
    text-align: right;
  }

  .flag {
    display: inline-block;
    color: var(--ink-soft);
    font-size: var(--size-1);
    white-space: nowrap;
  }

  .flags {
    display: flex;
    flex-wrap: wrap;
    gap: 0 var(--step);
  }

  .flag.fix::before {
    content: '◆ ';
    color: var(--mark);
  }

  .none {
    padding: calc(var(--step) * 4);
    border: 1px solid var(--line);
    border-radius: calc(var(--round) * 1.5);
  }

  .run {
    display: grid;
    gap: calc(var(--step) * 2);
    margin-top: calc(var(--step) * 3);
  }
`;
