import { PINNED, PINNED_THREADS } from './pinned';
import { expect, open, stepReaches, test, trainUntil } from './visit';

for (const threads of PINNED_THREADS) {
  test(`a reproducible run on ${threads} of the threads asked for has the pinned weights`, async ({
    page,
  }) => {
    await open(page);
    await page.getByTestId('seed').fill(PINNED.seed);
    await page.getByTestId('reproducible').check();
    await page.getByTestId('reset').click();
    await expect(page.getByTestId('step-count')).toHaveText('0');
    await page.getByTestId('threads').fill(threads);
    await page.getByTestId('threads').press('Enter');
    await expect(page.getByTestId('threads-shown')).toHaveText(threads);
    for (let step = 1; step <= PINNED.steps; step += 1) {
      await page.getByTestId('step').click();
      await expect(page.getByTestId('step-count')).toHaveText(String(step));
    }
    await expect(page.getByTestId('weights-hash')).toHaveText(PINNED.hash);
  });
}

test('on a host that does not isolate the page it trains on one thread and says so', async ({
  page,
}) => {
  await page.route('**/*', async (route) => {
    const response = await route.fetch();
    const headers = { ...response.headers() };
    delete headers['cross-origin-opener-policy'];
    delete headers['cross-origin-embedder-policy'];
    await route.fulfill({ response, headers });
  });
  await open(page);
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(false);
  await page.getByTestId('train').click();
  await stepReaches(page, 50);
  await page.getByTestId('threads').fill('4');
  await page.getByTestId('threads').press('Enter');
  await expect(page.getByTestId('threads')).toHaveValue('1');
  await expect(page.getByTestId('status')).toContainText('1 thread');
});

test('a helper thread that traps on its way does not hold up the training', async ({
  page,
  visit,
}) => {
  visit.expectConsole(/the helper trapped/);
  await page.addInitScript(TRAPPED_HELPERS);
  await open(page);
  await page.getByTestId('threads').fill('2');
  await page.getByTestId('threads').press('Enter');
  await trainUntil(page, 50);
  await expect(page.getByTestId('status')).toContainText('1 thread');
});

test('a thread that panics ends the training on all, with an error and a way to go on', async ({
  page,
  visit,
}) => {
  visit.expectConsole(/panicked|unreachable/);
  await page.addInitScript(TWO_OF_EACH);
  await open(page);
  await page.getByTestId('threads').fill('2');
  await page.getByTestId('threads').press('Enter');
  await page.getByTestId('train').click();
  await expect(page.getByTestId('error')).toHaveAttribute('data-code', 'fatal');
  await page.evaluate('self.Worker = OwnWorker');
  await page.getByTestId('restart').click();
  await expect(page.getByTestId('error')).toBeHidden();
  await trainUntil(page, 50);
});

/** Helpers trap where they would enter training. */
const TRAPPED_HELPERS = `
const trap = \`
  const instantiate = WebAssembly.instantiate;
  WebAssembly.instantiate = async (...given) => {
    const { exports } = await instantiate(...given);
    const helpTraining = () => { throw new WebAssembly.RuntimeError('the helper trapped'); };
    const value = { ...exports, helpTraining };
    return Object.create(WebAssembly.Instance.prototype, { exports: { value } });
  };\`;
const script = (text) => URL.createObjectURL(new Blob([text], { type: 'text/javascript' }));
self.OwnWorker = self.Worker;
self.Worker = class extends OwnWorker {
  constructor(address, options) {
    const helper = options.name === 'vae-lab thread';
    super(helper ? script(\`import '\${script(trap)}'; import '\${address}';\`) : address, options);
  }
};`;

/** For each helper another joins the memory, and asks for the same place when training has begun: it panics. */
const TWO_OF_EACH = `
self.OwnWorker = self.Worker;
self.Worker = class extends OwnWorker {
  constructor(address, options) {
    super(address, options);
    if (options.name === 'vae-lab thread') this.second = new OwnWorker(address, options);
  }
  postMessage(message, transfer) {
    super.postMessage(message, transfer);
    if (message.join) this.second.postMessage(message);
    else if (message.help) setTimeout(() => this.second.postMessage(message), 300);
  }
};`;
