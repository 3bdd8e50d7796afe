// A message is about its cause: which setting, which file, which model.
import type { Page } from '@playwright/test';
import { readFile } from 'node:fs/promises';
import { items, pictureOf } from './plane-hooks';
import { clickPlane, expect, onPlane, open, test, trainUntil } from './visit';

async function fresh(page: Page): Promise<void> {
  await open(page);
  await page.getByTestId('reset').click();
  await expect(page.getByTestId('step-count')).toHaveText('0');
}

const isInvalid = (page: Page, testid: string, invalid: boolean) =>
  expect(page.getByTestId(testid)).toHaveAttribute('aria-invalid', `${invalid}`);

test('Reset with several settings wrong names the first and marks each; each goes when it is good', async ({
  page,
}) => {
  await fresh(page);
  const error = page.getByTestId('error');
  await page.getByTestId('seed').fill('-1');
  await page.getByTestId('hidden').fill('wide');
  await page.getByTestId('lr').fill('');
  await page.getByTestId('reset').click();
  await expect(error).toContainText(
    'Learning rate must be a number, such as 0.001. To correct as well: hidden sizes, seed.',
  );
  for (const name of ['lr', 'hidden', 'seed']) await isInvalid(page, name, true);
  await isInvalid(page, 'beta', false);
  await expect(page.getByTestId('lr')).toBeFocused();

  await page.getByTestId('lr').fill('0,002');
  await isInvalid(page, 'lr', false);
  await expect(error).toContainText('Hidden sizes must be whole numbers');
  await page.getByTestId('hidden').fill('1,024');
  await isInvalid(page, 'hidden', true);
  await page.getByTestId('hidden').fill('128,64');
  await expect(error).toContainText('Seed must be a whole number');
  await page.getByTestId('seed').fill('8');
  await expect(error, 'without another Reset').toBeHidden();
  await page.getByTestId('reset').click();
  await expect(page.getByTestId('seed-shown')).toHaveText('8');
});

test('the bar of an error covers neither the tray nor its buttons', async ({ page }) => {
  await open(page);
  await clickPlane(page, 0.4, 0.4);
  await expect(items(page)).toHaveCount(1);
  for (const size of [
    { width: 1440, height: 900 },
    { width: 1280, height: 640 },
    { width: 1024, height: 768 },
    { width: 390, height: 844 },
  ]) {
    await page.setViewportSize(size);
    const before = await page.getByTestId('plane').boundingBox();
    await page.getByTestId('load-weights').setInputFiles(file('notes.txt', 'no weights at all'));
    const error = page.getByTestId('error');
    await expect(error).toBeInViewport();
    expect(await page.getByTestId('plane').boundingBox(), 'nothing jumps').toEqual(before);
    // Every control below can be scrolled clear of it, and clicked.
    for (const testid of ['save-png', 'save-weights', 'reproducible', 'generated-item']) {
      const sheet = page.getByTestId('sheet-settings');
      const inSheet = testid === 'reproducible' && (await sheet.isVisible());
      if (inSheet) await sheet.click();
      const control = page.getByTestId(testid).last();
      await control.evaluate((element) => element.scrollIntoView({ block: 'center' }));
      await control.click({ trial: true });
      if (inSheet) await sheet.click();
    }
    await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
    const bar = (await error.boundingBox())!;
    const lowest = size.width < 720 ? 'reconstructions' : 'generated-item';
    const last = (await page.getByTestId(lowest).last().boundingBox())!;
    const apart = bar.y >= last.y + last.height || bar.y + bar.height <= last.y;
    expect(apart, `at the end of the page of ${size.width}×${size.height}`).toBe(true);
    await error.getByRole('button', { name: 'Dismiss' }).click();
    await page.evaluate(() => scrollTo(0, 0));
  }
});

const file = (name: string, content: string | Buffer) => ({
  name,
  mimeType: 'application/octet-stream',
  buffer: Buffer.from(content as string),
});

test('a file that is something else is named as that', async ({ page }) => {
  await open(page);
  const error = page.getByTestId('error');
  for (const [name, content, said] of [
    ['holiday.png', '\x89PNG\r\n\x1a\n\0\0\0\rIHDR', '“holiday.png” is an image.'],
    ['model.pt', '\x80\x02\x8a\x0al\xfc\x9cF', '“model.pt” is a PyTorch file.'],
    ['w.safetensors', '', '“w.safetensors” is empty.'],
    ['w.safetensors', 'version https://git-lfs.github.com/spec/v1', 'Git LFS pointer'],
  ] as const) {
    const given = file(name, Buffer.from(content, 'latin1'));
    await page.getByTestId('load-weights').setInputFiles(given);
    await expect(error).toContainText(said);
    await expect(page.getByTestId('phase')).toHaveText('pretrained');
  }
});

test('what a file holds beside its model is named', async ({ page }) => {
  await fresh(page);
  await expect(page.getByTestId('left-out')).toBeEmpty();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByTestId('save-weights').click(),
  ]);
  const bytes = await readFile(await download.path());
  const length = Number(bytes.readBigUInt64LE(0));
  const header = JSON.parse(bytes.toString('utf8', 8, 8 + length)) as Record<string, unknown>;
  const end = bytes.length - 8 - length;
  header['critic.fc1.weight'] = { dtype: 'F32', shape: [2], data_offsets: [end, end + 8] };
  const text = Buffer.from(JSON.stringify(header));
  const size = Buffer.alloc(8);
  size.writeBigUInt64LE(BigInt(text.length));
  const more = Buffer.concat([size, text, bytes.subarray(8 + length), Buffer.alloc(8)]);
  await page.getByTestId('load-weights').setInputFiles(file('more.safetensors', more));
  await expect(page.getByTestId('left-out')).toHaveText(
    'The model did not need 1 tensor of its file: critic.fc1.weight',
  );
  await page.getByTestId('reset').click();
  await expect(page.getByTestId('left-out')).toBeEmpty();
});

test('fewer threads than were asked for are explained at their field', async ({ page }) => {
  await fresh(page);
  const threads = page.getByTestId('threads');
  await threads.fill('99');
  await threads.press('Enter');
  await expect(page.getByTestId('threads-note')).toHaveText('8 of 99. The lab uses no more.');
  await expect(threads).toHaveValue('8');
  await threads.fill('2');
  await threads.press('Enter');
  await expect(page.getByTestId('threads-note')).toBeEmpty();
});

test('typed threads that a host does not allow are explained, too', async ({ page }) => {
  await page.route('**/*', async (route) => {
    const response = await route.fetch();
    const headers = response.headers();
    delete headers['cross-origin-opener-policy'];
    await route.fulfill({ response, headers });
  });
  await fresh(page);
  await page.getByTestId('threads').fill('4');
  await page.getByTestId('threads').press('Enter');
  await expect(page.getByTestId('threads-note')).toHaveText(/^1 of 4\. .*COOP and COEP/);
});

test('after Reset neither pins nor a path are left on the plane; the tray says of which model they are', async ({
  page,
}) => {
  await fresh(page);
  await trainUntil(page, 30);
  await page.getByTestId('pause').click();
  await expect(page.getByTestId('phase')).toHaveText('paused');
  const step = await page.getByTestId('step-count').innerText();
  await clickPlane(page, 0.3, 0.3);
  await expect(items(page)).toHaveCount(1);
  const from = await onPlane(page, 0.2, 0.8);
  const to = await onPlane(page, 0.7, 0.5);
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(to.x, to.y, { steps: 6 });
  await page.mouse.up();
  await expect(items(page)).toHaveCount(2);
  const images = items(page).locator('.images');
  const of = `of VAE 64-128-64-2, step ${step}`;
  for (const n of [0, 1]) {
    await expect(images.nth(n)).toHaveAccessibleName(new RegExp(`${of}$`));
  }
  await expect(items(page).first()).toHaveAttribute('title', `VAE 64-128-64-2, step ${step}`);

  await page.getByTestId('reset').click();
  await expect(page.getByTestId('step-count')).toHaveText('0');
  await page.mouse.move(2, 2);
  const inked = async () => (await pictureOf(page, 'marks')).data.some((value) => value > 0);
  await expect.poll(inked, 'no pin and no path').toBe(false);
  for (const n of [0, 1]) {
    await expect(images.nth(n)).toHaveAccessibleName(new RegExp(`${of} \\(an earlier model\\)$`));
  }
});

test('a path that is removed from the tray goes from the plane', async ({ page }) => {
  await open(page);
  const from = await onPlane(page, 0.2, 0.8);
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(from.x + 200, from.y - 100, { steps: 6 });
  await page.mouse.up();
  await expect(items(page)).toHaveCount(1);
  const inked = async () => (await pictureOf(page, 'marks')).data.some((value) => value > 0);
  expect(await inked()).toBe(true);
  await page.getByTestId('clear-tray').click();
  await expect.poll(inked).toBe(false);
});

test('while a model is being opened, the plane says so', async ({ page }) => {
  let go = () => {};
  const held = new Promise<void>((resolve) => (go = resolve));
  await page.route('**/weights/*-vae.safetensors', async (route) => {
    await held;
    await route.continue();
  });
  await page.goto('./');
  const panel = page.locator('section', { has: page.getByTestId('plane') });
  await expect(panel).toHaveAttribute('aria-busy', 'true');
  go();
  await expect(panel).toHaveAttribute('aria-busy', 'false');
});
