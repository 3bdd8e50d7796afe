import { describe, expect, it } from 'vitest';
import { setUp } from './loop-rig';

describe('a slow tempo', () => {
  it('shows every step, and builds nothing twice', async () => {
    const { lab, loop, frames } = setUp({
      tempo: 'step',
      onTurn: () => void (lab.step >= 30 && loop.stop()),
    });
    await loop.run(400);
    expect([...new Set(frames.map(({ stats }) => stats.step))]).toEqual(
      Array.from({ length: 29 }, (_, n) => n + 1),
    );
    const strips = lab.calls.filter(({ call }) => call === 'strip').map(({ step }) => step);
    expect(strips.length).toBeGreaterThan(10);
    expect(new Set(strips).size).toBe(strips.length);
    const measured = frames.flatMap(({ curve }) => curve).map(({ step }) => step);
    expect(new Set(measured).size).toBe(measured.length);
  });

  it('lets the view be drawn anew while nothing is trained', async () => {
    let movedAt = 0;
    const setup = setUp({
      tempo: 'step',
      onTurn: () => {
        const last = setup.frames.at(-1);
        if (movedAt === 0 && last?.manifold) {
          movedAt = last.stats.step;
          setup.loop.viewChanged();
        }
        if (setup.lab.step > 20) setup.loop.stop();
      },
    });
    await setup.loop.run(400);
    const drawn = setup.frames.filter(({ manifold }) => manifold).map(({ stats }) => stats.step);
    expect(drawn.filter((step) => step === movedAt)).toHaveLength(2);
    expect(drawn.length).toBe(new Set(drawn).size + 1);
  });

  it('becomes another on the way, and the frames say which', async () => {
    const setup = setUp({
      tempo: 'step',
      onTurn: (turn) => {
        if (turn === 100) setup.loop.setTempo('full');
      },
    });
    await setup.loop.run(100);
    expect([...new Set(setup.frames.map(({ tempo }) => tempo))]).toEqual(['step', 'full']);
  });
});
