// A helper thread: joins the training worker's wasm memory and takes part in its steps until it is ended.
import type { VariantName } from './variant';
import { glueOf } from './wasm-package';

export type ToThread =
  | { join: { variant: VariantName; module: WebAssembly.Module; memory: WebAssembly.Memory } }
  | { help: number };

self.addEventListener('message', (event: MessageEvent<ToThread>) => void obey(event.data));

let helpTraining: ((index: number) => void) | null = null;

async function obey(message: ToThread): Promise<void> {
  if ('help' in message) {
    helpTraining?.(message.help);
    return;
  }
  const { variant, module, memory } = message.join;
  const wasm = await glueOf(variant);
  await wasm.default({ module_or_path: module, memory });
  helpTraining = (index) => wasm.helpTraining(index);
  self.postMessage('ready');
}
