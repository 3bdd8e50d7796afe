import { expect, it } from 'vitest';
import { placeLens, type LensFor } from '../src/page/plane/lens-place';

const SCREENS = [
  { widthPx: 1440, heightPx: 900 },
  { widthPx: 390, heightPx: 844 },
  { widthPx: 320, heightPx: 480 },
];
const LENS = {
  mouse: { widthPx: 114, heightPx: 142 },
  keyboard: { widthPx: 114, heightPx: 142 },
  touch: { widthPx: 90, heightPx: 118 },
};

it.each(['mouse', 'touch', 'keyboard'] as LensFor[])(
  'the lens for a %s is wholly on the screen and never over what it points at',
  (by) => {
    for (const screen of SCREENS) {
      for (let x = 0; x <= screen.widthPx; x += 7) {
        for (let y = 0; y <= screen.heightPx; y += 7) {
          const lens = LENS[by];
          const { leftPx, topPx } = placeLens([x, y], lens, screen, by);
          const inside =
            leftPx >= 0 &&
            topPx >= 0 &&
            leftPx + lens.widthPx <= screen.widthPx &&
            topPx + lens.heightPx <= screen.heightPx;
          const over =
            x >= leftPx && x <= leftPx + lens.widthPx && y >= topPx && y <= topPx + lens.heightPx;
          if (!inside || over) expect.fail(`${by} at ${x},${y}: lens at ${leftPx},${topPx}`);
        }
      }
    }
  },
);

it('a mouse has its lens close by, a finger has it above the hand', () => {
  const screen = SCREENS[0]!;
  const mouse = placeLens([700, 450], LENS.mouse, screen, 'mouse');
  expect(mouse.leftPx - 700).toBeLessThan(20);
  expect(450 - (mouse.topPx + LENS.mouse.heightPx)).toBeLessThan(20);
  const touch = placeLens([700, 450], LENS.touch, screen, 'touch');
  expect(touch.topPx + LENS.touch.heightPx).toBeLessThan(450 - 24);
});
