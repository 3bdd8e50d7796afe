// A visitor's own images are a set like the others: named, trained on, put aside, gone on with.
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { en } from '../src/page/i18n/en';
import { menusOf } from '../src/page/panels/menus';
import { titleOf } from '../src/page/state/own-sets.svelte';
import type { Workbench } from '../src/page/state/workbench.svelte';
import { benchOf, frame, type FakeWorker } from './fake-worker';

let workers: FakeWorker[];
let bench: Workbench;
const worker = () => workers.at(-1)!;
const packed = Uint8Array.of(1, 2, 3);
const cats = { title: 'cats', height: 20, width: 30, packed };
const named = () => bench.current!.info.images!.name;
const asked = () => worker().api.openFresh.mock.calls.at(-1)![0];
const dataMenu = (ask = () => {}) => menusOf(bench, en, ask)[0]!;

beforeEach(() => {
  workers = [];
  bench = benchOf(workers);
});

describe('images of one’s own', () => {
  it('open a fresh model of their size, with the settings of MNIST 10k', async () => {
    await bench.openOwn(cats);
    expect(named()).toMatch(/^own:\d+$/);
    expect(worker().api.openOwn.mock.calls).toEqual([[named(), packed]]);
    expect(asked().model).toMatchObject({ height: 20, width: 30, body: { hidden: [128, 64] } });
    expect(bench.settings.typed.epochs).toBe('60');
    expect(bench.plan).toMatchObject({ kind: 'goOn', set: named() });
  });

  it('are named by their file, in the menu and wherever a set is', async () => {
    await bench.openOwn(cats);
    expect(dataMenu().value).toBe(named());
    expect(dataMenu().options).toContainEqual({ value: named(), text: 'cats' });
    expect(titleOf(bench.plan.set, bench.own, en.data.set)).toBe('cats');
    expect(titleOf('mnist10k', bench.own, en.data.set)).toBe('MNIST 10k');
  });

  it('are asked for by the menu, which opens nothing', () => {
    let times = 0;
    const menu = dataMenu(() => (times += 1));
    expect(menu.asks).toBe(menu.options.at(-1)!.value);
    menu.onchoose(menu.options.at(-1)!.value);
    expect([times, bench.models]).toEqual([1, []]);
  });

  it('are opened once, and stay for Reset and for the menu', async () => {
    await bench.openOwn(cats);
    const name = named();
    await bench.reset();
    await bench.reset('mnist10k');
    dataMenu().onchoose(name);
    await vi.waitFor(() => expect(named()).toBe(name));
    expect(worker().api.openOwn).toHaveBeenCalledTimes(1);
  });

  it('put a run aside, and are there again when Undo brings theirs back', async () => {
    await bench.openOwn(cats);
    const name = named();
    await bench.train();
    await worker().last.sink!(frame(1200));
    worker().last.step = 1234;
    await bench.openOwn({ ...cats, title: 'dogs' });
    expect(bench.aside?.model.images).toBe(name);
    await bench.undo();
    expect(bench.source).toEqual({ kind: 'set', name });
    expect(bench.current!.step).toBe(1234);
  });

  it('go to the next engine when theirs is lost', async () => {
    await bench.openOwn(cats);
    const name = named();
    await bench.restart();
    expect(workers).toHaveLength(2);
    expect(worker().api.openOwn.mock.calls).toEqual([[name, packed]]);
    expect(named()).toBe(name);
  });

  it('are let go when nothing is on them any more and others have come', async () => {
    await bench.openOwn(cats);
    const name = named();
    await bench.openOwn({ ...cats, title: 'dogs' });
    expect(bench.own.all.map(({ title }) => title)).toEqual(['dogs']);
    await Promise.resolve();
    expect(worker().api.closeImages.mock.calls).toEqual([[0]]);
    expect(named()).not.toBe(name);
  });
});
