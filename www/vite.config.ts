/// <reference types="vitest/config" />
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';

// Cross-origin isolation gives the page shared memory (threads) and a finer clock.
// The built site also works on a host that does not send these headers.
const isolation = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};
const server = { host: '127.0.0.1', headers: isolation };

export default defineConfig({
  appType: 'mpa', // a missing file is a 404, not the page again
  base: './', // relative addresses: any static host, any folder
  plugins: [svelte()],
  server: { ...server, fs: { allow: ['..'] } }, // the data set lies beside the crate's sources
  preview: server,
  worker: { format: 'es' },
  build: {
    target: 'es2022',
    assetsInlineLimit: 0,
    rolldownOptions: {
      output: {
        // What opening does not need lies in a folder of its own: `cargo xtask size` weighs the two apart.
        chunkFileNames: ({ isDynamicEntry }) =>
          isDynamicEntry ? 'assets/later/[name]-[hash].js' : 'assets/[name]-[hash].js',
      },
    },
  },
  test: { include: ['tests/**/*.test.ts'], environment: 'node' },
});
