// Sets how the marks of a chart look on the page, in both colour schemes and in print.
import { css } from 'lit';

export const chart = css`
  svg {
    display: block;
    max-width: 100%;
    height: auto;
    font-size: 13px;
    font-variant-numeric: tabular-nums lining-nums;
  }

  svg text {
    fill: var(--ink);
  }

  svg .label {
    fill: var(--ink-soft);
  }

  svg .strong {
    font-weight: 600;
  }

  svg .mark {
    fill: var(--mark);
  }

  svg .rest {
    fill: var(--rest);
  }

  svg .faint,
  svg .track {
    fill: var(--faint);
  }

  svg .band {
    fill: color-mix(in oklab, var(--mark) 38%, var(--sheet));
  }

  svg .end {
    stroke: var(--mark);
    stroke-dasharray: 3 3;
  }

  svg .hatched {
    fill: var(--mark-soft);
    stroke: var(--mark);
  }

  svg .hatch {
    stroke: var(--mark);
  }

  svg .hollow {
    fill: var(--sheet);
    stroke: var(--line-strong);
  }

  svg .axis,
  svg .leader {
    fill: none;
    stroke: var(--line-strong);
  }

  svg .stem {
    stroke: var(--mark);
    stroke-width: 2;
  }

  svg .grid {
    stroke: var(--line);
  }

  svg .own,
  svg .average {
    fill: none;
    stroke: var(--mark);
    stroke-width: 2.5;
  }

  svg .average {
    stroke: var(--rest);
    stroke-dasharray: 6 4;
  }

  svg .reach {
    fill: transparent;
  }

  svg .row:hover .reach,
  svg .row.now .reach {
    fill: var(--press-soft);
  }

  /* In front of what is drawn, not behind it. */
  svg .row .see-through {
    opacity: 0.4;
  }

  svg .row.now .label,
  svg .row.now .value {
    fill: var(--ink);
    font-weight: 600;
  }

  @media print {
    svg .mark {
      fill: #333;
      print-color-adjust: exact;
    }

    svg .band {
      fill: #bbb;
      print-color-adjust: exact;
    }

    svg .stem,
    svg .end,
    svg .own,
    svg .hatch,
    svg .hatched {
      stroke: #333;
    }
  }
`;
