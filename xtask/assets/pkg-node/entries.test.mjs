// Each entry in Node: the one that Node takes, the one in one piece, and that of pages, which a server may import.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import * as node from 'vae-lab';
import * as inline from 'vae-lab/inline';

const root = new URL('./', import.meta.resolve('vae-lab'));

/** In a process of its own: a module is started once. */
function printed(script) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', script], {
    cwd: import.meta.dirname ?? fileURLToPath(new URL('.', import.meta.url)),
    encoding: 'utf8',
  });
  assert.equal(status, 0, stderr);
  return stdout.trim();
}

function trained(entry, config = '') {
  return printed(`
    import { createLab, evaluate, trainInSlices } from '${entry}';
    const lab = await createLab(${config});
    const before = evaluate(lab).negElboNats;
    const done = await trainInSlices(lab, 200);
    console.log(done, evaluate(lab).negElboNats < 0.9 * before, lab.weightsHash());`);
}

test('does the package train in Node, from files or from text, to the same bits?', () => {
  const fromDisk = trained('vae-lab');
  assert.match(fromDisk, /^200 true [0-9a-f]{8}$/);
  assert.equal(trained('vae-lab/inline'), fromDisk);
  const file = new URL('wasm/vae_lab_bg.wasm', root);
  assert.equal(trained('vae-lab', `{ wasm: new URL('${file}') }`), fromDisk);
});

test('do all entries export the same?', async () => {
  const page = await import(new URL('index.js', root));
  const names = Object.keys(node).sort();
  assert.deepEqual(Object.keys(inline).sort(), names);
  assert.deepEqual(Object.keys(page).sort(), names);
  const declared = (await readFile(new URL('index.d.ts', root), 'utf8')).replace(/export type \{[^}]*\}/, '');
  for (const name of names)
    assert.match(declared, new RegExp(`export (declare )?(function|const|\\{[^}]*)\\s*\\b${name}\\b`), name);
});

test('does importing the entry of pages do nothing on a server?', () => {
  for (const file of ['index.js', 'inline.js']) {
    const script = `
      for (const name of ['fetch', 'WebAssembly']) globalThis[name] = new Proxy(() => {}, { get() { throw new Error('used'); }, apply() { throw new Error('used'); } });
      const before = Object.keys(globalThis).length;
      const { createLab } = await import('${new URL(file, root)}');
      console.log(typeof document, typeof createLab, Object.keys(globalThis).length - before);`;
    assert.equal(printed(script), 'undefined function 0');
  }
});

test('is a bundler that leaves the files behind named, with the way out?', async () => {
  const page = await import(new URL('index.js', root));
  const answers = [
    new Response('<!doctype html>', { headers: { 'Content-Type': 'text/html' } }),
    new Response('', { status: 404 }),
  ];
  const known = globalThis.fetch;
  try {
    for (const answer of answers) {
      globalThis.fetch = async () => answer;
      await assert.rejects(
        page.createLab(),
        /WebAssembly module of vae-lab could not be fetched .*(a web page|404).*vae-lab\/inline/,
      );
    }
  } finally {
    globalThis.fetch = known;
  }
});

/** The code that a page's `createLab` fails with, in a process of its own, after `before` has been done to it. */
function codeAfter(before, config = '') {
  return printed(`
    import { readFile } from 'node:fs/promises';
    ${before}
    const { createLab } = await import('${new URL('index.js', root)}');
    const once = () => createLab(${config}).then(() => 'started', ({ code, field, reason, message }) => [code, field, reason, /[A-Z].*\\.$/.test(message)].join());
    console.log(await once());`);
}

const WASM = `new Response(await readFile(new URL('${new URL('wasm/vae_lab_bg.wasm', root)}')), { headers: { 'Content-Type': 'application/wasm' } })`;

test('has each way in which the module does not start a code and a sentence?', () => {
  const fetching = (answer) => `globalThis.fetch = async () => ${answer};`;
  // Handed in as bytes. Node's own fetch starts a module too, when it pleases: that one starts as ever.
  const throwing = (error) =>
    `const bytes = await readFile(new URL('${new URL('wasm/vae_lab_bg.wasm', root)}'));
    const { instantiate } = WebAssembly;
    WebAssembly.instantiate = async (module, imports) => { if ('./vae_lab_bg.js' in imports) throw ${error}; return instantiate(module, imports); };`;
  for (const [before, expected, config] of [
    ["delete globalThis.WebAssembly;", 'no_wasm,,other,true'],
    ["WebAssembly.validate = () => false;", 'no_simd,,other,true'],
    [fetching("new Response('', { status: 404 })"), 'wasm_missing,,status,true'],
    [fetching("new Response('<!doctype html>', { headers: { 'Content-Type': 'text/html' } })"), 'wasm_missing,,page,true'],
    ["globalThis.fetch = async () => { throw new TypeError('fetch failed'); };", 'wasm_missing,,network,true'],
    [fetching("new Response('PK', { headers: { 'Content-Type': 'application/wasm' } })"), 'wasm_damaged,,other,true'],
    [throwing("new WebAssembly.CompileError('blocked by CSP')"), 'wasm_policy,,other,true', '{ wasm: bytes }'],
    [throwing("new RangeError('WebAssembly.instantiate(): Out of memory')"), 'no_start_memory,,other,true', '{ wasm: bytes }'],
    [`let asked = 0; globalThis.fetch = async () => (asked++ ? new Response('', { status: 403 }) : ${WASM});`, 'no_digits,,status,true'],
  ])
    assert.equal(codeAfter(before, config), expected, before);
  assert.equal(printed(`
    import { createLab } from 'vae-lab';
    console.log(await createLab({ wasm: new URL('${new URL('nowhere.wasm', root)}') }).catch(({ code }) => code));`), 'wasm_missing');
});

test('may a lab that did not start be asked for again?', () => {
  const before = `let asked = 0;
    const digits = new URL('${new URL('data/digits8x8.bin', root)}');
    globalThis.fetch = async (url) => String(url).endsWith('.bin') ? new Response(await readFile(digits)) : asked++ ? ${WASM} : new Response('', { status: 503 });
    await (await import('${new URL('index.js', root)}')).createLab().catch(({ code }) => console.log(code));`;
  assert.equal(codeAfter(before), 'wasm_missing\nstarted');
});
