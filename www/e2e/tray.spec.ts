// What a kept image looks like, and that the tray shows when it goes on.
import { items } from './plane-hooks';
import { clickPlane, expect, open, test } from './visit';

test('image, number and cross of a kept image stand together', async ({ page }) => {
  await open(page);
  await clickPlane(page, 0.4, 0.4);
  const item = items(page).first();
  await expect(item).toBeVisible();
  const [image, number, cross] = await Promise.all(
    [item.locator('.images'), item.locator('.number'), item.locator('[data-remove]')].map(
      async (part) => (await part.boundingBox())!,
    ),
  );
  expect(Math.abs(image!.x - number!.x), 'one left edge').toBeLessThan(4);
  const middle = ({ y, height }: { y: number; height: number }) => y + height / 2;
  expect(Math.abs(middle(number!) - middle(cross!)), 'one line').toBeLessThan(2);
  expect(cross!.y).toBeGreaterThanOrEqual(image!.y + image!.height - 1);
});

test('a tray that goes on fades there, to either side', async ({ page }) => {
  await open(page);
  const list = page.locator('[data-testid="generated"] ol');
  const fades = () =>
    list.evaluate((element) => {
      const style = getComputedStyle(element);
      return ['--from', '--to'].map((side) => style.getPropertyValue(side) === 'transparent');
    });
  await clickPlane(page, 0.4, 0.4);
  await expect(items(page)).toHaveCount(1);
  expect(await fades()).toEqual([false, false]);
  for (let n = 0; n < 12; n++) {
    await clickPlane(page, 0.1 + 0.06 * n, 0.3);
    await expect(items(page)).toHaveCount(n + 2);
  }
  await expect.poll(fades, 'the newest is in view').toEqual([true, false]);
  await list.evaluate((element) => element.scrollTo({ left: 60 }));
  await expect.poll(fades).toEqual([true, true]);
  await list.evaluate((element) => element.scrollTo({ left: 0 }));
  await expect.poll(fades).toEqual([false, true]);
});

for (const width of [320, 390, 480, 640, 719, 1440]) {
  test(`the images of the data stand together at ${width} px`, async ({ page }) => {
    await page.setViewportSize({ width, height: 900 });
    await open(page);
    const boxes = await Promise.all(
      (await page.getByTestId('input').all()).map(async (tile) => (await tile.boundingBox())!),
    );
    const rows = new Set(boxes.map(({ y }) => y)).size;
    expect([1, 2]).toContain(rows);
    for (let n = 1; n < boxes.length; n++) {
      if (boxes[n]!.y !== boxes[n - 1]!.y) continue;
      const gap = boxes[n]!.x - boxes[n - 1]!.x - boxes[n - 1]!.width;
      expect(gap).toBeLessThanOrEqual(16);
    }
  });
}
