// Cuts a label that is too wide for its place and says so with an ellipsis.
import { textWidth } from './text-width.ts';

export function shorten(text: string, width: number): string {
  if (textWidth(text) <= width) return text;
  let end = text.length;
  while (end > 1 && textWidth(text.slice(0, end)) + 9 > width) end -= 1;
  return `${text.slice(0, end).trimEnd()}…`;
}
