import type { Failure, ModelSpec, RunConfig, TrainOptions } from '../../shared/types';
import { configFrom, optionsFrom, textsFrom } from './settings-run';
import {
  applies,
  initialTexts,
  normalised,
  ON,
  read,
  SETTING_NAMES,
  SETTINGS,
  type Refusal,
  type SettingName,
  type SettingValues,
} from './settings-table';

/** What a person typed and chose: read when it is used. */
export class Settings {
  readonly typed = $state(initialTexts());

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
  }
}

function failureAbout(name: SettingName, { reason, params }: Refusal): Failure {
  const code = SETTINGS[name].takesEffect === 'reset' ? 'bad_spec' : 'bad_option';
  return { code, field: name, reason, params, message: '' };
}
