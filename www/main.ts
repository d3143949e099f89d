// Starts the page: engine, network and state are made here, once, and handed to the one element that shows them.
import { Engine } from './client/engine.ts';
import { LazyLabs } from './client/lazy-labs.ts';
import { deployment } from './net/deployment.ts';
import { register } from './pwa/register.ts';
import { Answers } from './ui/answers.ts';
import { AppState } from './ui/app-state.ts';
import { Network } from './ui/network.ts';
import { readOptions } from './ui/read-options.ts';
import { readTheme } from './ui/read-theme.ts';
import { TaApp } from './ui/ta-app.ts';

readTheme();
const network = new Network();
network.ledgerOfPage.watchPage();
const { written, threads } = readOptions(location.search);
const engine = new Engine({ onRestart: (why, lost) => app.restarted(why, lost) });
const labs = new LazyLabs((files) => {
  for (const { url, bytes, from } of files) network.ledgerOfPage.note(url, bytes, from);
});
const app = new AppState({ engine, net: network, answers: new Answers(), labs, threads, ...deployment }, written);
const page = new TaApp();
page.app = app;
document.body.append(page);
void app.start().then(() => {
  for (const { url, bytes, from } of engine.state?.loaded ?? []) network.ledgerOfPage.note(url, bytes, from);
  // `npm start` opens the page so: on the sample person, with nothing to look for first.
  if (new URLSearchParams(location.search).has('sample')) void app.openSample();
});
void register({
  onAsked: (url) => network.ledgerOfPage.note(url, 0, 'network'),
  onKept: (urls) => {
    for (const url of urls) network.ledgerOfPage.note(url, 0, 'network');
  },
});
