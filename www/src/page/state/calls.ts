// The engine's answers, each of which ends with the engine: one that is gone answers nothing any more.
import { failure } from '../../shared/failure';
import type { Engine } from './engine';

/** An engine whose unanswered calls fail with `closed` when it is ended. */
export function answering(engine: Engine): Engine {
  const waiting = new Set<(reason: unknown) => void>();
  let ended = false;
  type Call = (...given: unknown[]) => Promise<unknown>;
  const api = new Proxy({} as Engine['api'], {
    get: (_, name) => {
      const ask = Reflect.get(engine.api, name) as Call;
      return (...given: unknown[]) =>
        new Promise((resolve, reject) => {
          if (ended) return reject(failure('closed'));
          waiting.add(reject);
          const settle = () => waiting.delete(reject);
          ask(...given)
            .then(resolve, reject)
            .finally(settle);
        });
    },
  });
  return {
    ...engine,
    api,
    end: () => {
      ended = true;
      engine.end();
      for (const reject of waiting) reject(failure('closed'));
      waiting.clear();
    },
  };
}
