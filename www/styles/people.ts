// Sets the view of people: cards side by side, kept whole on paper.
import { css } from 'lit';

export const people = css`
  .top {
    display: flex;
    flex-wrap: wrap;
    align-items: start;
    justify-content: space-between;
    gap: calc(var(--step) * 2);
  }

  section {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: calc(var(--step) * 2);
  }

  section + section,
  .below {
    margin-top: var(--step);
    padding-top: calc(var(--step) * 4);
    border-top: 1px solid var(--line);
  }

  .cards {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(min(100%, 27rem), 1fr));
    gap: calc(var(--step) * 3);
    align-items: start;
    list-style: none;
  }

  .cards > li {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: calc(var(--step) * 2);
    max-width: none;
  }

  .who {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    justify-content: space-between;
    gap: 0 calc(var(--step) * 2);
  }

  .who h3,
  .who p {
    overflow-wrap: anywhere;
  }

  .finding {
    font-size: var(--size-3);
    font-weight: 600;
  }

  .state,
  .withheld {
    display: grid;
    gap: var(--step);
    padding-left: calc(var(--step) * 2);
    border-left: 4px solid var(--line-strong);
  }

  .state h4,
  .withheld h3,
  .small h4 {
    margin: 0;
    font-size: var(--size-2);
    font-weight: 600;
  }

  .small ul {
    padding-left: 1.25rem;
    list-style: disc;
  }

  .facts {
    font-size: var(--size-1);
  }

  .find {
    display: grid;
    gap: 0.25rem;
    max-width: 24rem;
  }

  .choice {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--step) calc(var(--step) * 2);
  }

  .choice select {
    width: auto;
  }

  .map h3 {
    font-size: var(--size-3);
  }

  @media print {
    section {
      display: block;
    }

    section > * + * {
      margin-top: 0.5rem;
    }

    .page {
      gap: 1.25rem;
    }

    section + section,
    .below {
      padding-top: 1rem;
    }

    .map {
      break-inside: avoid;
    }

    /* Relations that nobody asked to see are not printed, nor that they are not. */
    ta-kinship:not([data-shown]) {
      display: none;
    }

    .cards {
      grid-template-columns: repeat(2, minmax(0, 1fr));
      gap: 0.75rem;
    }

    .cards > li {
      padding: 0.75rem;
      border: 1px solid var(--line);
      break-inside: avoid;
    }
  }
`;
