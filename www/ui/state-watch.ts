// Redraws an element when what the page knows changes: at once, and then no more often than the screen does.
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { AppState } from './app-state.ts';

export class StateWatch implements ReactiveController {
  readonly #host: ReactiveControllerHost & { readonly app: AppState };
  #stop: (() => void) | null = null;
  #frame: 'free' | 'drawn' | 'behind' = 'free';

  constructor(host: ReactiveControllerHost & { readonly app: AppState }) {
    this.#host = host;
    host.addController(this);
  }

  hostUpdate(): void {
    this.#stop ??= this.#host.app.subscribe(() => this.#redraw());
  }

  hostConnected(): void {
    this.#host.requestUpdate();
  }

  hostDisconnected(): void {
    this.#stop?.();
    this.#stop = null;
  }

  /** Thousands of scores say thousands of times how far they are; a list that long is not drawn anew for each. */
  #redraw(): void {
    if (this.#frame !== 'free') {
      this.#frame = 'behind';
      return;
    }
    this.#host.requestUpdate();
    // A page that is not shown has no frames.
    if (document.hidden) return;
    this.#frame = 'drawn';
    requestAnimationFrame(() => {
      const isBehind = this.#frame === 'behind';
      this.#frame = 'free';
      if (isBehind) this.#redraw();
    });
  }
}
