// Draws a share as one short bar for a table row; the number stands beside it as text.
import type { Drawing } from './drawing.ts';
import { drawing } from './drawing.ts';

export function coverageBar(share: number, width = 72): Drawing {
  const filled = Math.round(Math.max(0, Math.min(1, share)) * width * 10) / 10;
  return drawing(
    'svg',
    { viewBox: `0 0 ${width} 8`, width, height: 8, 'aria-hidden': 'true' },
    drawing('rect', { class: 'track', x: 0, y: 0, width, height: 8 }),
    drawing('rect', { class: 'mark', x: 0, y: 0, width: filled, height: 8 }),
  );
}
