// Sets a question that a person has to decide: it stands out by place and edge, and each choice is easy to hit.
import { css } from 'lit';

export const decision = css`
  .decision {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: calc(var(--step) * 2);
    padding: calc(var(--step) * 3);
    border: 2px solid var(--mark);
    border-radius: calc(var(--round) * 1.5);
    background: var(--sheet);
  }

  .decision h2 {
    font-size: var(--size-3);
  }

  .decision h2::before {
    content: '◆ ';
    color: var(--mark);
  }

  .mark {
    display: flex;
    flex-wrap: wrap;
    justify-content: space-between;
    align-items: center;
    gap: 0 calc(var(--step) * 2);
    padding: calc(var(--step) * 1.5) calc(var(--step) * 2);
    border-left: 4px solid var(--mark);
    background: var(--mark-soft);
  }

  .mark p::before {
    content: '◆ ';
    color: var(--mark);
  }

  legend {
    padding: 0;
    font-weight: 600;
  }

  .choice {
    display: grid;
    grid-template-columns: 1.5rem minmax(0, 1fr);
    gap: 0 var(--step);
    align-items: start;
    margin-top: calc(var(--step) * 1.5);
  }

  .choice input {
    width: 1.25rem;
    height: 1.25rem;
    margin: 0.75rem 0 0;
    accent-color: var(--press);
  }

  .choice label {
    min-height: 2.75rem;
    padding: 0.625rem 0;
    cursor: pointer;
  }

  .choice p {
    grid-column: 2;
  }

  @media print {
    .mark {
      border: 1px solid;
    }
  }

  @media (max-width: 40rem) {
    .decision {
      padding: calc(var(--step) * 2);
    }
  }
`;
