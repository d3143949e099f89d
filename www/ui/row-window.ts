// Keeps only the rows in sight in a long list; printing brings them all.
import type { ReactiveController, ReactiveControllerHost } from 'lit';

export type Window = { readonly first: number; readonly last: number; readonly above: number; readonly below: number };

const spareRows = 8;
const spareColumns = 2;
/** Columns that go on paper. */
const printedColumns = 6;

/** Which of `count` rows of one height stand in a view of `height` scrolled to `top`; and the same of columns. */
export function rowsInSight(count: number, rowHeight: number, top: number, height: number, spare = spareRows): Window {
  const first = Math.min(Math.max(0, Math.floor(top / rowHeight) - spare), Math.max(0, count - 1));
  const last = Math.min(count, Math.ceil((top + height) / rowHeight) + spare);
  return { first, last, above: first * rowHeight, below: Math.max(0, (count - last) * rowHeight) };
}

export class RowWindow implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #rowHeight: () => number;
  #scroller: Element | null = null;
  #printing = false;
  readonly #size = new ResizeObserver(() => this.#host.requestUpdate());

  constructor(host: ReactiveControllerHost, rowHeight: () => number) {
    this.#host = host;
    this.#rowHeight = rowHeight;
    host.addController(this);
  }

  hostConnected(): void {
    window.addEventListener('beforeprint', this.#toPrint);
    window.addEventListener('afterprint', this.#printed);
  }

  hostDisconnected(): void {
    window.removeEventListener('beforeprint', this.#toPrint);
    window.removeEventListener('afterprint', this.#printed);
    this.attach(undefined);
  }

  /** For Lit's `ref`: the element that scrolls. */
  readonly attach = (element: Element | undefined): void => {
    if (element === this.#scroller) return;
    this.#scroller?.removeEventListener('scroll', this.#scrolled);
    this.#size.disconnect();
    this.#scroller = element ?? null;
    if (!element) return;
    element.addEventListener('scroll', this.#scrolled, { passive: true });
    this.#size.observe(element);
  };

  inSight(count: number): Window {
    if (this.#printing) return { first: 0, last: count, above: 0, below: 0 };
    const height = this.#scroller?.clientHeight || 800;
    return rowsInSight(count, this.#rowHeight(), this.#scroller?.scrollTop ?? 0, height);
  }

  /** Columns of `width` to the right of one that stays, which is `first` wide. */
  columnsInSight(count: number, width: number, first: number): Window {
    if (this.#printing) return { first: 0, last: Math.min(count, printedColumns), above: 0, below: 0 };
    const room = Math.max(width, (this.#scroller?.clientWidth || 1200) - first);
    return rowsInSight(count, width, this.#scroller?.scrollLeft ?? 0, room, spareColumns);
  }

  /** Scrolls as little as needed for a cell to be seen whole beside and under what stays. */
  bringInSight(row: number, column: number, width: number, first: number, head: number): void {
    const scroller = this.#scroller;
    if (!scroller) return;
    const height = this.#rowHeight();
    const into = (start: number, size: number, from: number, room: number): number =>
      start < from ? start : start + size > from + room ? start + size - room : from;
    const top =
      row < 0 ? scroller.scrollTop : into(row * height, height, scroller.scrollTop, scroller.clientHeight - head);
    const left = column < 0 ? 0 : into(column * width, width, scroller.scrollLeft, scroller.clientWidth - first);
    scroller.scrollTo({ top, left });
    this.#host.requestUpdate();
  }

  /** Rows that fit into the view under a head. */
  rowsOfPage(head: number): number {
    return Math.max(1, Math.floor(((this.#scroller?.clientHeight ?? 800) - head) / this.#rowHeight()) - 1);
  }

  toTop(): void {
    this.#scroller?.scrollTo({ top: 0 });
  }

  readonly #scrolled = (): void => this.#host.requestUpdate();

  readonly #toPrint = (): void => {
    this.#printing = true;
    this.#host.requestUpdate();
  };

  readonly #printed = (): void => {
    this.#printing = false;
    this.#host.requestUpdate();
  };
}
