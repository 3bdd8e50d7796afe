// A helper thread: joins the training worker's wasm memory and takes part in its steps until it is ended.
import type { ToThread } from '../shared/thread-orders';
import type { Join } from './helpers';
import { glueOf, type WasmPackage } from './wasm-package';

self.addEventListener('message', (event: MessageEvent<ToThread<Join>>) => void obey(event.data));

let joined: WasmPackage | null = null;

async function obey(message: ToThread<Join>): Promise<void> {
  if ('help' in message) {
    help(message.help);
    return;
  }
  const { variant, module, memory } = message.join;
  const wasm = await glueOf(variant);
  await wasm.default({ module_or_path: module, memory });
  joined = wasm;
  self.postMessage('ready');
}

/** Until training ends. A trap ends this thread alone: the others would wait for it at their barrier for ever. */
function help(index: number): void {
  if (!joined) throw new Error('this thread was asked to help before it had joined');
  try {
    joined.helpTraining(index);
  } catch (trap) {
    joined.abandonTraining();
    throw trap;
  }
}
