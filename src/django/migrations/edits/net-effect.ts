/**
 * What the effects of a migration come to: a field that is added, altered and altered again is the field that it
 * ends as, wherever that stands. `optimizemigration` does not change it.
 */
import type { Effect } from './effect.ts';

/** An effect, and how many data steps came before it. */
export interface Placed {
  readonly effect: Effect;
  readonly phase: number;
}

// AlterModelOptions.ALTER_OPTION_KEYS of Django without `managed`, which decides whether there is a table.
const STATE_OPTIONS: readonly string[] = [
  'base_manager_name',
  'default_manager_name',
  'default_permissions',
  'default_related_name',
  'get_latest_by',
  'ordering',
  'permissions',
  'select_on_save',
  'verbose_name',
  'verbose_name_plural',
];

/** By key, in the order in which things were first touched. */
export type Net = ReadonlyMap<string, Placed>;

/** The net effect of `effects`, which are in their order. */
export function netOf(effects: readonly Effect[]): Net {
  const net = new Map<string, Placed>();
  const repeated = new Map<string, number>();
  let phase = 0;
  const put = (key: string, effect: Effect): void => {
    const count = repeated.get(key) ?? 0;
    repeated.set(key, count + 1);
    net.set(count === 0 ? key : `${key}#${count}`, { effect, phase });
  };
  for (const effect of effects) {
    const { key, verb } = effect;
    if (verb === 'step') {
      put(stepKey(effect), effect);
      phase++;
    } else if (verb === 'remove') {
      // What comes and goes within one migration leaves nothing behind.
      if (net.delete(key)) repeated.delete(key);
      else put(`remove ${key}`, effect);
    } else if (verb === 'rename') {
      const field = net.get(key);
      if (!field || effect.to === undefined) put(`rename ${key}`, effect);
      else {
        net.delete(key);
        repeated.delete(key);
        put(effect.to, { ...field.effect, key: effect.to });
      }
    } else if (verb === 'options') setOptions(net, effect, phase);
    else if (verb === 'alter') alter(net, effect, phase);
    else if (!key.startsWith('option ') || effect.parent !== undefined) put(key, effect);
    else if (effect.empty && net.has(`model ${key.split(' ', 2)[1]}`)) net.delete(key);
    else net.set(key, { effect, phase });
  }
  return net;
}

/** What is altered stays part of the model that it was created with. */
function alter(net: Map<string, Placed>, effect: Effect, phase: number): void {
  const old = net.get(effect.key);
  const parent = old?.effect.parent;
  const altered = parent === undefined ? effect : { ...effect, parent };
  net.set(old ? effect.key : `alter ${effect.key}`, { effect: altered, phase });
}

/** Data steps have no names: the same ones say the same. */
function stepKey({ key, call }: Effect): string {
  const parts = [...call.parts].map(([name, { form }]) => `${name}=${form}`).sort();
  return `${key} ${call.callee ?? ''}(${parts.join(', ')})`;
}

/** `AlterModelOptions` takes away the options that it does not name, of a model that the migration itself creates. */
function setOptions(net: Map<string, Placed>, effect: Effect, phase: number): void {
  const model = effect.key;
  const parent = `model ${model}`;
  if (!effect.entries || !net.has(parent)) {
    net.set(`options ${model}`, { effect, phase });
    return;
  }
  for (const name of STATE_OPTIONS) net.delete(`option ${model} ${name}`);
  for (const entry of effect.entries) net.set(entry.key, { effect: { ...entry, parent }, phase });
}
