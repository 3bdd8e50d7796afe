/// <reference types="vitest/config" />
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig, type Plugin } from 'vite';

// Cross-origin isolation gives the page shared memory (threads) and a finer clock.
// The built site also works on a host that does not send these headers.
const isolation = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};
const server = { host: '127.0.0.1', headers: isolation };

// What the built site needs of a content security policy, and no more. The development server puts scripts and styles into
// the page itself and cannot be visited under it.
const policy = {
  'Content-Security-Policy':
    "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' blob: data:; " +
    "worker-src 'self' blob:; connect-src 'self'",
};

const OF_LANGUAGE = "domEnv ? nav.language : 'en-US'";

/** As it loads, uPlot makes a formatter for the browser's language, and throws where the system gives that a name that is no
 *  language (`LANG=C`: "C"). The formatter is unused: the page writes its numbers itself. */
const uplotInNoLanguage: Plugin = {
  name: 'uplot-in-no-language',
  transform: {
    filter: { id: /uplot\/dist\/uPlot\.esm\.js/ },
    handler(code) {
      if (!code.includes(OF_LANGUAGE)) this.error('uPlot makes its formatter in another way');
      return { code: code.replace(OF_LANGUAGE, "'en-US'"), map: null };
    },
  },
};

/** What opening does not need lies in a folder of its own: `cargo xtask size` weighs the two apart. */
const chunkFileNames = ({ isDynamicEntry }: { isDynamicEntry: boolean }) =>
  isDynamicEntry ? 'assets/later/[name]-[hash].js' : 'assets/[name]-[hash].js';

export default defineConfig({
  appType: 'mpa', // a missing file is a 404, not the page again
  base: './', // relative addresses: any static host, any folder
  plugins: [svelte(), uplotInNoLanguage],
  optimizeDeps: { exclude: ['uplot'] }, // what is bundled beforehand passes by the plugins
  server: { ...server, fs: { allow: ['..'] } }, // the data set lies beside the crate's sources
  preview: { ...server, headers: { ...isolation, ...policy } },
  worker: { format: 'es', rolldownOptions: { output: { chunkFileNames } } },
  build: {
    target: 'es2022',
    assetsInlineLimit: 0,
    rolldownOptions: { output: { chunkFileNames } },
  },
  test: {
    include: ['tests/**/*.test.ts'],
    environment: 'node',
    // As it is built: the module for browsers, through the plugins.
    alias: [{ find: /^uplot$/, replacement: 'uplot/dist/uPlot.esm.js' }],
    server: { deps: { inline: ['uplot'] } },
  },
});
