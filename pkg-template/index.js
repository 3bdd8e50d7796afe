// The package for pages: the module and the digits are files beside this one, fetched when they are needed.
import { entry } from './lab.js';

export { BOUNDS, Images, Lab, encode, evaluate, fromImageData, surpriseSeed, trainInSlices } from './lab.js';

export const { createLab, createImages, openLab } = entry({
  wasm: (given) => given ?? file(new URL('./wasm/vae_lab_bg.wasm', import.meta.url), 'WebAssembly module'),
  digits: async () =>
    new Uint8Array(
      await (await file(new URL('./data/digits8x8.bin', import.meta.url), 'bundled digits')).arrayBuffer(),
    ),
});

/** A bundler that does not know this form leaves an address behind where nothing is, or a development server's page. */
async function file(url, what) {
  const answer = await fetch(url);
  const isPage = answer.headers.get('Content-Type')?.startsWith('text/html');
  if (answer.ok && !isPage) return answer;
  const got = isPage ? 'a web page came instead' : `status ${answer.status}`;
  throw new Error(
    `The ${what} of vae-lab could not be fetched from ${url} (${got}). Import from 'vae-lab/inline', which needs no file.`,
  );
}
