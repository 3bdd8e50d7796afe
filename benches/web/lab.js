// One build of the lab as a contender: a net trained by `Lab`, with helper workers where the build has threads.

/** Loads a build once; its helpers, if it has any, wait on the shared memory from then on. */
export async function loadBuild({ variant, threads }) {
  const base = `${self.location.origin}/wasm/${variant}`;
  const glue = await import(/* @vite-ignore */ `${base}/vae_lab.js`);
  const module = await WebAssembly.compileStreaming(fetch(`${base}/vae_lab_bg.wasm`));
  const { memory } = await glue.default({ module_or_path: module });
  const helpers = [];
  for (let index = 1; index < threads; index++) {
    const helper = new Worker(new URL('./helper.js', import.meta.url), { type: 'module' });
    helper.postMessage({ glue: `${base}/vae_lab.js`, module, memory, index });
    await new Promise((resolve, reject) => {
      helper.onmessage = resolve;
      helper.onerror = (event) => reject(new Error(`a helper did not start: ${event.message}`));
    });
    helpers.push(helper);
  }
  return { glue, arithmetic: glue.arithmetic(), threads };
}

export function labContender(build, net, images) {
  const { side, hidden, latent, batch } = net;
  const config = {
    model: {
      family: 'vae',
      height: side,
      width: side,
      body: { kind: 'dense', hidden, activation: 'relu' },
      latent,
      likelihood: { kind: 'bernoulli' },
    },
    pixels: 'grey',
    seed: 7,
    options: { learningRate: 1e-3, beta: 1, batchSize: batch },
  };
  const opened = build.glue.Images.fromPacked(images, net.name);
  const lab = build.glue.Lab.open(config, opened);
  opened.free();
  const threads = build.threads > 1 ? lab.setThreads(build.threads) : 1;
  return {
    build: build.arithmetic,
    threads,
    run: async (steps) => lab.train(steps),
    meanLoss: async (steps) => lab.train(steps).terms.negElboNats,
    hash: () => lab.weightsHash(),
    free: () => lab.free(),
  };
}
