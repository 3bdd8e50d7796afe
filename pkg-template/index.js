// The package for pages: the module and the digits are files beside this one, fetched when they are needed.
import { entry } from './lab.js';
import { DIGITS, MODULE, missingFile } from './start.js';

export { BOUNDS, Images, Lab, encode, evaluate, fromImageData, surpriseSeed, trainInSlices } from './lab.js';

export const { createLab, createImages, openLab } = entry({
  wasm: (given) => given ?? file(new URL('./wasm/vae_lab_bg.wasm', import.meta.url), MODULE),
  digits: async () =>
    new Uint8Array(
      await (await file(new URL('./data/digits8x8.bin', import.meta.url), DIGITS)).arrayBuffer(),
    ),
});

/** A bundler that does not know this form leaves an address behind where nothing is, or a development server's page. */
async function file(url, which) {
  const answer = await fetch(url).catch((thrown) => {
    throw missingFile(which, url, 'network', thrown.message);
  });
  const isPage = answer.headers.get('Content-Type')?.startsWith('text/html');
  if (answer.ok && !isPage) return answer;
  if (isPage) throw missingFile(which, url, 'page', 'a web page came instead');
  throw missingFile(which, url, 'status', `status ${answer.status}`, { status: answer.status });
}
