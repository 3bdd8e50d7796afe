import type { DataSetName } from '../../shared/data-sets';
import type { Failure, ModelSpec, RunConfig, TrainOptions } from '../../shared/types';
import { textsOfSet } from './data';
import { configFrom, optionsFrom, textsFrom } from './settings-run';
import {
  applies,
  initialTexts,
  normalised,
  OFF,
  ON,
  read,
  SETTING_NAMES,
  SETTINGS,
  type Refusal,
  type SettingName,
  type SettingTexts,
  type SettingValues,
} from './settings-table';

/** What was in the form, to be put there again. */
export interface SettingsMemory {
  readonly typed: SettingTexts;
  readonly given: SettingTexts;
}

/** What the form holds: the values of the model that is open, and what a person changed in them. */
export class Settings {
  readonly typed = $state(initialTexts());
  /** What was there before anybody changed anything. */
  private given: SettingTexts = initialTexts();

  /** Throws a `Failure` about this setting when its text cannot be read or is out of bounds. */
  value<Name extends SettingName>(name: Name): SettingValues[Name] {
    return valueIn(this.typed, name);
  }

  /** Throws like `value`. */
  options(): TrainOptions {
    return optionsFrom((name) => this.value(name));
  }

  /** A run on images of this size; throws like `value`. */
  runConfig(image: Pick<ModelSpec, 'height' | 'width'>, texts = this.typed): RunConfig {
    return configFrom((name) => valueIn(texts, name), image);
  }

  /** For a fresh model on a set: where the open one is on another, that set's own values and what a person changed. */
  textsFor(set: DataSetName, openOn: string | undefined): SettingTexts {
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
    return SETTING_NAMES.filter((name) => {
      const { takesEffect } = SETTINGS[name];
      const waits = takesEffect === 'reset' || (!trains && takesEffect === 'now');
      if (!waits || name === 'threads' || !applies(name, this.typed)) return false;
      const text = wanted(name, this.typed);
      return name === 'reproducible' ? text === ON && !isStrict : text !== opened[name];
    });
  }

  /** Shows the settings of a model that was opened with its own. */
  show(open: RunConfig): void {
    const texts = textsFrom(open);
    Object.assign(this.typed, texts);
    this.given = { ...this.given, ...texts };
  }

  /** Shows those of a fresh model on a set. */
  begin(set: DataSetName, texts: SettingTexts): void {
    Object.assign(this.typed, texts);
    this.given = textsOfSet(set);
  }

  /** What was changed and not applied is taken back: the open model's values stand there again. */
  takeBack(open: RunConfig, isStrict: boolean): void {
    Object.assign(this.typed, textsFrom(open));
    if (!isStrict) this.typed.reproducible = OFF;
  }

  memory(): SettingsMemory {
    return { typed: { ...this.typed }, given: this.given };
  }

  recall({ typed, given }: SettingsMemory): void {
    Object.assign(this.typed, typed, { threads: this.typed.threads });
    this.given = given;
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

function failureAbout(name: SettingName, { reason, params }: Refusal): Failure {
  const code = SETTINGS[name].takesEffect === 'reset' ? 'bad_spec' : 'bad_option';
  return { code, field: name, reason, params, message: '' };
}
