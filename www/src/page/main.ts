import { mount } from 'svelte';
import App from './App.svelte';
import { en } from './i18n/en';
import { startEngine } from './state/engine';
import { LabState } from './state/lab.svelte';
import { loadPretrained } from './state/pretrained';
import { missingFeature } from './state/support';
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
  const lab = new LabState({
    startEngine,
    pretrained: loadPretrained(document.baseURI),
    nextFrame: () => new Promise((resolve) => requestAnimationFrame(() => resolve())),
  });
  mount(App, { target, props: { lab, t: en } });
  void lab.openPretrained();
}
