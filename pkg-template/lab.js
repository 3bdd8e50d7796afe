// The lab as a package, whichever way its two files come: the core's own class, opened with defaults, checked images, and
// training that leaves the page alive.
import start, { Images, Lab, defaults, makeRoom, surpriseSeed } from './wasm/vae_lab.js';
import { BOUNDS } from './bounds.js';
import { arrayType, failure, onlyKeys, typeName, whole } from './failure.js';
import { fromImageData } from './pictures.js';
import { checkedImages, inkOf } from './pixels.js';
import { checkPlatform, startFailure } from './start.js';

/** A slice of training ends after about this long, so that the page can paint and answer. */
const SLICE_MS = 8;

export { BOUNDS, Images, Lab, fromImageData, surpriseSeed };

/**
 * What an entry exports. `sources.wasm(given)`: what the module is started from, `given` being what the caller named, if
 * anything; `sources.digits()`: the bytes of the bundled digits.
 */
export function entry(sources) {
  return {
    async createLab(config = {}) {
      onlyKeys(config, ['data', 'model', 'pixels', 'options', 'seed', 'wasm'], 'The configuration');
      const { data, model, pixels, options, seed, wasm } = config;
      const checked = data === undefined ? undefined : checkedImages(data);
      await startOnce(sources, wasm);
      const images = checked ? imagesOf(checked) : Images.fromPacked(await sources.digits(), 'digits8x8');
      try {
        return Lab.open(withDefaults({ model, pixels, options, seed }, images.info()), images);
      } finally {
        images.free(); // the lab holds on to what it needs
      }
    },

    async createImages(data, config = {}) {
      onlyKeys(config, ['wasm'], 'The configuration');
      const checked = checkedImages(data);
      await startOnce(sources, config.wasm);
      return imagesOf(checked);
    },

    async openLab(weights, config = {}) {
      onlyKeys(config, ['data', 'wasm'], 'The configuration');
      const bytes = checkedBytes(weights);
      const checked = config.data === undefined ? undefined : checkedImages(config.data);
      await startOnce(sources, config.wasm);
      makeRoom(bytes.length);
      const lab = Lab.fromWeights(bytes);
      if (!checked) return lab;
      let images;
      try {
        images = imagesOf(checked);
        lab.attach(images);
        return lab;
      } catch (error) {
        lab.free();
        throw error;
      } finally {
        images?.free();
      }
    },
  };
}

export function encode(lab, pixels) {
  const { height, width } = lab.info().model;
  return lab.encode(inkOf(pixels, height, width));
}

export function evaluate(lab, set = 'heldOut') {
  const { heldOutImages, trainImages } = lab.info();
  const { images, sums } = lab.evaluate(
    set,
    0,
    set === 'heldOut' ? heldOutImages : Math.min(heldOutImages, trainImages),
  );
  return Object.fromEntries(Object.entries(sums).map(([term, sum]) => [term, sum / images]));
}

export async function trainInSlices(lab, steps, hooks = {}) {
  whole(steps, [0, Number.MAX_SAFE_INTEGER], 'steps');
  onlyKeys(hooks, ['onSlice', 'signal'], 'The last argument');
  const { onSlice, signal } = hooks;
  let left = steps;
  let slice = 1;
  while (left > 0 && !signal?.aborted) {
    const count = Math.min(slice, left);
    const beginMs = performance.now();
    const stats = lab.train(count);
    const stepMs = (performance.now() - beginMs) / count;
    left -= count;
    slice = Math.max(1, Math.min(2 * slice, Math.floor(SLICE_MS / stepMs)));
    onSlice?.(stats);
    await breath();
  }
  return steps - left;
}

/** Room is made first: an allocation that failed on the way would be the end of the module. */
function imagesOf(checked) {
  makeRoom(2 * checked[0].length);
  return Images.fromPixels(...checked);
}

let started;

/** Starts the module once; a start that failed may be tried again. */
function startOnce(sources, wasm) {
  started ??= (async () => {
    checkPlatform();
    return start({ module_or_path: await sources.wasm(wasm) });
  })().catch((error) => {
    started = undefined;
    throw startFailure(error);
  });
  return started;
}

/** A file's bytes, also as `arrayBuffer()` gives them. */
function checkedBytes(weights) {
  if (arrayType(weights) === 'Uint8Array') return weights;
  if (Object.prototype.toString.call(weights) === '[object ArrayBuffer]') return new Uint8Array(weights);
  const expected = 'a Uint8Array or an ArrayBuffer';
  const sentence = `The weights must be ${expected}, not ${typeName(weights)}.`;
  throw failure('bad_weights', 'weights', 'type', sentence, { expected });
}

function withDefaults({ model, pixels, options, seed }, { height, width }) {
  const run = defaults();
  return {
    model: { ...run.model, height, width, ...model },
    pixels: pixels ?? run.pixels,
    seed: seed ?? run.seed,
    options: { ...run.options, ...options },
  };
}

/** Lets the page do what is waiting; a message is not held back as a timer is. */
function breath() {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
