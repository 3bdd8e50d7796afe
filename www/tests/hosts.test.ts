import { describe, expect, it } from 'vitest';
import { WorkerFailure } from '../src/worker/failure';
import { Hosts } from '../src/worker/hosts';
import { FakeCore } from './fake-core';

const nobody = () => Promise.resolve(null);

describe('Hosts', () => {
  it('keeps what runs when the strict build does not come, and asks for that again', async () => {
    const core = new FakeCore();
    let offline = true;
    const hosts = new Hosts(async (reproducible) => {
      if (reproducible && offline) throw new WorkerFailure('wasm_missing', { reason: 'network' });
      return core.instance(reproducible ? 'strict' : 'relaxed');
    }, nobody);
    await expect(hosts.strict()).rejects.toMatchObject({ code: 'no_strict' });
    expect((await hosts.fastest).instance.variant).toBe('relaxed');
    offline = false;
    expect((await hosts.strict()).instance.variant).toBe('strict');
    expect(await hosts.strict()).toBe(await hosts.strict());
  });

  it('says why the engine did not start when that was the first', async () => {
    const hosts = new Hosts(async () => {
      throw new WorkerFailure('wasm_policy');
    }, nobody);
    await expect(hosts.strict()).rejects.toMatchObject({ code: 'wasm_policy' });
  });
});
