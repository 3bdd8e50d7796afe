// The same VAE in TensorFlow.js on its wasm backend, as well as it can be driven: one tidied graph a step, fused layers,
// data on the backend from the start, no read-back but the loss at the end of a slice, and gradients that transpose
// first (its own ask the backend for transposed products, which leave the fast kernels there).
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-core/dist/register_all_gradients.js';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { layers } from './nets.js';

export async function startTensorflow() {
  setWasmPaths(`${self.location.origin}/tfjs/`);
  tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false); // one thread, without a pool that waits for nothing
  await tf.setBackend('wasm');
  await tf.ready();
  if (tf.getBackend() !== 'wasm') throw new Error(`TensorFlow.js runs on ${tf.getBackend()}, not on wasm`);
}

/** The packed file: a header of 12 bytes, a byte a pixel, a byte a label. */
function unpacked(images, pixels) {
  const count = new DataView(images.buffer, images.byteOffset).getUint32(8, true);
  return { count, levels: Float32Array.from(images.subarray(12, 12 + count * pixels)) };
}

/** y = x·w + b; dx = dy·wᵀ, dw = xᵀ·dy, db = Σ dy */
const linear = tf.customGrad((x, w, b, save) => {
  save([x, w]);
  const value = tf.fused.matMul({ a: x, b: w, bias: b });
  return { value, gradFunc: (dy, [x, w]) => gradients(dy, x, w) };
});

/** y = relu(x·w + b); its gradient passes where y > 0. */
const hidden = tf.customGrad((x, w, b, save) => {
  const value = tf.fused.matMul({ a: x, b: w, bias: b, activation: 'relu' });
  save([x, w, value]);
  return { value, gradFunc: (dy, [x, w, y]) => gradients(tf.mul(dy, tf.step(y)), x, w) };
});

function gradients(dy, x, w) {
  return [tf.matMul(dy, tf.transpose(w)), tf.matMul(tf.transpose(x), dy), tf.sum(dy, 0)];
}

export function tensorflowContender(net, packed) {
  const { side, latent, batch } = net;
  const { count, levels } = unpacked(packed, side * side);
  const { encoder, decoder } = layers(net);
  const images = tf.tidy(() => tf.div(tf.tensor2d(levels, [count, side * side]), 255));
  const made = [...encoder, ...decoder].map(([inputs, outputs]) => {
    const bound = 1 / Math.sqrt(inputs);
    const variable = (shape) => tf.tidy(() => tf.variable(tf.randomUniform(shape, -bound, bound)));
    return { kernel: variable([inputs, outputs]), bias: variable([outputs]) };
  });
  const [encode, decode] = [made.slice(0, encoder.length), made.slice(encoder.length)];
  const through = (stack, input) =>
    stack.reduce((x, { kernel, bias }, i) => (i < stack.length - 1 ? hidden : linear)(x, kernel, bias), input);

  const loss = (x) => {
    const [mu, logvar] = tf.split(through(encode, x), 2, 1);
    const variance = tf.exp(logvar);
    const z = tf.add(mu, tf.mul(tf.sqrt(variance), tf.randomNormal([batch, latent])));
    const logits = through(decode, z);
    const recon = tf.sum(tf.sub(tf.softplus(logits), tf.mul(x, logits)));
    const kl = tf.mul(0.5, tf.sum(tf.sub(tf.add(tf.square(mu), variance), tf.add(logvar, 1))));
    return tf.div(tf.add(recon, kl), batch);
  };

  const variables = made.flatMap(({ kernel, bias }) => [kernel, bias]);
  const optimizer = tf.train.adam(1e-3);
  const batches = Math.floor(count / batch);
  let done = 0;
  const step = () =>
    tf.tidy(() => {
      const x = tf.slice(images, [(done++ % batches) * batch, 0], [batch, side * side]);
      const { value, grads } = tf.variableGrads(() => loss(x), variables);
      optimizer.applyGradients(grads);
      return value;
    });

  return {
    build: 'simd',
    threads: 1,
    host: 'tfjs',
    async run(steps) {
      let last;
      for (let i = 0; i < steps; i++) {
        last?.dispose();
        last = step();
      }
      const [loss] = await last.data(); // the graph has run when this is there
      last.dispose();
      return loss;
    },
    async meanLoss(steps) {
      let sum = 0;
      for (let i = 0; i < steps; i++) sum += await this.run(1);
      return sum / steps;
    },
    free() {
      tf.dispose([images, ...variables]);
      optimizer.dispose();
    },
  };
}
