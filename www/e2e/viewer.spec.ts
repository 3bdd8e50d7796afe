// Two cores: the page opens in the viewer, and the whole core comes behind the first manifold.
import type { Page, Route } from '@playwright/test';
import {
  clickPlane,
  expect,
  inkOf,
  manifoldIsDrawn,
  open,
  stepReaches,
  test,
  trainUntil,
} from './visit';

const VIEWER = '**/viewer_bg-*.wasm';
const CORE = '**/vae_lab_bg-*.wasm';
const BELONGING = '**/assets/later/{whole,vae_lab}-*.js';
const WASM = { 'content-type': 'application/wasm' };

/** Holds back what is asked for until it is let go. */
async function heldBack(page: Page, pattern: string): Promise<() => void> {
  let letGo = () => {};
  const free = new Promise<void>((resolve) => (letGo = resolve));
  await page.route(pattern, async (route) => {
    await free;
    await route.continue();
  });
  return letGo;
}

const items = (page: Page) => page.getByTestId('generated-item');

test('the viewer is fetched before the core, which comes when the manifold is drawn', async ({
  page,
}) => {
  const asked: string[] = [];
  page.on('request', (request) => {
    const name = new URL(request.url()).pathname.split('/').at(-1)!;
    if (/^(viewer_bg|vae_lab|whole)/.test(name)) asked.push(name.split('-')[0]!);
  });
  const letGo = await heldBack(page, VIEWER);
  await page.goto('./');
  await expect.poll(() => asked).toEqual(['viewer_bg']);
  await page.waitForTimeout(500);
  expect(asked).toEqual(['viewer_bg']);
  letGo();
  await manifoldIsDrawn(page);
  await expect(page.getByTestId('data-strip')).toContainText('held-out images');
  expect(asked.slice(1).sort()).toEqual(['vae_lab', 'vae_lab_bg', 'whole']);
});

test('while the core is on its way, clicks are answered, and a Train that was pressed begins when it is there', async ({
  page,
}) => {
  const letGo = await heldBack(page, CORE);
  await open(page);
  await expect(page.getByTestId('phase')).toHaveText('pretrained');
  await clickPlane(page, 0.4, 0.6);
  await expect(items(page)).toHaveCount(1);
  await page.getByTestId('train').click();
  await clickPlane(page, 0.6, 0.4);
  await expect(items(page)).toHaveCount(2);
  await expect(page.getByTestId('phase')).toHaveText('opening…');
  letGo();
  await stepReaches(page, 20);
  await expect(page.getByTestId('error')).toBeHidden();
});

test('the model that moved is the same: it draws the same digits, and has its images', async ({
  page,
}) => {
  const letGo = await heldBack(page, CORE);
  await open(page);
  const kept = async () => {
    await clickPlane(page, 0.3, 0.6);
    await expect(items(page)).toHaveCount(1);
    const ink = await inkOf(items(page).locator('canvas').first(), 14);
    await page.getByTestId('clear-tray').click();
    await expect(items(page)).toHaveCount(0);
    return ink;
  };
  const before = await kept();
  letGo();
  await expect(page.getByTestId('data-strip')).toContainText('held-out images');
  await page.waitForTimeout(500); // not a double click
  const after = await kept();
  expect(Math.max(...before)).toBeGreaterThan(200);
  // One core rounds as the other does not: by a step of ink, at most.
  for (const [at, ink] of before.entries()) expect(Math.abs(ink - after[at]!)).toBeLessThan(2);
  await page.getByTestId('input').first().click();
  await expect(page.getByTestId('plane')).toHaveAttribute('data-ellipse', /\d/);
});

for (const [what, pattern, code, sentence, answer] of [
  ['is missing', CORE, 'wasm_missing', 'its host answered 404', { status: 404 }],
  [
    'has a web page in its place',
    CORE,
    'wasm_missing',
    'a web page came in its place',
    { contentType: 'text/html', body: '<!doctype html><title>Sign in</title>' },
  ],
  [
    'is damaged',
    CORE,
    'wasm_damaged',
    'arrived damaged, twice',
    { headers: WASM, body: Buffer.from([0, 97, 115, 109, 1, 0, 0, 0, 1, 9]) },
  ],
  ['lacks its script', BELONGING, 'wasm_missing', 'Check the connection', { status: 404 }],
] as const) {
  test(`where the core ${what}, what is open stays, Train says why, and Restart helps`, async ({
    page,
    visit,
  }) => {
    visit.expectConsole(/Failed to load|404|wasm/i);
    await page.route(pattern, (route: Route) => route.fulfill(answer as object));
    await open(page);
    const error = page.getByTestId('error');
    await expect(error).toHaveAttribute('data-code', code);
    await expect(error).toContainText(sentence);
    await expect(page.getByTestId('phase')).toHaveText('pretrained');
    await clickPlane(page, 0.4, 0.6);
    await expect(items(page)).toHaveCount(1);
    await error.getByRole('button', { name: 'Dismiss' }).click();
    await page.getByTestId('train').click();
    await expect(error).toHaveAttribute('data-code', code);
    await expect(page.getByTestId('phase')).toHaveText('pretrained');
    await page.unrouteAll();
    await page.getByTestId('restart').click();
    await expect(error).toBeHidden();
    await expect(page.getByTestId('phase')).toHaveText('pretrained');
    await expect(page.getByTestId('data-strip')).toContainText('held-out images');
    await expect(items(page)).toHaveCount(1);
    await trainUntil(page, 20);
  });
}

test('a core that did not come is asked for again by the next Train', async ({ page, visit }) => {
  visit.expectConsole(/Failed to load|404|wasm/i);
  await page.route(CORE, (route) => route.fulfill({ status: 404 }));
  await open(page);
  await expect(page.getByTestId('error')).toHaveAttribute('data-code', 'wasm_missing');
  await page.unrouteAll();
  await trainUntil(page, 20);
  await expect(page.getByTestId('error')).toBeHidden();
});

test('where there is memory for the viewer alone, that is said, and it stays open (simulated)', async ({
  page,
}) => {
  await page.route('**/assets/main-*.js', async (route) => {
    const response = await route.fetch();
    const script = `
      const { instantiate, Memory } = WebAssembly;
      let started = 0;
      WebAssembly.instantiate = (...given) => {
        if (started++ > 0) throw new RangeError('WebAssembly.instantiate(): Out of memory');
        return instantiate(...given);
      };
      WebAssembly.Memory = class extends Memory {
        constructor(wanted) {
          if (wanted.shared) throw new RangeError('WebAssembly.Memory(): could not allocate memory');
          super(wanted);
        }
      };`;
    await route.fulfill({ response, body: `${script}\n${await response.text()}` });
  });
  await open(page);
  await expect(page.getByTestId('error')).toHaveAttribute('data-code', 'no_start_memory');
  await expect(page.getByTestId('error')).toContainText('Close other tabs');
  await expect(page.getByTestId('restart')).toBeVisible();
  await clickPlane(page, 0.5, 0.5);
  await expect(items(page)).toHaveCount(1);
});
