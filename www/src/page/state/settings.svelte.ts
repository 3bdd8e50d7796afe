import type { Trainable } from '../../shared/data-sets';
import type { Failure, ModelSpec, RunConfig, TrainOptions } from '../../shared/types';
import { textsOfSet } from './data';
import { configFrom, optionsFrom, textsFrom } from './settings-run';
import { OFF, ON, type Refusal } from './setting-kinds';
import {
  applies,
  initialTexts,
  normalised,
  read,
  SETTING_NAMES,
  settingNamed,
  SETTINGS,
  type SettingName,
  type SettingTexts,
  type SettingValues,
} from './settings-table';

/** What was in the form, to be put there again. */
export interface SettingsMemory {
  readonly typed: SettingTexts;
  readonly given: SettingTexts;
}

/** Failures that correcting a setting mends. */
const CODES = new Set(['bad_option', 'bad_spec']);

/** What the form holds: the values of the model that is open, and what a person changed in them. */
export class Settings {
  readonly typed = $state(initialTexts());
  /** What was there before anybody changed anything. */
  private given: SettingTexts = initialTexts();
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
    return valueIn(this.typed, name);
  }

  /**
   * For the open model. What it has not (a warm-up, of an autoencoder) waits for a model that has it, and what nothing asks
   * for any more, as another family was chosen for the next, stays in it as it is. Throws like `value`.
   */
  options(open: RunConfig | null = null): TrainOptions {
    const own: Partial<SettingTexts> = open ? textsFrom(open) : {};
    const texts = { ...this.typed, ...own };
    for (const name of SETTING_NAMES) {
      if (name !== 'family' && applies(name, this.typed)) texts[name] = this.typed[name];
    }
    return optionsFrom((name) => valueIn(texts, name));
  }

  /** A run on images of this size; throws like `value`. */
  runConfig(image: Pick<ModelSpec, 'height' | 'width'>, texts = this.typed): RunConfig {
    return configFrom((name) => valueIn(texts, name), image);
  }

  /** For a fresh model on a set: where the open one is on another, that set's own values and what a person changed. */
  textsFor(set: Trainable, openOn: string | undefined): SettingTexts {
    if (set === openOn) return { ...this.typed };
    const texts = textsOfSet(set);
    for (const name of SETTING_NAMES) {
      const changed = wanted(name, this.typed) !== wanted(name, this.given);
      if (changed) texts[name] = this.typed[name];
    }
    return texts;
  }

  /** What the open model does not have yet: from the next reset where it trains, else from the model that Train opens. */
  changedFrom(open: RunConfig, isStrict: boolean, trains: boolean): readonly SettingName[] {
    const opened = textsFrom(open);
    const openedWhole = { ...this.typed, ...opened };
    return SETTING_NAMES.filter((name) => {
      const { takesEffect } = SETTINGS[name];
      const atOnce = takesEffect === 'now' && trains && applies(name, openedWhole);
      const waits = takesEffect !== 'run' && !atOnce;
      if (!waits || name === 'threads' || !applies(name, this.typed)) return false;
      const text = wanted(name, this.typed);
      return name === 'reproducible' ? text === ON && !isStrict : text !== opened[name];
    });
  }

  /** Shows the settings of a model that was opened with its own. */
  show(open: RunConfig): void {
    const texts = textsFrom(open);
    this.put(texts);
    this.given = { ...this.given, ...texts };
  }

  /** Shows those of a fresh model on a set. */
  begin(set: Trainable, texts: SettingTexts): void {
    this.put(texts);
    this.given = textsOfSet(set);
  }

  /** What was changed and not applied is taken back: the open model's values stand there again. */
  takeBack(open: RunConfig, isStrict: boolean): void {
    this.put(textsFrom(open));
    if (!isStrict) this.typed.reproducible = OFF;
  }

  memory(): SettingsMemory {
    return { typed: { ...this.typed }, given: this.given };
  }

  recall({ typed, given }: SettingsMemory): void {
    this.put({ ...typed, threads: this.typed.threads });
    this.given = given;
  }

  private put(texts: Partial<SettingTexts>): void {
    Object.assign(this.typed, texts);
    this.refusals = new Map();
  }

  /** Whether a text is wanted: it means something, and where the machine decides, nothing typed is an answer. */
  private asked(name: SettingName): boolean {
    const decided = this.typed[name] === '' && SETTINGS[name].initial === null;
    return applies(name, this.typed) && !decided;
  }
}

/** As the table writes it; what cannot be read is wanted as it stands, and refused where it is used. */
function wanted(name: SettingName, texts: SettingTexts): string {
  return normalised(name, texts[name]) ?? texts[name];
}

function valueIn<Name extends SettingName>(texts: SettingTexts, name: Name): SettingValues[Name] {
  const found = read(name, texts[name]);
  if ('refusal' in found) throw failureAbout(name, found.refusal);
  return found.value;
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
