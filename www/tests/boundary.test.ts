// The real package, in Node, held against the one description of what crosses.
import { beforeAll, describe, expect, it } from 'vitest';
import type {
  Likelihood,
  ModelSpec,
  PlaneWindow,
  RunConfig,
  Slice,
  TrainOptions,
} from '../../src/wasm/types';
import {
  builtPackage,
  bytesOf,
  GAUSSIAN,
  heldOutDigits,
  LINEAR,
  MODEL,
  OPTIONS,
  RUN,
  SLICE,
  WINDOW,
  type Images,
  type Lab,
  type Package,
} from './boundary-package';
import { differences, fieldsOf, interfaces } from './described';

let wasm: Package;
let digits: Images;
/** Names of the description that some test has held a value against: of other files' images, `boundary-import.test.ts`. */
const held = new Set(['ImportChoices', 'ImportPreview']);

const open = (model: Partial<ModelSpec> = {}): Lab =>
  wasm.Lab.open({ ...RUN, model: { ...MODEL, ...model } }, digits);

beforeAll(async () => {
  wasm = await builtPackage();
  digits = wasm.Images.fromPacked(bytesOf('../../src/data/digits8x8.bin'), 'digits8x8');
});

describe('what comes out is what the description says, key by key:', () => {
  function says(name: string, value: unknown): void {
    held.add(name);
    expect(differences(name, value)).toEqual([]);
  }

  it('images, with classes and without', () => {
    says('ImagesInfo', digits.info());
    const bare = wasm.Images.fromPixels(new Uint8Array(64 * 20), 8, 8, undefined, [], '');
    says('ImagesInfo', bare.info());
    expect(bare.info()).toMatchObject({ name: '', count: 20, classes: [] });
  });

  it('a model of every kind, with images and without', () => {
    const kinds: Partial<ModelSpec>[] = [
      {},
      { family: 'ae' },
      { body: LINEAR.body },
      { likelihood: GAUSSIAN.likelihood },
      { likelihood: { kind: 'gaussian', sd: 'learned' } },
    ];
    for (const kind of kinds) {
      const lab = open(kind);
      const info = lab.info();
      says('LabInfo', info);
      says('ModelSpec', info.model);
      expect(info.model).toMatchObject(kind);
      for (const term of info.terms) says('Term', term);
      says('LabInfo', wasm.Lab.fromWeights(lab.saveWeights()).info());
    }
    expect(open().info().images).toEqual(digits.info());
  });

  it('a step, and what is measured: the terms that the model says it has', () => {
    for (const family of ['vae', 'ae'] as const) {
      const lab = open({ family });
      const ids = lab.info().terms.map(({ id }) => id);
      const stats = lab.train(2);
      says('TrainStats', stats);
      expect(Object.keys(stats.terms).sort()).toEqual([...ids].sort());
      for (const set of ['heldOut', 'training'] as const) {
        const sums = lab.evaluate(set, 3, 10);
        says('TermSums', sums);
        expect(sums.images).toBe(7);
        expect(Object.keys(sums.sums).sort()).toEqual([...ids].sort());
      }
    }
  });

  it('a strip and its picture, of held-out images and of draws', () => {
    const lab = open();
    for (const each of [lab, wasm.Lab.fromWeights(lab.saveWeights())]) {
      says('Strip', each.strip(5));
      says('StripPicture', each.stripPicture(5));
    }
    says('Look', lab.look(1796));
    expect(lab.look(0).reconstructions).toHaveLength(64);
    expect(thrown(() => lab.look(1797))).toMatchObject({ code: 'bad_input' });
    expect(lab.strip(5).places).toHaveLength(5);
    expect(lab.strip(5).inputs).toHaveLength(5 * 64);
    expect(lab.stripPicture(5).points).toHaveLength(10);
    expect(open({ family: 'ae' }).stripPicture(5).logvar).toHaveLength(0);
  });

  it('what is encoded, codes from a file, a slice, the defaults of a run', () => {
    const lab = open();
    says('Encoded', lab.encode(new Uint8Array(3 * 64)));
    says('Codes', wasm.Lab.readCodes(bytesOf('../public/weights/mnist-codes.safetensors')));
    says('Slice', lab.slice());
    says('Baselines', lab.baselines());
    says('RunConfig', wasm.defaults());
    says('TrainOptions', wasm.defaults().options);
  });

  it('bulk: pixels, codes, points, classes, pictures, checkpoints', () => {
    const lab = open();
    expect(lab.decode(new Float32Array(4))).toBeInstanceOf(Uint8Array);
    expect(lab.decodeOutputs(new Float32Array(4))).toBeInstanceOf(Float32Array);
    expect(lab.manifold(WINDOW, 3, 2)).toHaveLength(6 * 64);
    expect(lab.points(0, 10)).toHaveLength(20);
    expect(lab.zFromPlane(Float32Array.of(1, 2))).toEqual(Float32Array.of(1, 2));
    expect(lab.planeFromZ(Float32Array.of(1, 2))).toEqual(Float32Array.of(1, 2));
    expect(lab.labels()).toBeInstanceOf(Uint16Array);
    expect(lab.labels()).toHaveLength(digits.info().count);
    const restored = wasm.Lab.restore(lab.checkpoint(), digits);
    expect(restored.weightsHash()).toBe(lab.weightsHash());
    expect(lab.at(lab.snapshot(false)).weightsHash()).toBe(lab.weightsHash());
  });

  it('a failure', () => {
    const lab = open();
    const bare = wasm.Lab.fromWeights(lab.saveWeights());
    const looking = wasm.Lab.fromWeights(lab.saveWeights());
    looking.attach(heldOutDigits(wasm));
    const failures = [
      thrown(() => lab.setOptions({ ...OPTIONS, learningRate: 99 })),
      thrown(() => open({ latent: 0 })),
      thrown(() => bare.train(1)),
      thrown(() => looking.train(1)),
      thrown(() => wasm.Lab.fromWeights(new Uint8Array(3))),
      thrown(() => wasm.Images.fromPacked(new Uint8Array(3), 'nothing')),
      thrown(() => lab.decode(Float32Array.of(NaN, 0))),
    ];
    for (const failure of failures) says('LabFailure', failure);
    expect(failures.map((failure) => (failure as { code?: string }).code)).toEqual([
      'bad_option',
      'bad_spec',
      'no_data',
      'no_training',
      'bad_weights',
      'bad_data',
      'bad_input',
    ]);
  });

  it('and a divergence tells its step', () => {
    const bytes = open().saveWeights();
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const header = Number(view.getBigUint64(0, true));
    for (let each = 8 + header; each + 4 <= bytes.length; each += 4) {
      view.setFloat32(each, 1e20, true); // beyond repair: the first loss is no number
    }
    const lab = wasm.Lab.fromWeights(bytes);
    lab.attach(digits);
    const failure = thrown(() => lab.train(1));
    says('LabFailure', failure);
    expect(failure).toMatchObject({ code: 'diverged', params: { step: 1 } });
  });
});

describe('what goes in is refused, with the name of the field,', () => {
  /** An object of the description, and what is done with it: the rest of the call is in order. */
  interface Input {
    name: string;
    like: string;
    right: object;
    give: (value: never) => unknown;
  }
  const runWith = (model: Partial<ModelSpec>) =>
    wasm.Lab.open({ ...RUN, model: { ...MODEL, ...model } }, digits);
  const EASED = { ...OPTIONS, warmupSteps: 5, freeBits: 0.1, samples: 1 };
  const inputs: Input[] = [
    {
      name: 'RunConfig',
      like: '',
      right: RUN,
      give: (run: RunConfig) => wasm.Lab.open(run, digits),
    },
    {
      name: 'TrainOptions',
      like: ' of a run',
      right: EASED,
      give: (options: TrainOptions) => wasm.Lab.open({ ...RUN, options }, digits),
    },
    {
      name: 'TrainOptions',
      like: ' while training',
      right: EASED,
      give: (options: TrainOptions) => open().setOptions(options),
    },
    {
      name: 'ModelSpec',
      like: '',
      right: { ...MODEL, init: 'he' },
      give: (model: ModelSpec) => wasm.Lab.open({ ...RUN, model }, digits),
    },
    {
      name: 'Body',
      like: ', dense',
      right: MODEL.body,
      give: (body: ModelSpec['body']) => runWith({ body }),
    },
    {
      name: 'Body',
      like: ', linear',
      right: LINEAR.body,
      give: (body: ModelSpec['body']) => runWith({ body }),
    },
    {
      name: 'Likelihood',
      like: ', bernoulli',
      right: MODEL.likelihood,
      give: (likelihood: Likelihood) => runWith({ likelihood }),
    },
    {
      name: 'Likelihood',
      like: ', gaussian',
      right: GAUSSIAN.likelihood,
      give: (likelihood: Likelihood) => runWith({ likelihood }),
    },
    {
      name: 'PlaneWindow',
      like: '',
      right: WINDOW,
      give: (window: PlaneWindow) => open().manifold(window, 2, 2),
    },
    { name: 'Slice', like: '', right: SLICE, give: (slice: Slice) => open().setSlice(slice) },
  ];
  const wrong = {
    number: [NaN, Infinity, '7', 'many', null, [], {}],
    text: ['nonsense', '', 7, null, [], {}],
    list: [[true], ['7'], [NaN], [null], [], 'many', 7, null, {}],
    object: ['nonsense', 7, null, [], {}],
  };

  for (const { name, like, right, give } of inputs) {
    describe(`${name}${like}`, () => {
      const told = (value: object) => {
        held.add(name);
        return fieldOf(() => give(value as never));
      };

      it('when nothing is wrong with it, not at all', () => {
        expect(thrown(() => give(right as never))).toBeNull();
      });

      for (const { name: key, kind, optional } of fieldsOf(name, right)) {
        const without = Object.fromEntries(Object.entries(right).filter(([each]) => each !== key));

        it(`without ${key}`, () => {
          if (optional) return expect(thrown(() => give(without as never))).toBeNull();
          expect(told(without)).toBe(key);
          expect(told({ ...right, [key]: undefined })).toBe(key);
        });

        it(`with ${key} misspelt`, () => {
          for (const misspelt of [snakeCase(key), key.toUpperCase(), `${key}s`]) {
            if (misspelt === key) continue;
            expect(told({ ...right, [misspelt]: 1 })).toBe(misspelt);
            const renamed = { ...without, [misspelt]: (right as Record<string, unknown>)[key] };
            expect([key, misspelt]).toContain(told(renamed));
          }
        });

        it(`with a boolean for ${key}`, () => {
          expect([true, false].map((value) => told({ ...right, [key]: value }))).toEqual([
            key,
            key,
          ]);
        });

        it(`with something else for ${key}`, () => {
          for (const value of wrong[kind]) {
            // What is missing inside an object is that object's own matter.
            if (kind === 'object' && isEmptyObject(value)) continue;
            if (optional && value === null) continue;
            expect([value, told({ ...right, [key]: value })]).toEqual([value, key]);
          }
        });
      }
    });
  }
});

it('every object of the description is held against what really crosses', () => {
  expect(interfaces.filter((name) => !held.has(name))).toEqual([]);
});

function thrown(act: () => unknown): unknown {
  try {
    act();
    return null;
  } catch (failure) {
    return failure;
  }
}

/** The field that a refusal names; null when nothing was refused. */
function fieldOf(act: () => unknown): unknown {
  const failure = thrown(act);
  return failure instanceof Error ? ((failure as { field?: unknown }).field ?? failure) : failure;
}

function isEmptyObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
