// What Train does, in the words of its button: named wherever it is not the open model that goes on.
import { totalOf } from '../../shared/terms';
import type { LabInfo, ModelSpec } from '../../shared/types';
import { formatNats } from '../../shared/units';
import type { Messages } from '../i18n/en';
import { originText } from '../kept';
import type { KeptModel } from '../state/kept-run';
import type { Plan } from '../state/plan';
import type { SettingTexts } from '../state/settings-table';
import { TERM_LOOKS } from '../terms';

type Family = ModelSpec['family'];

/** In full, and what of it stands where there is little room. */
export interface Label {
  full: string;
  short: string;
}

/** The family that was chosen and is not the open model's, by its word. */
function nextFamily({ changed }: Plan, { family }: SettingTexts, t: Messages): string | null {
  return changed.includes('family') ? t.settings.option.family[family as Family] : null;
}

/** `begun`: the open model has done steps. `set`: what its images are called. */
export function trainLabel(
  plan: Plan,
  begun: boolean,
  typed: SettingTexts,
  set: string,
  t: Messages,
): Label {
  if (plan.kind === 'goOn') {
    const word = begun ? t.actions.goOn : t.actions.train;
    return { full: word, short: word };
  }
  const family = nextFamily(plan, typed, t);
  if (plan.kind === 'fresh' || plan.kind === 'attach') {
    const full = t.actions.trainOn(set, family);
    return { full, short: family === null ? t.actions.train : t.actions.trainModel(family) };
  }
  return {
    full: family === null ? t.actions.resetAndTrain : t.actions.resetAndTrainModel(family),
    short: t.actions.resetAndTrain,
  };
}

/** What takes the choice back; null where nothing was chosen that the open model does not have. */
export function keepLabel(
  plan: Plan,
  typed: SettingTexts,
  open: { family: Family } | undefined,
  t: Messages,
): string | null {
  if (!open || plan.changed.length === 0) return null;
  const familyAlone = plan.changed.length === 1 && nextFamily(plan, typed, t) !== null;
  return familyAlone
    ? t.actions.keep(t.settings.option.family[open.family])
    : t.actions.undoChanges;
}

/** What options that are left out are. */
const PLAIN = { warmupSteps: 0, freeBits: 0, samples: 1 };

/** Which run was put aside, what of it is another than of the open model, and how good it was: by what that is judged by,
 *  where it was measured. */
export function asideText(
  { about, options }: Pick<KeptModel, 'about' | 'options'>,
  open: Pick<LabInfo, 'options' | 'seed' | 'terms'>,
  t: Messages,
): string {
  const [was, is] = [
    { ...PLAIN, ...options },
    { ...PLAIN, ...open.options },
  ];
  const names = [
    'learningRate',
    'beta',
    'batchSize',
    'warmupSteps',
    'freeBits',
    'samples',
  ] as const;
  const other = [
    ...names
      .filter((name) => was[name] !== is[name])
      .map((name) => `${t.settings.label[name]} ${was[name]}`),
    ...(about.seed === open.seed ? [] : [`${t.settings.label.seed} ${about.seed}`]),
  ];
  const judged = totalOf(open.terms) ?? about.term;
  const term = about.heldOut[judged] === undefined ? about.term : judged;
  return t.notice.aside(
    [originText(about.origin, t), ...other].join(', '),
    t.terms[TERM_LOOKS[term].word].word,
    formatNats(about.heldOut[term]),
  );
}
