// The lab as a guest: in elements of another page, several of them, each of its own size.
import type { Locator, Page } from '@playwright/test';
import { expect, test } from './visit';

/** The built page with another body, on a host without a policy (its markup has styles of its own): the page's script puts
 *  a lab into every element that wants one. */
async function openIn(page: Page, body: string): Promise<void> {
  await page.route('http://127.0.0.1:*/', async (route) => {
    const response = await route.fetch();
    const html = (await response.text()).replace(/<body>[^]*<\/body>/, `<body>${body}</body>`);
    const headers = { ...response.headers(), 'content-security-policy': '' };
    await route.fulfill({ response, headers, body: html });
  });
  await page.goto('./');
}

const opened = (lab: Locator) =>
  expect(lab.getByTestId('plane')).toHaveAttribute('aria-busy', 'false');

/** What of a lab lies outside the element that it was given. */
const sticksOut = (lab: Locator) =>
  lab.evaluate((root) => {
    const frame = root.getBoundingClientRect();
    return [...root.querySelectorAll('canvas, input, select, button, h2, p, table')]
      .map((element) => ({ element, box: element.getBoundingClientRect() }))
      .filter(({ box }) => box.width > 1 && box.height > 1)
      .filter(({ box }) => box.left < frame.left - 1 || box.right > frame.right + 1)
      .filter(({ element }) => !element.closest('ol, [role="tooltip"]'))
      .map(({ element }) => element.outerHTML.slice(0, 80));
  });

test.describe('two labs in one document', () => {
  let narrow: Locator;
  let wide: Locator;

  test.beforeEach(async ({ page }) => {
    await openIn(
      page,
      `<div style="display: flex; align-items: start">
        <div class="vae-lab" data-theme="light" style="width: 400px"></div>
        <div class="vae-lab" data-theme="light" style="width: 1000px"></div>
      </div>`,
    );
    narrow = page.locator('.vae-lab').nth(0);
    wide = page.locator('.vae-lab').nth(1);
    await opened(narrow);
    await opened(wide);
  });

  test('both open, and no id stands twice', async ({ page }) => {
    await expect(narrow.getByTestId('phase')).toHaveText('pretrained');
    await expect(wide.getByTestId('phase')).toHaveText('pretrained');
    const ids = await page.evaluate(() =>
      [...document.querySelectorAll('[id]')].map(({ id }) => id),
    );
    expect(ids.length).toBeGreaterThan(20);
    expect(ids.filter((id, n) => ids.indexOf(id) !== n)).toEqual([]);
    const missing = await page.evaluate(() =>
      ['aria-labelledby', 'aria-describedby', 'aria-controls', 'for'].flatMap((name) =>
        [...document.querySelectorAll(`[${name}]`)]
          .flatMap((element) => (element.getAttribute(name) ?? '').split(' '))
          .filter((id) => !document.getElementById(id)),
      ),
    );
    expect(missing, 'ids that are named and are nowhere').toEqual([]);
  });

  test('each is laid out by its own width, not the window’s', async () => {
    await expect(narrow.getByTestId('controls')).toBeVisible();
    await expect(narrow.getByTestId('reset')).toBeHidden();
    await expect(wide.getByTestId('controls')).toBeHidden();
    await expect(wide.getByTestId('reset')).toBeVisible();

    const box = async (lab: Locator, testid: string) =>
      (await lab.getByTestId(testid).boundingBox())!;
    const above = (await box(narrow, 'generated')).y;
    expect((await box(narrow, 'data-strip')).y, 'one column').toBeGreaterThan(above + 50);
    await expect(narrow.getByTestId('chart'), 'in a sheet').toBeHidden();
    await expect(wide.getByTestId('sheet-bound')).toBeHidden();
    const beside = await box(wide, 'data-strip');
    expect((await box(wide, 'chart')).x, 'two columns').toBeGreaterThan(beside.x + 250);
    expect((await box(wide, 'plane')).width).toBeGreaterThan(560);

    expect(await sticksOut(narrow)).toEqual([]);
    expect(await sticksOut(wide)).toEqual([]);
  });

  test('the theme of one leaves the other’s alone', async () => {
    const paper = (lab: Locator) => lab.evaluate((root) => getComputedStyle(root).backgroundColor);
    const before = await paper(narrow);
    expect(await paper(wide)).toBe(before);
    await wide.getByTestId('theme').click();
    await expect(wide).toHaveAttribute('data-theme', 'dark');
    await expect(narrow).toHaveAttribute('data-theme', 'light');
    expect(await paper(wide)).not.toBe(before);
    expect(await paper(narrow)).toBe(before);
  });

  test('what is done in one is not done in the other', async () => {
    await wide.getByTestId('reset').click();
    await expect(wide.getByTestId('step-count')).toHaveText('0');
    await expect(wide.getByTestId('phase')).toHaveText('ready');
    await wide.getByTestId('lr').fill('1000');
    await wide.getByTestId('lr').press('Enter');
    await expect(wide.getByTestId('error')).toBeVisible();
    await wide.getByTestId('layer-prior').click();

    await expect(narrow.getByTestId('phase')).toHaveText('pretrained');
    await expect(narrow.getByTestId('lr')).toHaveValue('0.001');
    await expect(narrow.getByTestId('error')).toHaveCount(0);
    await expect(narrow.getByTestId('layer-prior')).toHaveAttribute('aria-pressed', 'true');
  });

  test('a file dropped on one is loaded there', async ({ page }) => {
    const transfer = await page.evaluateHandle(() => {
      const data = new DataTransfer();
      data.items.add(new File(['no weights'], 'dropped.safetensors'));
      return data;
    });
    const onto = (name: string) =>
      narrow.getByTestId('plane').dispatchEvent(name, { dataTransfer: transfer });
    await onto('dragover');
    await expect(narrow.getByText('Drop images')).toBeVisible();
    await expect(wide.getByText('Drop images')).toHaveCount(0);
    await onto('drop');
    await expect(narrow.getByTestId('error')).toHaveAttribute('data-code', 'bad_weights');
    await expect(wide.getByTestId('error')).toHaveCount(0);
  });
});

test('a lab in an element with a height of its own fills it, and nothing scrolls', async ({
  page,
}) => {
  await openIn(
    page,
    '<div class="vae-lab" style="width: 1260px; height: 850px; container-type: size"></div>',
  );
  const lab = page.locator('.vae-lab');
  await opened(lab);
  const { inner, outer } = await lab.evaluate((root) => ({
    inner: [root.scrollWidth, root.scrollHeight],
    outer: [root.clientWidth, root.clientHeight],
  }));
  expect(inner).toEqual(outer);
  const plane = (await lab.getByTestId('plane').boundingBox())!;
  expect(plane.y + plane.height).toBeLessThan(850);
  expect(plane.height).toBeGreaterThan(500);
  expect(await sticksOut(lab)).toEqual([]);
});
