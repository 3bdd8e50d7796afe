// Hands every test of the binary to the runner inside it and posts what the runner wrote.
import init, * as bindings from './tests.js';

const output = document.getElementById('output'); // the runner writes here

// The runner calls a test through the host, so that a panic (a trap) is caught as an exception.
globalThis.__wbg_test_invoke = (test) => test();

// What a test prints belongs to the test: the runner shows it when the test fails.
for (const level of ['debug', 'log', 'info', 'warn', 'error']) {
  const print = console[level].bind(console);
  console[level] = (...values) => {
    bindings[`__wbgtest_console_${level}`](values);
    print(...values);
  };
}

async function run() {
  const exports = await init({ module_or_path: new URL('tests_bg.wasm', import.meta.url) });
  const tests = Object.keys(exports).filter((name) => name.startsWith('__wbgt_'));
  const passed = tests.length > 0 && (await new bindings.WasmBindgenTestContext(false).run(tests.map((name) => exports[name])));
  return { passed, tests: tests.length, output: output.textContent };
}

const report = await run().catch((error) => ({
  passed: false,
  tests: 1,
  output: `${output.textContent}\n${error.stack ?? error}`,
}));
await fetch('/xtask-report', { method: 'POST', body: JSON.stringify(report) });
