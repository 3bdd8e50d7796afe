// What a host, a policy or a browser refuses: each a sentence with its cause, and Restart where it can help. Policies are
// real headers; refused memory is simulated at the seam, in the worker, before its own script runs.
import type { Page } from '@playwright/test';
import { clickPlane, expect, open, stepReaches, test, trainUntil } from './visit';

/** The page with another policy, which its worker's script has too. */
async function underPolicy(page: Page, change: (policy: string) => string): Promise<void> {
  await page.route('**/*', async (route) => {
    const response = await route.fetch();
    const headers = response.headers();
    const policy = headers['content-security-policy'];
    if (policy) headers['content-security-policy'] = change(policy);
    await route.fulfill({ response, headers });
  });
}

/** Has the training worker run `script` before its own. */
async function precede(page: Page, script: string): Promise<void> {
  await page.route('**/assets/main-*.js', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: `${script}\n${await response.text()}` });
  });
}

/** Shared memory of more than so many pages is refused, as phones do. */
const refuseAbove = (pages: number) => `
const Granted = WebAssembly.Memory;
WebAssembly.Memory = class extends Granted {
  constructor(wanted) {
    if (wanted.shared && wanted.maximum > ${pages}) throw new RangeError('WebAssembly.Memory(): could not allocate memory');
    super(wanted);
    console.log('granted', wanted.maximum);
  }
};`;

async function failsWith(page: Page, code: string, sentence: string | RegExp): Promise<void> {
  await page.goto('./');
  const error = page.getByTestId('error');
  await expect(error).toHaveAttribute('data-code', code);
  await expect(error).toContainText(sentence);
  await expect(page.getByTestId('phase')).toHaveText('stopped');
}

test('a policy without wasm-unsafe-eval is named, and Restart is not offered', async ({
  page,
  visit,
}) => {
  visit.expectConsole(/Content Security Policy|Content-Security-Policy|wasm/i);
  await underPolicy(page, (policy) => policy.replace(" 'wasm-unsafe-eval'", ''));
  await failsWith(page, 'wasm_policy', "'wasm-unsafe-eval' in script-src");
  await expect(page.getByTestId('restart')).toHaveCount(0);
});

test('a policy that forbids workers is named, and Restart is not offered', async ({
  page,
  visit,
}) => {
  visit.expectConsole(/Content Security Policy|worker/i);
  await underPolicy(page, (policy) => policy.replace(/worker-src[^;]*/, "worker-src 'none'"));
  await failsWith(page, 'worker_policy', "must allow worker-src 'self'");
  await expect(page.getByTestId('restart')).toHaveCount(0);
});

test('a browser without module workers is told to be updated (simulated)', async ({
  page,
  visit,
}) => {
  visit.expectConsole(/import statement|import\.meta/);
  await page.addInitScript(() => {
    const Real = Worker;
    // It reads no type: the worker is a classic script, and its imports are errors of syntax.
    globalThis.Worker = class extends Real {
      constructor(address: string | URL) {
        super(address);
      }
    };
  });
  await failsWith(page, 'worker_old', 'no module workers');
  await expect(page.getByTestId('restart')).toHaveCount(0);
});

test('a worker’s script that is missing is told from a policy, and Restart helps', async ({
  page,
  visit,
}) => {
  visit.expectConsole(/Failed to load|404/);
  await page.route('**/assets/main-*.js', (route) => route.fulfill({ status: 404 }));
  await failsWith(page, 'worker_missing', 'could not be loaded');
  await restartHelps(page);
});

const CORE = '**/*.wasm';
const WASM = { 'content-type': 'application/wasm' };

for (const [what, code, sentence, answer] of [
  ['a missing core', 'wasm_missing', 'its host answered 404', { status: 404 }],
  [
    'a web page in the core’s place',
    'wasm_missing',
    'a web page came in its place',
    { contentType: 'text/html', body: '<!doctype html><title>Sign in</title>' },
  ],
  [
    'a core that is damaged',
    'wasm_damaged',
    'arrived damaged, twice',
    { headers: WASM, body: Buffer.from([0, 97, 115, 109, 1, 0, 0, 0, 1, 9]) },
  ],
] as const) {
  test(`${what} is named, and Restart helps when it is mended`, async ({ page, visit }) => {
    visit.expectConsole(/Failed to load|404|wasm/i);
    await page.route(CORE, (route) => route.fulfill(answer as object));
    await failsWith(page, code, sentence);
    await restartHelps(page);
  });
}

test('a core that the network refuses is named, and Restart helps', async ({ page, visit }) => {
  visit.expectConsole(/Failed to load|ERR_/);
  await page.route(CORE, (route) => route.abort());
  await failsWith(page, 'wasm_missing', 'Check the connection');
  await restartHelps(page);
});

test('a viewer or a core that is damaged in the browser’s cache alone is loaded anew by itself', async ({
  page,
}) => {
  const asked: string[] = [];
  await page.route(CORE, async (route) => {
    const { pathname } = new URL(route.request().url());
    asked.push(pathname.replace(/-[^-]*$/, ''));
    if (asked.indexOf(asked.at(-1)!) < asked.length - 1) return route.continue();
    await route.fulfill({ headers: WASM, body: Buffer.from([0, 97, 115, 109, 1, 0, 0, 0, 1]) });
  });
  await open(page);
  await trainUntil(page, 20);
  const [viewer, core] = ['/assets/viewer_bg', '/assets/vae_lab_bg'];
  expect(asked).toEqual([viewer, viewer, core, core]);
});

async function restartHelps(page: Page): Promise<void> {
  await page.unrouteAll();
  await page.getByTestId('restart').click();
  await expect(page.getByTestId('error')).toBeHidden();
  await expect(page.getByTestId('phase')).toHaveText('pretrained');
  await clickPlane(page, 0.5, 0.5);
  await expect(page.getByTestId('generated-item')).toHaveCount(1);
}

test('where much shared memory is refused, the page trains on threads in less of it', async ({
  page,
}) => {
  const granted: string[] = [];
  page.on('console', (message) => granted.push(message.text()));
  await precede(page, refuseAbove(1024));
  await open(page);
  await page.getByTestId('threads').fill('2');
  await page.getByTestId('threads').press('Enter');
  await trainUntil(page, 50);
  await expect(page.getByTestId('status')).toContainText('2 threads');
  await expect(page.getByTestId('status')).not.toContainText('refused');
  expect(granted).toContain('granted 1024');
});

test('where all shared memory is refused, the page trains on one thread and says why', async ({
  page,
}) => {
  await precede(page, refuseAbove(0));
  await open(page);
  await trainUntil(page, 50);
  const status = page.getByTestId('status');
  await expect(status).toContainText('1 thread (memory refused)');
  await page.getByRole('button', { name: 'memory refused' }).hover();
  await expect(page.getByRole('tooltip').filter({ hasText: 'refused it' }).first()).toBeVisible();
  await expect(page.getByTestId('error')).toBeHidden();
});

test('Restart tries for threads again', async ({ page, visit }) => {
  visit.expectConsole(/Failed to load|404/);
  await page.route(CORE, (route) => route.fulfill({ status: 404 }));
  await precede(page, refuseAbove(0));
  await page.goto('./');
  await expect(page.getByTestId('error')).toHaveAttribute('data-code', 'wasm_missing');
  await restartHelps(page);
  await page.getByTestId('threads').fill('2');
  await page.getByTestId('threads').press('Enter');
  await page.getByTestId('train').click();
  await stepReaches(page, 20);
  await expect(page.getByTestId('status')).toContainText('2 threads');
});

test('where there is not even memory to start with, that is said, and Restart helps (simulated)', async ({
  page,
}) => {
  await precede(
    page,
    `${refuseAbove(0)}
    WebAssembly.instantiate = async () => { throw new RangeError('WebAssembly.instantiate(): Out of memory'); };`,
  );
  await failsWith(page, 'no_start_memory', 'Close other tabs');
  await restartHelps(page);
});

test('a host that does not isolate the page is blamed for it, a browser without shared memory is not', async ({
  page,
}) => {
  await page.route('**/*', async (route) => {
    const response = await route.fetch();
    const headers = response.headers();
    delete headers['cross-origin-opener-policy'];
    delete headers['cross-origin-embedder-policy'];
    await route.fulfill({ response, headers });
  });
  await open(page);
  await trainUntil(page, 20);
  await expect(page.getByTestId('status')).toContainText('1 thread (not isolated)');
  await page.unrouteAll();
  // Simulated: a browser that knows of no shared memory.
  await precede(page, `Reflect.deleteProperty(globalThis, 'SharedArrayBuffer');`);
  await page.reload();
  await trainUntil(page, 20);
  await expect(page.getByTestId('status')).toContainText('1 thread (no shared memory)');
});

test('a model for which there is not the memory is refused, and the open one stays and trains', async ({
  page,
}) => {
  await precede(page, refuseAbove(1024)); // 64 MiB at most: what is refused then, the browser refuses itself
  await open(page);
  await trainUntil(page, 50);
  await page.getByTestId('pause').click();
  await expect(page.getByTestId('phase')).toHaveText('paused');
  const shown = page.getByTestId('step-count');
  const step = await shown.innerText();
  await page.getByTestId('hidden').fill('2048, 2048, 2048, 2048');
  await page.getByTestId('reset').click();
  const error = page.getByTestId('error');
  await expect(error).toHaveAttribute('data-code', 'no_memory');
  await expect(error).toContainText(/needs \d+ MiB of memory at once/);
  await expect(page.getByTestId('phase')).toHaveText('paused');
  await expect(shown).toHaveText(step);
  await clickPlane(page, 0.5, 0.5);
  await expect(page.getByTestId('generated-item')).toHaveCount(1);
});

test('a file for which there is not the memory is refused, and nothing else changes', async ({
  page,
}) => {
  await precede(page, refuseAbove(1024));
  await open(page);
  await page.evaluate(() => {
    const data = new DataTransfer();
    data.items.add(new File([new Uint8Array(200 << 20)], 'huge.safetensors'));
    const input = document.querySelector<HTMLInputElement>('[data-testid="load-weights"]')!;
    input.files = data.files;
    input.dispatchEvent(new Event('change', { bubbles: true }));
  });
  await expect(page.getByTestId('error')).toHaveAttribute('data-code', 'no_memory');
  await expect(page.getByTestId('phase')).toHaveText('pretrained');
  await page.getByTestId('error').getByRole('button', { name: 'Dismiss' }).click();
  await trainUntil(page, 20);
});
