import { describe, expect, it, vi } from 'vitest';
import { Turns, type Turn } from '../src/worker/turns';

/** The worker's queue of messages: a task after another, each with all that follows from it. */
class Queue {
  nowMs = 0;
  readonly waitedMs: number[] = [];
  private readonly tasks: (() => void)[] = [];
  readonly now = () => this.nowMs;
  readonly pass = () => new Promise<void>((go) => this.tasks.push(go));

  /** A message comes now: how long it will have waited is noted. */
  click(): void {
    const cameMs = this.nowMs;
    this.tasks.push(() => this.waitedMs.push(this.nowMs - cameMs));
  }

  async run(): Promise<void> {
    await settle();
    for (let task = this.tasks.shift(); task; task = this.tasks.shift()) {
      task();
      await settle();
    }
  }
}

const settle = () => new Promise((resolve) => setImmediate(resolve));

describe('turns', () => {
  it('of several runs keep a message waiting for one piece alone', async () => {
    const queue = new Queue();
    const turns = new Turns(queue.now, queue.pass);
    const piece = async (turn: Turn) => {
      for (let n = 0; n < 20; n++) {
        queue.click(); // comes while this piece is done
        queue.nowMs += 10;
        await turn();
      }
    };
    const all = [piece, piece, piece].map((work) => turns.seated(work));
    await queue.run();
    await Promise.all(all);
    expect(queue.waitedMs).toHaveLength(60);
    // The three runs began in one task, as no two messages do.
    expect(Math.max(...queue.waitedMs.slice(3))).toBe(10);
  });

  it('share the time, however long a piece of each is', async () => {
    const queue = new Queue();
    const turns = new Turns(queue.now, queue.pass);
    const used = [0, 0];
    const run = (who: 0 | 1, pieceMs: number) =>
      turns.seated(async (turn) => {
        while (queue.nowMs < 10_000) {
          used[who]! += pieceMs;
          queue.nowMs += pieceMs;
          await turn();
        }
      });
    const all = [run(0, 10), run(1, 50)];
    await queue.run();
    await Promise.all(all);
    expect(Math.abs(used[0]! - used[1]!)).toBeLessThanOrEqual(60);
  });

  it('make up for no time before one came', async () => {
    const queue = new Queue();
    const turns = new Turns(queue.now, queue.pass);
    const order: string[] = [];
    let second: Promise<void> | null = null;
    const first = turns.seated(async (turn) => {
      for (let n = 0; n < 100; n++) {
        order.push('first');
        queue.nowMs += 10;
        if (n === 49) {
          second = turns.seated(async (late) => {
            for (let m = 0; m < 20; m++) {
              await late();
              order.push('second');
              queue.nowMs += 10;
            }
          });
        }
        await turn();
      }
    });
    await queue.run();
    await Promise.all([first, second]);
    const after = order.slice(50, 90);
    expect(after.filter((who) => who === 'first').length).toBeGreaterThan(15);
  });

  it('go on when one of them fails or ends', async () => {
    const queue = new Queue();
    const turns = new Turns(queue.now, queue.pass);
    let done = 0;
    const fails = turns.seated(async (turn) => {
      await turn();
      throw new Error('no more');
    });
    const failed = expect(fails).rejects.toThrow('no more');
    const works = turns.seated(async (turn) => {
      for (; done < 5; done++) await turn();
    });
    await queue.run();
    await Promise.all([failed, works]);
    expect(done).toBe(5);
  });

  it('that rest keep nobody waiting, and their rest is not held against them', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout'] });
    const queue = new Queue();
    const turns = new Turns(queue.now, queue.pass);
    const order: string[] = [];
    const rests = turns.seated(async (turn) => {
      order.push('rests');
      await turn(5);
      order.push('back');
    });
    const works = turns.seated(async (turn) => {
      for (let n = 0; n < 3; n++) {
        queue.nowMs += 10;
        order.push('works');
        await turn();
      }
    });
    await queue.run();
    await works;
    expect(order).toEqual(['rests', 'works', 'works', 'works']);
    vi.advanceTimersByTime(5);
    vi.useRealTimers();
    await queue.run();
    await rests;
    expect(order.at(-1)).toBe('back');
  });

  it('of one alone come at every pass', async () => {
    const queue = new Queue();
    const turns = new Turns(queue.now, queue.pass);
    let pieces = 0;
    const work = turns.seated(async (turn) => {
      for (; pieces < 7; pieces++) await turn();
    });
    await queue.run();
    await work;
    expect(pieces).toBe(7);
  });
});
