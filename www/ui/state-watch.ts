// Redraws an element when what the page knows changes.
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { AppState } from './app-state.ts';

export class StateWatch implements ReactiveController {
  readonly #host: ReactiveControllerHost & { readonly app: AppState };
  #stop: (() => void) | null = null;

  constructor(host: ReactiveControllerHost & { readonly app: AppState }) {
    this.#host = host;
    host.addController(this);
  }

  hostUpdate(): void {
    this.#stop ??= this.#host.app.subscribe(() => this.#host.requestUpdate());
  }

  hostConnected(): void {
    this.#host.requestUpdate();
  }

  hostDisconnected(): void {
    this.#stop?.();
    this.#stop = null;
  }
}
