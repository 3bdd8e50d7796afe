import { PINNED, PINNED_THREADS } from './pinned';
import { expect, open, stepReaches, test } from './visit';

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
