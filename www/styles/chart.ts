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

  svg .rule {
    stroke: var(--ink-soft);
    stroke-dasharray: 2 3;
  }

  svg .rule-name {
    fill: var(--ink-soft);
    font-weight: 400;
  }

  svg .dot {
    stroke: var(--paper);
    stroke-width: 1.5px;
  }

  /* Reference groups: told apart by shape and label first. */
  svg .group-0 {
    fill: light-dark(#2f67a8, #86b4ea);
  }

  svg .group-1 {
    fill: light-dark(#8b4a99, #d49ae0);
  }

  svg .group-2 {
    fill: light-dark(#1f7a70, #62c4b6);
  }

  svg .group-3 {
    fill: light-dark(#5d626a, #a7adb5);
  }

  svg .group-4 {
    fill: light-dark(#6f6a16, #c3bb58);
  }

  svg .group-5 {
    fill: light-dark(#a03a5c, #ea93ae);
  }

  svg .cloud path {
    opacity: 0.75;
  }

  svg .halo {
    font-weight: 600;
    paint-order: stroke;
    stroke: var(--paper);
    stroke-linejoin: round;
    stroke-width: 4px;
  }

  svg .oval {
    fill: var(--mark-soft);
    fill-opacity: 0.8;
    stroke: var(--mark);
  }

  svg .star {
    fill: var(--mark);
    stroke: var(--paper);
    stroke-width: 1.5px;
  }

  svg .cloud.now path,
  svg .cloud:hover path {
    opacity: 1;
    stroke: currentColor;
    stroke-width: 0.5px;
  }

  svg .person.now .star,
  svg .person:hover .star {
    stroke: var(--ink);
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

    svg .star {
      fill: #000;
      print-color-adjust: exact;
    }

    svg .band,
    svg .oval {
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
