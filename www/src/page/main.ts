import { mount } from 'svelte';
import App from './App.svelte';
import { en } from './i18n/en';
import { startEngine } from './state/engine';
import { loadPretrained } from './state/pretrained';
import { missingFeature } from './state/support';
import { Workbench } from './state/workbench.svelte';
import './styles/tokens.css';
import './styles/base.css';
import Unsupported from './Unsupported.svelte';

const target = document.getElementById('app');
if (!target) throw new Error('index.html has no #app');

const missing = await missingFeature();
target.replaceChildren();
if (missing) {
  mount(Unsupported, { target, props: { missing, t: en } });
} else {
  const bench = new Workbench({
    startEngine,
    pretrained: loadPretrained(document.baseURI),
    nextFrame: () => new Promise((resolve) => requestAnimationFrame(() => resolve())),
  });
  mount(App, { target, props: { bench, t: en } });
  void bench.openPretrained();
}
