// Names round values from 0 to some value, about five of them.
import { formatFigure } from '../shared/format-figure.ts';

export function evenTicks(most: number): readonly { readonly at: number; readonly text: string }[] {
  const rough = most / 5;
  const tenfold = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((times) => times * tenfold).find((size) => size >= rough) ?? rough;
  const count = Math.floor(most / step + 1e-9);
  return Array.from({ length: count + 1 }, (_, at) => ({ at: at * step, text: formatFigure(at * step) }));
}
