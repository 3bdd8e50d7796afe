import type { Failure, ModelSpec, RunConfig, TrainOptions } from '../../shared/types';
import { configFrom, optionsFrom, textsFrom } from './settings-run';
import {
  applies,
  initialTexts,
  normalised,
  ON,
  read,
  SETTING_NAMES,
  settingNamed,
  SETTINGS,
  type Refusal,
  type SettingName,
  type SettingValues,
} from './settings-table';

/** Failures that correcting a setting mends. */
const CODES = new Set(['bad_option', 'bad_spec']);

/** What a person typed and chose: read when it is used. */
export class Settings {
  readonly typed = $state(initialTexts());
  /** Settings that stood in the way when they were used: with which text, and why. */
  private refusals = $state.raw<ReadonlyMap<SettingName, { text: string; why: Failure }>>(
    new Map(),
  );
  /** Those that stand in the way until they are corrected, in the form's order. */
  readonly refused = $derived([...this.refusals.keys()]);

  /** A person types or chooses: what is corrected, or means nothing any more, is refused no more. */
  type(name: SettingName, text: string): void {
    this.typed[name] = text;
    const corrected = text !== this.refusals.get(name)?.text && refusalOf(name, text) === null;
    this.accept(SETTING_NAMES.filter((each) => (each === name ? corrected : !this.asked(each))));
  }

  /** These count as they are. */
  accept(names: readonly SettingName[]): void {
    if (names.some((name) => this.refusals.has(name))) {
      this.refusals = new Map([...this.refusals].filter(([name]) => !names.includes(name)));
    }
  }

  /** Something failed: where a setting is the cause, it and every other that is wrong stand in the way. */
  refuse(failure: Failure): void {
    const named = settingIn(failure);
    if (!named) return;
    const refusals = new Map<SettingName, { text: string; why: Failure }>();
    for (const name of SETTING_NAMES) {
      const text = this.typed[name];
      const problem = this.asked(name) ? refusalOf(name, text) : null;
      const why = name === named ? failure : problem && failureAbout(name, problem);
      if (why) refusals.set(name, { text, why });
    }
    this.refusals = refusals;
  }

  /**
   * What a failure still says: one about a setting is about the first that stands in the way, and names the others; it says
   * nothing where none does.
   */
  standing(failure: Failure): Failure | null {
    if (!settingIn(failure)) return failure;
    const [first, ...others] = this.refusals.values();
    if (!first) return null;
    const { why } = first;
    if (others.length === 0) return why;
    return {
      ...why,
      params: { ...why.params, others: others.map((each) => each.why.field).join() },
    };
  }

  /** Throws a `Failure` about this setting when its text cannot be read or is out of bounds. */
  value<Name extends SettingName>(name: Name): SettingValues[Name] {
    const found = read(name, this.typed[name]);
    if ('refusal' in found) throw failureAbout(name, found.refusal);
    return found.value;
  }

  /** Throws like `value`. */
  options(): TrainOptions {
    return optionsFrom((name) => this.value(name));
  }

  /** A run on images of this size; throws like `value`. */
  runConfig(image: Pick<ModelSpec, 'height' | 'width'>): RunConfig {
    return configFrom((name) => this.value(name), image);
  }

  /** True when the model that is open is not the one these settings describe: Reset would change it. */
  differFrom(open: RunConfig, isStrict: boolean): boolean {
    const opened = textsFrom(open);
    return SETTING_NAMES.some((name) => {
      if (SETTINGS[name].takesEffect !== 'reset' || !applies(name, this.typed)) return false;
      const wanted = normalised(name, this.typed[name]);
      if (wanted === null) return false;
      return name === 'reproducible' ? wanted === ON && !isStrict : wanted !== opened[name];
    });
  }

  /** Shows the settings of a model that was opened with its own. */
  show(open: RunConfig): void {
    Object.assign(this.typed, textsFrom(open));
    this.refusals = new Map();
  }

  /** Whether a text is wanted: it means something, and where the machine decides, nothing typed is an answer. */
  private asked(name: SettingName): boolean {
    const decided = this.typed[name] === '' && SETTINGS[name].initial === null;
    return applies(name, this.typed) && !decided;
  }
}

/** The setting that a failure is about, where correcting it mends that. */
function settingIn({ code, field }: Failure): SettingName | null {
  return CODES.has(code) ? settingNamed(field) : null;
}

function refusalOf(name: SettingName, text: string): Refusal | null {
  const found = read(name, text);
  return 'refusal' in found ? found.refusal : null;
}

function failureAbout(name: SettingName, { reason, params }: Refusal): Failure {
  const code = SETTINGS[name].takesEffect === 'reset' ? 'bad_spec' : 'bad_option';
  return { code, field: name, reason, params, message: '' };
}
