// Sets a view of several parts: its introduction first, the parts one below the other.
import { css } from 'lit';

export const pageGrid = css`
  .page {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: calc(var(--step) * 6);
  }

  .intro {
    display: grid;
    gap: calc(var(--step) * 1.5);
  }
`;
