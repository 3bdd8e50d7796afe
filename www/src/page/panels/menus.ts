// The header's menus: what is open, and what a fresh model is made of.
import type { ComponentProps } from 'svelte';
import type Choice from '../controls/Choice.svelte';
import type { Messages } from '../i18n/en';
import { TRAINING_SETS, trainingSet } from '../state/data';
import type { Source } from '../state/model-parts';
import { SETTING_NAMES, SETTINGS } from '../state/settings-table';
import type { Workbench } from '../state/workbench.svelte';
import { choicesOf } from './choices';

const MENUS = SETTING_NAMES.filter((name) => SETTINGS[name].place === 'menu');

/** What opens no set but asks for one. */
const YOURS = 'yours';

/** From left to right. */
export function menusOf(
  bench: Workbench,
  t: Messages,
  askForImages: () => void,
): ComponentProps<typeof Choice>[] {
  const { coming, current, own, plan, settings, source, usable } = bench;
  return [
    {
      testid: 'data',
      label: t.data.label,
      value: valueOf(coming ?? source),
      options: [
        { value: 'pretrained', text: t.data.pretrained },
        ...TRAINING_SETS.map((name) => ({ value: name as string, text: t.data.set[name] })),
        ...own.all.map(({ name, title }) => ({ value: name as string, text: title })),
        ...(source.kind === 'file' ? [{ value: 'file', text: source.name }] : []),
        { value: YOURS, text: t.data.yours },
      ],
      steady: true,
      asks: YOURS,
      disabled: !usable,
      hint: coming && current ? t.data.loading : null,
      onchoose: (value: string) => {
        const set = trainingSet(value);
        if (set) void bench.reset(set);
        if (value === YOURS) askForImages();
        if (value === 'pretrained') void bench.openPretrained();
      },
    },
    ...MENUS.map((name) => ({
      testid: SETTINGS[name].key,
      label: t.settings.label[name],
      term: t.settings.help[name],
      value: settings.typed[name],
      options: choicesOf(name, t),
      disabled: !usable,
      invalid: settings.refused.includes(name),
      hint: plan.changed.includes(name) ? t.settings.next : null,
      onchoose: (text: string) => bench.type(name, text),
    })),
  ];
}

function valueOf(source: Source): string {
  return source.kind === 'set' ? source.name : source.kind;
}
