// What a click waits for while it trains is counted, in slices and turns, by tests/loop.test.ts and tests/turn.test.ts:
// times are only reported here, since a machine under load is no failure of the page.
import { clickPlane, expect, numberIn, open, stepReaches, test, trainUntil } from './visit';

declare global {
  interface Window {
    longTasksMs: number[];
    clickMs: number[];
  }
}

const CLICKS = 15;

// A trace takes pictures of the page while it is measured.
test.use({ trace: 'off' });

test('while it trains every click on the plane keeps its image, and the training goes on', async ({
  page,
}, info) => {
  await open(page);
  await page.getByTestId('epochs').fill('100000'); // more than the clicks take
  await trainUntil(page, 200);
  await page.evaluate(() => {
    window.longTasksMs = [];
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) window.longTasksMs.push(entry.duration);
    }).observe({ type: 'longtask' });

    // From the pointer going up on the plane to the kept image standing in the tray.
    window.clickMs = [];
    let pressedMs = 0;
    addEventListener('pointerup', (event) => (pressedMs = event.timeStamp), true);
    const tray = document.querySelector('[data-testid="generated"]')!;
    let kept = 0;
    new MutationObserver(() => {
      const now = tray.querySelectorAll('[data-testid="generated-item"]').length;
      if (now > kept) window.clickMs.push(performance.now() - pressedMs);
      kept = now;
    }).observe(tray, { childList: true, subtree: true });
  });

  for (let n = 0; n < CLICKS; n++) {
    const step = await numberIn(page.getByTestId('step-count'));
    await clickPlane(page, 0.1 + 0.05 * n, 0.2 + 0.04 * n);
    await expect(page.getByTestId('generated-item')).toHaveCount(n + 1);
    await expect(page.getByTestId('phase')).toHaveText('training');
    await stepReaches(page, step + 1);
  }

  const { longTasksMs, clickMs } = await page.evaluate(() => ({
    longTasksMs: window.longTasksMs,
    clickMs: window.clickMs,
  }));
  expect(clickMs).toHaveLength(CLICKS);
  const median = clickMs.sort((a, b) => a - b)[Math.floor(CLICKS / 2)]!;
  info.annotations.push(
    { type: 'click to tray while training, median ms', description: median.toFixed(1) },
    { type: 'long tasks while training, ms', description: longTasksMs.map(Math.round).join(' ') },
  );
});
