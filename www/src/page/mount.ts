import { mount as mountComponent } from 'svelte';
import App from './App.svelte';
import { en } from './i18n/en';
import { clock, nextFrame, whenIdle } from './state/browser';
import { startEngine } from './state/engine';
import { loadPretrained } from './state/pretrained';
import { missingFeature } from './state/support';
import { Workbench } from './state/workbench.svelte';
import './styles/tokens.css';
import './styles/base.css';
import './styles/phone.css';
import Unsupported from './Unsupported.svelte';

/**
 * Puts a lab in the place of what `root` holds. It keeps to that element: its theme, sizes and words are its own, so a
 * document may have several. A root that has a height of its own and `container-type: size` is filled without scrolling
 * where there is room for it; any other is as high as the lab needs.
 */
export async function mount(root: HTMLElement): Promise<void> {
  root.classList.add('vae-lab');
  const missing = await missingFeature();
  const before = [...root.childNodes];
  root.replaceChildren();
  try {
    fill(root, missing);
  } catch (failed) {
    // An empty page says nothing: the words that stood here come back, and who listens for failures adds why.
    root.replaceChildren(...before);
    throw failed;
  }
}

function fill(root: HTMLElement, missing: string | null): void {
  if (missing) {
    mountComponent(Unsupported, { target: root, props: { missing, t: en } });
    return;
  }
  const bench = new Workbench({
    startEngine,
    pretrained: loadPretrained(document.baseURI),
    nextFrame,
    whenIdle,
    clock,
  });
  mountComponent(App, { target: root, props: { bench, root, t: en } });
  void bench.openPretrained();
  // What is needed only later is here before the net may be gone.
  whenIdle(() => void Promise.allSettled([en.sayings(), import('./take-home')]));
}
