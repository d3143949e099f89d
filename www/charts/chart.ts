// Says what every chart brings with it: the finding in words, the picture, its reading and its table.
import type { Drawing } from './drawing.ts';

export type ChartColumn = { readonly label: string; readonly numeric: boolean };

export type Chart = {
  /** Stem of the file names when it is saved. */
  readonly name: string;
  /** The finding, as a sentence without a full stop. */
  readonly title: string;
  /** The number behind the finding, and what is drawn. */
  readonly sentence: string;
  readonly drawing: Drawing;
  /** What is read aloud for each mark; marks carry `data-mark` with the index into this list. */
  readonly readings: readonly string[];
  readonly table: { readonly columns: readonly ChartColumn[]; readonly rows: readonly (readonly string[])[] };
};
