// A bare page over the engine and the network rooms, for specs that need no views.
import { Engine } from '../../../www/client/engine.ts';
import { Catalog } from '../../../www/net/catalog.ts';
import { download } from '../../../www/net/download.ts';
import { Ledger } from '../../../www/net/ledger.ts';
import { Shelf } from '../../../www/net/shelf.ts';
import { forget } from '../../../www/pwa/forget.ts';
import { register } from '../../../www/pwa/register.ts';

const restarts: string[] = [];
const ledger = new Ledger();
ledger.watchPage();
const engine = new Engine({ onRestart: (why) => restarts.push(why.code) });
const files = (testId: string) => [
  ...(document.querySelector<HTMLInputElement>(`[data-testid="${testId}"]`)?.files ?? []),
];
const offline = register({ onKept: (urls) => urls.forEach((url) => void ledger.note(url, 0, 'network')) });

const bare = {
  engine,
  ledger,
  catalog: new Catalog(ledger),
  shelf: new Shelf(ledger),
  download,
  forget,
  files,
  offline,
  restarts,
};
export type BarePage = typeof bare;
Object.assign(globalThis, { bare });
